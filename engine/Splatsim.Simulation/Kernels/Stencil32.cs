using Splatsim.Mathematics;

namespace Splatsim.Simulation.Kernels;

/// <summary>The 27 nodes around a particle, from the first node of its block, and their weights by axis.</summary>
internal struct Stencil32
{
    /// <summary>First node along each axis, from the block's.</summary>
    public int I, J, K;

    /// <summary>Distance to the first node [cells].</summary>
    public Vector3<Real32> Offset;

    /// <summary>Weights of the three nodes along each axis.</summary>
    public Vector3<Real32> WeightsX, WeightsY, WeightsZ;

    /// <summary>True where all nodes lie in the domain.</summary>
    public bool IsInside;

    /// <summary>True where all nodes lie in the arena of the block.</summary>
    public readonly bool IsInArena =>
        ParticleTransfer.InArena(I) && ParticleTransfer.InArena(J) && ParticleTransfer.InArena(K);

    /// <summary>Index of the first node in the arena.</summary>
    public readonly int ArenaIndex => ParticleTransfer.InPlane(I, J, K);

    /// <summary>The stencil of a position.</summary>
    /// <param name="grid">The grid.</param>
    /// <param name="x">The position [cells from the block's first node].</param>
    /// <param name="firstX">The block's first node along x.</param>
    /// <param name="firstY">The block's first node along y.</param>
    /// <param name="firstZ">The block's first node along z.</param>
    public static Stencil32 Of(in GridViews grid, Vector3<Real32> x, int firstX, int firstY, int firstZ)
    {
        Stencil32 stencil = default;
        if (!ParticleTransfer.IsNear(x)) return stencil;
        stencil.I = ParticleTransfer.First(x.X, out stencil.Offset.X);
        stencil.J = ParticleTransfer.First(x.Y, out stencil.Offset.Y);
        stencil.K = ParticleTransfer.First(x.Z, out stencil.Offset.Z);
        stencil.WeightsX = ParticleTransfer.Weights(stencil.Offset.X);
        stencil.WeightsY = ParticleTransfer.Weights(stencil.Offset.Y);
        stencil.WeightsZ = ParticleTransfer.Weights(stencil.Offset.Z);
        stencil.IsInside = grid.Holds(firstX + stencil.I, firstY + stencil.J, firstZ + stencil.K);
        return stencil;
    }
}
