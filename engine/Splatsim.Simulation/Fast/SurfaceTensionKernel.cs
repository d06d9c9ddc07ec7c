using Splatsim.Mathematics;
using static Splatsim.Simulation.Fast.PacketLayout;

namespace Splatsim.Simulation.Fast;

/// <summary>Surface tension on a block of nodes, from the masses of the blocks around it; one per worker.</summary>
internal sealed unsafe class SurfaceTensionKernel
{
    private const int Around = SurfaceTensionPatch<Real32>.Around;

    private readonly SurfaceTensionPatch<Real32> patch = new();
    private readonly float perFullNode;
    private readonly float strength;

    public SurfaceTensionKernel(SurfaceTensionOptions options, double density, double cellSize)
    {
        perFullNode = density > 0 ? (float)(1 / (density * cellSize * cellSize * cellSize)) : 0;
        strength = density > 0 ? (float)(2 * options.Coefficient / (density * cellSize * cellSize)) : 0;
    }

    /// <summary>Accelerates the nodes of a block.</summary>
    /// <param name="grid">All blocks, with masses; only velocities may be changed meanwhile.</param>
    /// <param name="place">Place of the block.</param>
    /// <param name="nodes">Its nodes.</param>
    /// <param name="timeStep">dt [s].</param>
    public void Apply(BlockGrid grid, long place, float* nodes, float timeStep)
    {
        (int x, int y, int z) = BlockGrid.Coordinates(place);
        for (int side = 0; side < 27; side++) Fill(grid, x, y, z, side / 9 - 1, side / 3 % 3 - 1, side % 3 - 1);
        if (!patch.Prepare()) return;
        for (int i = 0; i < BlockVolume; i++)
        {
            float* node = nodes + 4 * i;
            if (!(node[3] > 0)) continue;
            Vector3<Real32> a = patch.Acceleration(i / (BlockNodes * BlockNodes), i / BlockNodes % BlockNodes, i % BlockNodes, strength);
            node[0] += timeStep * a.X.Value;
            node[1] += timeStep * a.Y.Value;
            node[2] += timeStep * a.Z.Value;
        }
    }

    private void Fill(BlockGrid grid, int x, int y, int z, int sideX, int sideY, int sideZ)
    {
        int block = grid.BlockAt(x + sideX, y + sideY, z + sideZ);
        float* from = block < 0 ? grid.Zeros.Pointer : grid.Nodes.Pointer + (long)block * NodeFloats;
        (int lowX, int highX) = Range(sideX);
        (int lowY, int highY) = Range(sideY);
        (int lowZ, int highZ) = Range(sideZ);
        for (int i = lowX; i < highX; i++)
        {
            for (int j = lowY; j < highY; j++)
            {
                for (int k = lowZ; k < highZ; k++)
                {
                    float mass = from[4 * ((i * BlockNodes + j) * BlockNodes + k) + 3];
                    patch.Colors[SurfaceTensionPatch<Real32>.Index(i + BlockNodes * sideX, j + BlockNodes * sideY, k + BlockNodes * sideZ)] =
                        SurfaceTensionForces.Color<Real32>(mass, perFullNode);
                }
            }
        }
    }

    // The nodes of the block on a side that the patch reaches.
    private static (int Low, int High) Range(int side) => side < 0 ? (BlockNodes - Around, BlockNodes) : (0, side > 0 ? Around : BlockNodes);
}
