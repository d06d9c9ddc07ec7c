using Splatsim.Mathematics;

namespace Splatsim.Simulation.Kernels;

/// <summary>The nodes around a particle on the device's grid.</summary>
/// <typeparam name="TKernel">The weights.</typeparam>
internal struct NodeBlock<TKernel>
    where TKernel : struct, ITransferKernel
{
    /// <summary>First node along each axis, in the domain.</summary>
    public int I, J, K;

    /// <summary>Index of the first node in the arena of the particle's block.</summary>
    public int ArenaIndex;

    /// <summary>True where all nodes lie in the domain.</summary>
    public bool IsInside;

    /// <summary>True where all nodes lie in the arena of the block.</summary>
    public bool IsInArena;

    /// <summary>Weights.</summary>
    public ParticleNodes<Real32, TKernel> Nodes;

    /// <summary>The nodes of a position.</summary>
    /// <param name="grid">The grid.</param>
    /// <param name="x">The position [cells from the block's first node].</param>
    /// <param name="firstX">The block's first node along x.</param>
    /// <param name="firstY">The block's first node along y.</param>
    /// <param name="firstZ">The block's first node along z.</param>
    public static NodeBlock<TKernel> Of(in GridViews grid, Vector3<Real32> x, int firstX, int firstY, int firstZ)
    {
        NodeBlock<TKernel> block = default;
        if (!ParticleTransfer.IsNear(x)) return block;
        block.Nodes = ParticleNodes<Real32, TKernel>.Of(x);
        int i = (int)block.Nodes.X.First.Value, j = (int)block.Nodes.Y.First.Value, k = (int)block.Nodes.Z.First.Value;
        (block.I, block.J, block.K) = (firstX + i, firstY + j, firstZ + k);
        block.IsInside = grid.Holds(block.I, block.J, block.K, TKernel.NodeCount);
        block.IsInArena = InArena(i) && InArena(j) && InArena(k);
        block.ArenaIndex = ParticleTransfer.InPlane(i, j, k);
        return block;
    }

    private static bool InArena(int first) =>
        first >= ParticleTransfer.ArenaFirst && first <= ParticleTransfer.ArenaFirst + ParticleTransfer.ArenaEdge - TKernel.NodeCount;
}
