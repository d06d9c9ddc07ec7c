using ILGPU;
using Splatsim.Mathematics;
using Splatsim.Mechanics;

namespace Splatsim.Simulation.Kernels;

/// <summary>
/// Particles to grid and back, one group per chunk: up to <see cref="ChunkSize"/> particles of one law in one block. A group
/// sums into shared memory and adds to the grid once; particles that have drifted further than a cell go to the grid directly. Neighbouring
/// threads have neighbouring particles in memory, which a sort has laid there from different cells (<see cref="SortKernels.Reorder"/>).
/// </summary>
internal static class TransferKernels
{
    /// <summary>Threads of a group.</summary>
    public const int GroupSize = 128;

    /// <summary>Most particles of a chunk.</summary>
    public const int ChunkSize = 512;

    /// <summary>Particles to grid: the law's step and its stress on the way.</summary>
    public static void Scatter<TLaw>(
        ParticleViews particles, GridViews grid, NoteViews notes, StepNumbers step, ArrayView<int> chunkStarts, int firstChunk)
        where TLaw : struct, ILaw
    {
        ArrayView<float> momentum = SharedMemory.Allocate<float>(4 * ParticleTransfer.ArenaPlane);
        int chunk = firstChunk + Grid.IdxX;
        Bounds(chunkStarts, chunk, isWalled: false, out int start, out int end);
        long place = particles.Place[start];
        int firstX = grid.FirstX(place), firstY = grid.FirstY(place), firstZ = grid.FirstZ(place);
        Clear(momentum);
        Group.Barrier();

        for (int i = start + Group.IdxX; i < end; i += GroupSize)
        {
            if (!particles.IsActive(i)) continue;
            Vector3<Real32> x = particles.GetVector(ParticleViews.X, i);
            Stencil32 stencil = Stencil32.Of(in grid, x, firstX, firstY, firstZ);
            if (!stencil.IsInside)
            {
                ParticleTransfer.NoteEscaped(in particles, in notes, in step, i);
                continue;
            }

            Matrix3x3<Real32> c = particles.GetMatrix(ParticleViews.C, i);
            Vector3<Real32> v = particles.GetVector(ParticleViews.V, i);
            ParticleTransfer.Stress<TLaw>(in particles, in notes, in step, i, in c, out Matrix3x3<Real32> affine);
            Give(momentum, in particles, in grid, in notes, firstX, firstY, firstZ, in stencil, i, v, in affine);
        }

        Group.Barrier();
        Flush(momentum, in grid, firstX, firstY, firstZ);
    }

    /// <summary>The end of one substep and the beginning of the next: grid to particles and back without a visit to memory for v and C.</summary>
    public static void Continue<TLaw>(
        ParticleViews particles, GridViews grid, NoteViews notes, StepNumbers last, StepNumbers step, ArrayView<int> chunkStarts,
        int firstChunk)
        where TLaw : struct, ILaw
    {
        ArrayView<float> momentum = SharedMemory.Allocate<float>(4 * ParticleTransfer.ArenaPlane);
        ArrayView<float> velocity = SharedMemory.Allocate<float>(3 * ParticleTransfer.ArenaPlane);
        int chunk = firstChunk + Grid.IdxX;
        Bounds(chunkStarts, chunk, isWalled: false, out int start, out int end);
        long place = particles.Place[start];
        int firstX = grid.FirstX(place), firstY = grid.FirstY(place), firstZ = grid.FirstZ(place);
        Clear(momentum);
        Load(velocity, in grid, firstX, firstY, firstZ);
        Group.Barrier();

        for (int i = start + Group.IdxX; i < end; i += GroupSize)
        {
            if (!particles.IsActive(i)) continue;
            Vector3<Real32> x = particles.GetVector(ParticleViews.X, i);
            Stencil32 stencil = Stencil32.Of(in grid, x, firstX, firstY, firstZ);
            // Noted when it was to be given to the grid; it waits there for the end of the frame.
            if (!stencil.IsInside) continue;
            Take(velocity, in grid, firstX, firstY, firstZ, in stencil, out Vector3<Real32> v, out Matrix3x3<Real32> moment);
            Matrix3x3<Real32> c = last.GradientScale * moment;
            x += last.StepInCells * v;
            particles.Set(ParticleViews.X, i, x);
            stencil = Stencil32.Of(in grid, x, firstX, firstY, firstZ);
            if (!stencil.IsInside)
            {
                ParticleTransfer.NoteEscaped(in particles, in notes, in step, i);
                continue;
            }

            ParticleTransfer.Stress<TLaw>(in particles, in notes, in step, i, in c, out Matrix3x3<Real32> affine);
            Give(momentum, in particles, in grid, in notes, firstX, firstY, firstZ, in stencil, i, v, in affine);
        }

        Group.Barrier();
        Flush(momentum, in grid, firstX, firstY, firstZ);
    }

