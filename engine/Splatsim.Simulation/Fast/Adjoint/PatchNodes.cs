using Splatsim.Mathematics;
using static Splatsim.Simulation.Fast.PacketLayout;

namespace Splatsim.Simulation.Fast;

/// <summary>Which nodes of the blocks around belong to a block's patch of surface tension, and where they are in it.</summary>
internal static class PatchNodes
{
    // By side of the block, from (-1, -1, -1).
    private static readonly (int Node, int Index)[][] Sides = [.. Enumerable.Range(0, 27).Select(side => List(side / 9 - 1, side / 3 % 3 - 1, side % 3 - 1))];

    /// <summary>Nodes of the block on a side, and their indices in the patch.</summary>
    /// <param name="x">-1, 0 or 1.</param>
    /// <param name="y">-1, 0 or 1.</param>
    /// <param name="z">-1, 0 or 1.</param>
    public static ReadOnlySpan<(int Node, int Index)> Of(int x, int y, int z) => Sides[9 * (x + 1) + 3 * (y + 1) + z + 1];

    private static (int Node, int Index)[] List(int x, int y, int z)
    {
        const int around = SurfaceTensionPatch<Real32>.Around;
        List<(int, int)> nodes = [];
        for (int i = 0; i < BlockVolume; i++)
        {
            (int a, int b, int c) = (
                BlockNodes * x + i / (BlockNodes * BlockNodes), BlockNodes * y + i / BlockNodes % BlockNodes, BlockNodes * z + i % BlockNodes);
            if (Reaches(a) && Reaches(b) && Reaches(c)) nodes.Add((i, SurfaceTensionPatch<Real32>.Index(a, b, c)));
        }

        return [.. nodes];

        static bool Reaches(int at) => at >= -around && at < BlockNodes + around;
    }
}
