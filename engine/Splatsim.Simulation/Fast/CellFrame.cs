using System.Runtime.CompilerServices;

namespace Splatsim.Simulation.Fast;

/// <summary>
/// World positions [m, double] and positions in cells relative to a block [float]. There is one rounding, from grid
/// coordinate to float, and both a particle that changes its block and one that is loaded from a file go through it: a restart gets the same floats.
/// </summary>
internal readonly struct CellFrame
{
    private readonly double originX;
    private readonly double originY;
    private readonly double originZ;
    private readonly double cellSize;

    public CellFrame(GridDomain domain) =>
        (originX, originY, originZ, cellSize) = (domain.Origin.X.Value, domain.Origin.Y.Value, domain.Origin.Z.Value, domain.CellSize);

    /// <summary>World position of a grid coordinate; 0 lies half a cell above node 0, so that its floor is the base node.</summary>
    public (double X, double Y, double Z) ToWorld(double x, double y, double z) =>
        (originX + cellSize * (x + 0.5), originY + cellSize * (y + 0.5), originZ + cellSize * (z + 0.5));

    /// <summary>Grid coordinate of a world position.</summary>
    public (double X, double Y, double Z) ToGrid(double x, double y, double z) =>
        ((x - originX) / cellSize - 0.5, (y - originY) / cellSize - 0.5, (z - originZ) / cellSize - 0.5);

    /// <summary>Splits a grid coordinate into a block and a position of 0 to 4 in it. NaN and huge values give block int.MinValue.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Split(double coordinate, out float local)
    {
        local = 0;
        double floor = Math.Floor(coordinate / PacketLayout.BlockNodes);
        if (!(Math.Abs(floor) < 1 << 30)) return int.MinValue;
        int block = (int)floor;
        local = (float)(coordinate - PacketLayout.BlockNodes * floor);
        if (local < PacketLayout.BlockNodes) return block;
        // Just below the next block, and rounded up to it.
        local = 0;
        return block + 1;
    }
}
