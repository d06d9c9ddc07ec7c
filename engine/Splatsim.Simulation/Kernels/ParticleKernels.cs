using ILGPU;
using Splatsim.Mathematics;
using Splatsim.Mechanics;

namespace Splatsim.Simulation.Kernels;

/// <summary>The same transfers with one thread per particle or per node: no shared memory, no barriers, no atomics.</summary>
internal static class ParticleKernels
{
    // Columns of what a particle gives to the grid, in the spare array.
    private const int StagedX = 0, StagedMomentum = 3, StagedMass = 6, StagedAffine = 7;

    /// <summary>The law's step; what the particle gives to the grid is laid down, for <see cref="Collect"/>.</summary>
    public static void Stage<TLaw>(
        Index1D index, ParticleViews particles, GridViews grid, NoteViews notes, StepNumbers step, ArrayView<float> staged, int firstParticle)
        where TLaw : struct, ILaw
    {
        int i = firstParticle + index.X;
        long place = particles.Place[i];
        Vector3<Real32> x = particles.GetVector(ParticleViews.X, i);
        Stencil32 stencil = Stencil32.Of(in grid, x, grid.FirstX(place), grid.FirstY(place), grid.FirstZ(place));
        Vector3<Real32> v = default;
        Matrix3x3<Real32> affine = default;
        Real32 mass = Real32.Zero;
        if (!particles.IsActive(i))
        {
            // Gives nothing: all zero.
            stencil.Offset = default;
        }
        else if (stencil.IsInside)
        {
            mass = particles.Get(ParticleViews.Mass, i);
            v = particles.GetVector(ParticleViews.V, i);
            Matrix3x3<Real32> c = particles.GetMatrix(ParticleViews.C, i);
            ParticleTransfer.Stress<TLaw>(in particles, in notes, in step, i, in c, out affine);
        }
        else
        {
            ParticleTransfer.NoteEscaped(in particles, in notes, in step, i);
        }

        ParticleViews target = particles;
        target.Data = staged;
        target.Set(StagedX, i, stencil.Offset);
        target.Set(StagedMomentum, i, mass * v - affine * stencil.Offset);
        target.Set(StagedMass, i, mass);
        target.Set(StagedAffine, i, in affine);
    }

    /// <summary>
    /// One node adds up the particles of the 27 cells around it, in their order: by law, cell and index. The order is the
    /// same in every run.
    /// </summary>
    /// <param name="index">Stored node.</param>
    /// <param name="particles">The particles; all have been sorted since they moved.</param>
    /// <param name="grid">The grid.</param>
    /// <param name="staged">What they give.</param>
    /// <param name="cells">First particle and the one after the last by (law, stored block, cell), two numbers each.</param>
    /// <param name="laws">Number of laws that move.</param>
    /// <param name="storedBlocks">Number of stored blocks.</param>
    public static void Collect(
        Index1D index, ParticleViews particles, GridViews grid, ArrayView<float> staged, ArrayView<int> cells, int laws, int storedBlocks)
    {
        grid.Locate(index.X, out int x, out int y, out int z);
        ParticleViews source = particles;
        source.Data = staged;
        Vector3<Real32> momentum = default;
        Real32 mass = Real32.Zero;
        for (int law = 0; law < laws; law++)
        {
            for (int cell = 0; cell < 27; cell++)
            {
                // The particle's first node is this many nodes before.
                int i = cell / 9, j = cell / 3 % 3, k = cell % 3;
                int first = grid.Find(x - i, y - j, z - k);
                if (first < 0) continue;
                long entry = 2L * ((long)law * storedBlocks * GridViews.NodesPerBlock + first);
                int end = cells[entry + 1];
                for (int p = cells[entry]; p < end; p++)
                {
                    Vector3<Real32> offset = source.GetVector(StagedX, p);
                    Real32 w = Weight(offset.X, i) * Weight(offset.Y, j) * Weight(offset.Z, k);
                    Vector3<Real32> distance = new(new(i), new(j), new(k));
                    Vector3<Real32> part = source.GetVector(StagedMomentum, p) + source.GetMatrix(StagedAffine, p) * distance;
                    momentum += w * part;
                    mass += w * source.Get(StagedMass, p);
                }
            }
        }

        grid.SetMomentum(index.X, momentum, mass);
    }

    /// <summary>Grid to particles.</summary>
    public static void Gather(Index1D index, ParticleViews particles, GridViews grid, StepNumbers step)
    {
        int i = index.X;
        if (!particles.IsActive(i)) return;
        long place = particles.Place[i];
        int firstX = grid.FirstX(place), firstY = grid.FirstY(place), firstZ = grid.FirstZ(place);
        Vector3<Real32> x = particles.GetVector(ParticleViews.X, i);
        Stencil32 stencil = Stencil32.Of(in grid, x, firstX, firstY, firstZ);
        if (!stencil.IsInside) return;
        NodeSums.Gather(in grid, firstX, firstY, firstZ, in stencil, out Vector3<Real32> v, out Matrix3x3<Real32> moment);
        Matrix3x3<Real32> c = step.GradientScale * moment;
        particles.Set(ParticleViews.X, i, x + step.StepInCells * v);
        particles.Set(ParticleViews.V, i, v);
        particles.Set(ParticleViews.C, i, in c);
    }