    /// <summary>Grid to particles.</summary>
    public static void Gather(ParticleViews particles, GridViews grid, StepNumbers step, ArrayView<int> chunkStarts, int firstChunk)
    {
        ArrayView<float> velocity = SharedMemory.Allocate<float>(3 * ParticleTransfer.ArenaPlane);
        int chunk = firstChunk + Grid.IdxX;
        Bounds(chunkStarts, chunk, isWalled: false, out int start, out int end);
        long place = particles.Place[start];
        int firstX = grid.FirstX(place), firstY = grid.FirstY(place), firstZ = grid.FirstZ(place);
        Load(velocity, in grid, firstX, firstY, firstZ);
        Group.Barrier();
        for (int i = start + Group.IdxX; i < end; i += GroupSize)
        {
            if (!particles.IsActive(i)) continue;
            Vector3<Real32> x = particles.GetVector(ParticleViews.X, i);
            Stencil32 stencil = Stencil32.Of(in grid, x, firstX, firstY, firstZ);
            if (!stencil.IsInside) continue;
            Take(velocity, in grid, firstX, firstY, firstZ, in stencil, out Vector3<Real32> v, out Matrix3x3<Real32> moment);
            Matrix3x3<Real32> c = step.GradientScale * moment;
            particles.Set(ParticleViews.X, i, x + step.StepInCells * v);
            particles.Set(ParticleViews.V, i, v);
            particles.Set(ParticleViews.C, i, in c);
        }
    }

    /// <summary>
    /// First particle of a chunk and the one after its last. The starts of chunks near thin walls are written as their complements: to those
    /// who do not ask for them they are empty, and the others are to those who do.
    /// </summary>
    internal static void Bounds(ArrayView<int> chunkStarts, int chunk, bool isWalled, out int start, out int end)
    {
        int first = chunkStarts[chunk], next = chunkStarts[chunk + 1];
        start = first ^ (first >> 31);
        end = first < 0 == isWalled ? next ^ (next >> 31) : start;
    }

    private static void Clear(ArrayView<float> momentum)
    {
        for (int n = Group.IdxX; n < 4 * ParticleTransfer.ArenaPlane; n += GroupSize) momentum[n] = 0;
    }

    private static void Load(ArrayView<float> velocity, in GridViews grid, int firstX, int firstY, int firstZ)
    {
        for (int n = Group.IdxX; n < ParticleTransfer.ArenaNodes; n += GroupSize)
        {
            Vector3<Real32> v = grid.VelocityAt(
                firstX + ParticleTransfer.ArenaFirst + (n >> 6),
                firstY + ParticleTransfer.ArenaFirst + ((n >> 3) & 7),
                firstZ + ParticleTransfer.ArenaFirst + (n & 7));
            int at = ParticleTransfer.InPlane(n);
            velocity[at] = v.X.Value;
            velocity[ParticleTransfer.ArenaPlane + at] = v.Y.Value;
            velocity[2 * ParticleTransfer.ArenaPlane + at] = v.Z.Value;
        }
    }

    /// <summary>Adds an arena's planes of momentum and mass to the grid.</summary>
    internal static void Flush(ArrayView<float> momentum, in GridViews grid, int firstX, int firstY, int firstZ)
    {
        for (int n = Group.IdxX; n < ParticleTransfer.ArenaNodes; n += GroupSize)
        {
            int at = ParticleTransfer.InPlane(n);
            Real32 mass = new(momentum[3 * ParticleTransfer.ArenaPlane + at]);
            Vector3<Real32> sum = new(
                new(momentum[at]), new(momentum[ParticleTransfer.ArenaPlane + at]), new(momentum[2 * ParticleTransfer.ArenaPlane + at]));
            // Massless particles have stress all the same.
            if (mass.Value == 0 && sum.X.Value == 0 && sum.Y.Value == 0 && sum.Z.Value == 0) continue;
            grid.AddAt(
                firstX + ParticleTransfer.ArenaFirst + (n >> 6),
                firstY + ParticleTransfer.ArenaFirst + ((n >> 3) & 7),
                firstZ + ParticleTransfer.ArenaFirst + (n & 7), sum, mass);
        }
    }

    /// <summary>Gives what a particle has to the arena, or to the grid where that does not reach.</summary>
    internal static void Give(
        ArrayView<float> momentum, in ParticleViews particles, in GridViews grid, in NoteViews notes, int firstX, int firstY,
        int firstZ, in Stencil32 stencil, int i, Vector3<Real32> v, in Matrix3x3<Real32> affine)
    {
        Real32 mass = particles.Get(ParticleViews.Mass, i);
        if (stencil.IsInArena) NodeSums.Scatter(momentum, in stencil, mass, v, in affine);
        else if (!NodeSums.Scatter(in grid, firstX, firstY, firstZ, in stencil, mass, v, in affine)) notes.Single[NoteViews.Lost] = 1;
    }

    private static void Take(
        ArrayView<float> velocity, in GridViews grid, int firstX, int firstY, int firstZ, in Stencil32 stencil,
        out Vector3<Real32> v, out Matrix3x3<Real32> moment)
    {
        if (stencil.IsInArena) NodeSums.Gather(velocity, in stencil, out v, out moment);
        else NodeSums.Gather(in grid, firstX, firstY, firstZ, in stencil, out v, out moment);
    }
}
