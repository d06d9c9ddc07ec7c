using ILGPU;
using Splatsim.Mathematics;

namespace Splatsim.Simulation.Kernels;

/// <summary>Particles and tracers that the host finds the sides of.</summary>
internal struct WallListViews
{
    /// <summary>The sides so far; see <see cref="WallViews.Sides"/>.</summary>
    public ArrayView<uint> Sides;

    /// <summary>By stored block: the walls that may be near its particles, a bit per wall.</summary>
    public ArrayView<uint> Candidates;

    /// <summary>How many there are, also where the lists have no room for all.</summary>
    public ArrayView<int> Count;

    /// <summary>The user's index, or that of a tracer after all particles.</summary>
    public ArrayView<int> Owners;

    /// <summary>The stored block that it is in now, or -1.</summary>
    public ArrayView<int> Blocks;

    /// <summary>The block that the position is relative to.</summary>
    public ArrayView<long> Places;

    /// <summary>The position [cells], three numbers each.</summary>
    public ArrayView<float> Positions;

    /// <summary>Whether walls may be near a particle, or were.</summary>
    /// <param name="particles">Positions and places.</param>
    /// <param name="grid">The grid.</param>
    /// <param name="i">Which.</param>
    /// <param name="owner">Its number in the list.</param>
    /// <param name="block">The stored block that it is in now, or -1.</param>
    public readonly bool AreNear(in ParticleViews particles, in GridViews grid, int i, int owner, out int block)
    {
        block = -1;
        Vector3<Real32> x = particles.GetVector(ParticleViews.X, i);
        if (!ParticleTransfer.IsNear(x)) return false;
        long place = particles.Place[i];
        block = grid.FindBlock(
            BlockPlace.X(place) + (ParticleTransfer.First(x.X, out _) >> 2), BlockPlace.Y(place) + (ParticleTransfer.First(x.Y, out _) >> 2),
            BlockPlace.Z(place) + (ParticleTransfer.First(x.Z, out _) >> 2));
        bool isNear = Sides[2L * owner] != 0;
        if (block < 0) isNear = true;
        else if (Candidates[block] != 0) isNear = true;
        return isNear;
    }

    /// <summary>Adds such a particle.</summary>
    /// <param name="particles">Positions and places.</param>
    /// <param name="grid">The grid.</param>
    /// <param name="i">Which.</param>
    /// <param name="owner">Its number in the list.</param>
    public readonly void Add(in ParticleViews particles, in GridViews grid, int i, int owner)
    {
        if (!AreNear(in particles, in grid, i, owner, out int block)) return;
        int at = Atomic.Add(ref Count[0], 1);
        if (at >= Owners.Length) return;
        Vector3<Real32> x = particles.GetVector(ParticleViews.X, i);
        Owners[at] = owner;
        Blocks[at] = block;
        Places[at] = particles.Place[i];
        Positions[3L * at] = x.X.Value;
        Positions[3L * at + 1] = x.Y.Value;
        Positions[3L * at + 2] = x.Z.Value;
    }
}
