using ILGPU;
using Splatsim.Mathematics;

namespace Splatsim.Simulation.Kernels;

/// <summary>What particles of rigid bodies take from the grid, added up, and the bodies' motion back to them.</summary>
internal static class RigidKernels
{
    /// <summary>Threads of a group, and most particles of a chunk.</summary>
    public const int GroupSize = 128;

    /// <summary>Numbers of a sum: momentum, angular momentum.</summary>
    public const int SumWidth = 6;

    /// <summary>Momentum and angular momentum about the body's centre of mass that a chunk has gathered, one group per chunk, in fixed order.</summary>
    /// <param name="bodies">The bodies.</param>
    /// <param name="particles">The particles.</param>
    /// <param name="slots">Place of each particle by the user's index.</param>
    /// <param name="grid">The grid.</param>
    /// <param name="step">The substep.</param>
    /// <param name="sums">Takes six numbers per chunk.</param>
    public static void Sum(
        RigidViews bodies, ParticleViews particles, ArrayView<int> slots, GridViews grid, StepNumbers step, ArrayView<float> sums)
    {
        ArrayView<float> shared = SharedMemory.Allocate<float>(SumWidth * GroupSize);
        int thread = Group.IdxX, chunk = Grid.IdxX;
        int i = bodies.Chunks[2 * chunk] + thread;
        Vector3<Real32> momentum = default, angular = default;
        if (i < bodies.Chunks[2 * chunk + 1])
        {
            int slot = slots[bodies.Particles[i]];
            long place = particles.Place[slot];
            int firstX = grid.FirstX(place), firstY = grid.FirstY(place), firstZ = grid.FirstZ(place);
            Stencil32 stencil = Stencil32.Of(in grid, particles.GetVector(ParticleViews.X, slot), firstX, firstY, firstZ);
            if (stencil.IsInside)
            {
                NodeSums.Gather(in grid, firstX, firstY, firstZ, in stencil, out Vector3<Real32> v, out Matrix3x3<Real32> moment);
                Matrix3x3<Real32> c = step.GradientScale * moment;
                Real32 mass = new(bodies.Data[(long)RigidViews.Mass * bodies.Count + i]);
                Vector3<Real32> arm = bodies.TurnOf(bodies.Bodies[i]) * bodies.Get(RigidViews.Offset, i);
                Vector3<Real32> axial = new(c.M21 - c.M12, c.M02 - c.M20, c.M10 - c.M01);
                momentum = mass * v;
                angular = mass * (Vector3<Real32>.Cross(arm, v) + bodies.AffineInertia * axial);
            }
        }

        Put(shared, 0, thread, momentum);
        Put(shared, 3, thread, angular);
        Finish(shared, SumWidth, sums);
    }

    /// <summary>Gives a particle its body's motion: position, velocity, C, F.</summary>
    public static void Write(Index1D index, RigidViews bodies, ParticleViews particles, ArrayView<int> slots, GridViews grid)
    {
        int i = index.X, body = bodies.Bodies[i], slot = slots[bodies.Particles[i]];
        long place = particles.Place[slot];
        Matrix3x3<Real32> turn = bodies.TurnOf(body);
        Vector3<Real32> arm = turn * bodies.Get(RigidViews.Offset, i), spin = bodies.Pose(body, RigidViews.Spin);
        // Whole cells are subtracted as such: what remains is small and keeps its digits.
        Vector3<Real32> cells = new(
            new(bodies.Cells[3 * body] - grid.FirstX(place)), new(bodies.Cells[3 * body + 1] - grid.FirstY(place)),
            new(bodies.Cells[3 * body + 2] - grid.FirstZ(place)));
        particles.Set(ParticleViews.X, slot, cells + (bodies.Pose(body, RigidViews.Part) + bodies.InverseCellSize * arm));
        particles.Set(ParticleViews.V, slot, bodies.Pose(body, RigidViews.Velocity) + Vector3<Real32>.Cross(spin, arm));
        Matrix3x3<Real32> affine = Matrix3x3<Real32>.FromRows(
            new(Real32.Zero, -spin.Z, spin.Y), new(spin.Z, Real32.Zero, -spin.X), new(-spin.Y, spin.X, Real32.Zero));
        particles.Set(ParticleViews.C, slot, in affine);
        Matrix3x3<Real32> f = turn * bodies.GetMatrix(RigidViews.Deformation, i);
        particles.Set(ParticleViews.F, slot, in f);
    }

    /// <summary>Adds up what all threads of a group have put down, by halves, and keeps it for the group's chunk.</summary>
    /// <param name="shared">Numbers, one of every thread after the other.</param>
    /// <param name="width">How many numbers.</param>
    /// <param name="sums">Takes so many per chunk.</param>
    internal static void Finish(ArrayView<float> shared, int width, ArrayView<float> sums)
    {
        int thread = Group.IdxX;
        Group.Barrier();
        for (int half = GroupSize / 2; half > 0; half /= 2)
        {
            for (int k = 0; thread < half && k < width; k++) shared[k * GroupSize + thread] += shared[k * GroupSize + thread + half];
            Group.Barrier();
        }

        if (thread < width) sums[width * Grid.IdxX + thread] = shared[thread * GroupSize];
    }

    /// <summary>Puts down three numbers of a thread.</summary>
    internal static void Put(ArrayView<float> shared, int first, int thread, Vector3<Real32> value)
    {
        shared[first * GroupSize + thread] = value.X.Value;
        shared[(first + 1) * GroupSize + thread] = value.Y.Value;
        shared[(first + 2) * GroupSize + thread] = value.Z.Value;
    }
}