    /// <summary>Applies a force to one particle.</summary>
    /// <param name="index">Particle.</param>
    /// <param name="particles">The particles.</param>
    /// <param name="grid">The grid.</param>
    /// <param name="force">The force.</param>
    /// <param name="numbers">What it refers to.</param>
    /// <param name="weights">One number per particle, by the user's index.</param>
    /// <param name="hasWeights">0: every particle has weight 1.</param>
    /// <param name="timeStep">dt [s].</param>
    public static void ApplyForce(
        Index1D index, ParticleViews particles, GridViews grid, GridForce<Real32> force, ForceViews numbers, ArrayView<float> weights,
        int hasWeights, Real32 timeStep)
    {
        int i = index.X;
        Real32 mass = particles.Get(ParticleViews.Mass, i);
        if (!particles.IsActive(i) || !(mass.Value > 0)) return;
        long place = particles.Place[i];
        Vector3<Real32> first = new(new(grid.FirstX(place)), new(grid.FirstY(place)), new(grid.FirstZ(place)));
        Vector3<Real32> point = first + particles.GetVector(ParticleViews.X, i);
        Real32 weight = hasWeights != 0 ? new Real32(weights[particles.Identifier[i]]) : Real32.One;
        Vector3<Real32> v = particles.GetVector(ParticleViews.V, i);
        GridForces.Apply(in force, in numbers, point, mass, weight, timeStep, ref v);
        particles.Set(ParticleViews.V, i, v);
    }

    /// <summary>Changes some particles as events want it; see <see cref="ParticleChange"/>.</summary>
    /// <param name="index">Which change.</param>
    /// <param name="particles">The particles.</param>
    /// <param name="slots">Place of each particle by the user's index.</param>
    /// <param name="which">The user's index and the kind, two numbers per change.</param>
    /// <param name="placed">The block of each change that places a particle.</param>
    /// <param name="values">The columns of the particle.</param>
    /// <param name="width">Number of columns.</param>
    public static void Change(
        Index1D index, ParticleViews particles, ArrayView<int> slots, ArrayView<int> which, ArrayView<long> placed, ArrayView<float> values, int width)
    {
        int i = slots[which[2 * index.X]], kind = which[2 * index.X + 1], row = particles.Row[i];
        int first = 0, end = width;
        if (kind != ParticleChange.Place) (first, end) = (ParticleViews.V, kind == ParticleChange.Add ? ParticleViews.C : ParticleViews.F);
        for (int column = first; column < end; column++)
        {
            Real32 value = new(values[width * index.X + column]);
            particles.Set(column, i, kind == ParticleChange.Add ? particles.Get(column, i) + value : value);
        }

        // What is told about C is told about the velocity gradient.
        bool isGradientTold = kind != ParticleChange.Add && particles.Gradient != ParticleViews.C;
        for (int k = 0; isGradientTold && k < 9; k++) particles.Set(particles.Gradient + k, i, new Real32(values[width * index.X + ParticleViews.C + k]));
        if (kind == ParticleChange.Park && row >= 0) particles.Row[i] = ~row;
        if (kind != ParticleChange.Place) return;
        particles.Place[i] = placed[index];
        if (row < 0) particles.Row[i] = ~row;
    }

    /// <summary>Positions and velocities of some particles, and the blocks that they are relative to.</summary>
    public static void Fetch(
        Index1D index, ParticleViews particles, ArrayView<int> slots, ArrayView<int> which, ArrayView<float> state, ArrayView<long> places)
    {
        int i = slots[which[index]];
        for (int k = 0; k < 6; k++) state[6 * index.X + k] = particles.Get(ParticleViews.X + k, i).Value;
        places[index] = particles.Place[i];
    }

    /// <summary>Notes the fastest particle and those that are not finite or outside.</summary>
    public static void Check<TKernel>(Index1D index, ParticleViews particles, GridViews grid, NoteViews notes)
        where TKernel : struct, ITransferKernel
    {
        int i = index.X;
        if (!particles.IsActive(i)) return;
        Vector3<Real32> v = particles.GetVector(ParticleViews.V, i), x = particles.GetVector(ParticleViews.X, i);
        Matrix3x3<Real32> f = particles.GetMatrix(ParticleViews.F, i), c = particles.GetMatrix(ParticleViews.C, i);
        float speed = v.LengthSquared.Value;
        float sum = speed + f.SquaredNorm.Value + c.SquaredNorm.Value + x.LengthSquared.Value;
        // Infinity less itself is NaN, which compares with nothing.
        bool finite = sum - sum == 0;
        if (!finite)
        {
            Atomic.Min(ref notes.Single[NoteViews.FirstNotFinite], particles.Identifier[i]);
            return;
        }

        Atomic.Max(ref notes.Single[NoteViews.FastestBits], (int)Interop.FloatAsInt(speed));
        long place = particles.Place[i];
        NodeBlock<TKernel> block = NodeBlock<TKernel>.Of(in grid, x, grid.FirstX(place), grid.FirstY(place), grid.FirstZ(place));
        if (!block.IsInside) Atomic.Min(ref notes.Single[NoteViews.FirstOutside], particles.Identifier[i]);
    }

    /// <summary>Notes particles whose stretch a law on the host has clamped.</summary>
    public static void NoteLifted(
        Index1D index, ParticleViews particles, NoteViews notes, StepNumbers step, ArrayView<int> lifted, int firstParticle)
    {
        if (lifted[index] != 0) ParticleTransfer.NoteClamped(in particles, in notes, in step, firstParticle + index.X);
    }

    private static Real32 Weight(Real32 offset, int node)
    {
        Vector3<Real32> weights = ParticleTransfer.Weights(offset);
        return ParticleTransfer.At(in weights, node);
    }
}
