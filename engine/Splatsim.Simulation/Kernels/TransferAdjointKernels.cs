using ILGPU;
using Splatsim.Mathematics;

namespace Splatsim.Simulation.Kernels;

/// <summary>
/// The adjoints of every transfer between particles and nodes: what particles took from the grid scatters to it, what they gave to it is
/// gathered from it. During the reversal of a substep the place of the nodes' momenta holds derivatives: by their velocities first, then by
/// their momenta and masses.
/// </summary>
internal static class TransferAdjointKernels
{
    /// <summary>Columns of what a particle says of its nodes: by the sum of velocities, by their moment.</summary>
    public const int StagedColumns = 12;

    /// <summary>The same with what the classic form and velocities before forces add.</summary>
    public const int AllStagedColumns = 24;

    /// <summary>Columns of the staged derivatives.</summary>
    internal const int Velocity = 0, Moment = 3;

    private const int Slope = 12, Before = 21;

    /// <summary>
    /// The end of a substep: particles turn derivatives by what they took into those by their places before, and lay down what they say of
    /// the nodes, for <see cref="Collect{TKernel}"/>.
    /// </summary>
    /// <param name="index">Particle.</param>
    /// <param name="particles">The particles at the start of the substep, but for F.</param>
    /// <param name="grid">The grid after its update.</param>
    /// <param name="step">The substep.</param>
    /// <param name="numbers">The numbers of the choice.</param>
    /// <param name="bars">The derivatives.</param>
    /// <param name="staged">Takes what they say.</param>
    /// <param name="columns">How many columns of it are kept.</param>
    public static void Take<TKernel, TScheme>(
        Index1D index, ParticleViews particles, GridViews grid, StepNumbers step, GeneralNumbers<Real32> numbers, CotangentViews bars,
        ArrayView<float> staged, int columns)
        where TKernel : struct, ITransferKernel
        where TScheme : struct, ITransferScheme =>
        Take<TKernel, TScheme, CommonNodes>(index.X, in particles, in grid, in step, in numbers, in bars, staged, columns, default);

    /// <summary>The same for one particle, with nodes of its own.</summary>
    internal static void Take<TKernel, TScheme, TNodes>(
        int i, in ParticleViews particles, in GridViews grid, in StepNumbers step, in GeneralNumbers<Real32> numbers, in CotangentViews bars,
        ArrayView<float> staged, int columns, TNodes nodes)
        where TKernel : struct, ITransferKernel
        where TScheme : struct, ITransferScheme
        where TNodes : struct, INodeFinder<TNodes>
    {
        NodeBlock<TKernel> block = GeneralKernels.BlockOf<TKernel>(in particles, in grid, i);
        if (!particles.IsActive(i) || !block.IsInside)
        {
            for (int column = 0; column < columns; column++) staged[(long)column * particles.Count + i] = 0;
            return;
        }

        Reverse<TKernel, TScheme, TNodes>(in particles, in grid, in step, in numbers, in bars, in block, nodes, i, out TakeAdjoint<Real32> adjoint);
        ParticleViews target = particles;
        target.Data = staged;
        target.Set(Velocity, i, adjoint.Velocity);
        target.Set(Moment, i, in adjoint.Moment);
        if (columns == StagedColumns) return;
        target.Set(Slope, i, in adjoint.Slope);
        target.Set(Before, i, adjoint.Before);
    }

    /// <summary>One node adds up what the particles around it say of it, in their order: by law, cell and index.</summary>
    /// <param name="index">Stored node.</param>
    /// <param name="particles">The particles; all have been sorted since they moved.</param>
    /// <param name="grid">The grid; receives the derivatives.</param>
    /// <param name="numbers">The numbers of the choice.</param>
    /// <param name="staged">What they say.</param>
    /// <param name="cells">First particle and the one after the last by (law, stored block, cell), two numbers each.</param>
    /// <param name="laws">Number of laws that deform.</param>
    /// <param name="storedBlocks">Number of stored blocks.</param>
    public static void Collect<TKernel>(
        Index1D index, ParticleViews particles, GridViews grid, GeneralNumbers<Real32> numbers, ArrayView<float> staged, ArrayView<int> cells,
        int laws, int storedBlocks)
        where TKernel : struct, ITransferKernel =>
        Collect<TKernel, CommonNodes>(index.X, in particles, in grid, in numbers, staged, cells, laws, storedBlocks, default);

    /// <summary>The same where particles have nodes of their own.</summary>
    internal static void Collect<TKernel, TNodes>(
        int index, in ParticleViews particles, in GridViews grid, in GeneralNumbers<Real32> numbers, ArrayView<float> staged, ArrayView<int> cells,
        int laws, int storedBlocks, TNodes nodes)
        where TKernel : struct, ITransferKernel
        where TNodes : struct, INodeFinder<TNodes>
    {
        grid.Locate(index, out int x, out int y, out int z);
        int width = TKernel.NodeCount == 3 ? 3 : 5, ahead = TKernel.NodeCount == 3 ? 0 : 1;
        Vector3<Real32> byVelocity = default, byBefore = default;
        for (int law = 0; law < laws; law++)
        {
            for (int cell = 0; cell < width * width * width; cell++)
            {
                int cellX = x + ahead - cell / (width * width), cellY = y + ahead - cell / width % width, cellZ = z + ahead - cell % width;
                int first = grid.Find(cellX, cellY, cellZ);
                if (first < 0) continue;
                long entry = 2L * ((long)law * storedBlocks * GridViews.NodesPerBlock + first);
                int end = cells[entry + 1];
                for (int p = cells[entry]; p < end; p++)
                {
                    if (!nodes.Of(particles.Identifier[p]).Has(index)) continue;
                    NodeBlock<TKernel> block = NodeBlock<TKernel>.Of(
                        in grid, particles.GetVector(ParticleViews.X, p), cellX & ~3, cellY & ~3, cellZ & ~3);
                    int i = x - block.I, j = y - block.J, k = z - block.K;
                    bool touches = i >= 0 && j >= 0 && k >= 0 && i < TKernel.NodeCount && j < TKernel.NodeCount && k < TKernel.NodeCount;
                    if (!block.IsInside || !touches) continue;
                    TakeAdjoint<Real32> adjoint = Staged(in particles, in grid, in numbers, staged, p);
                    adjoint.At(in block.Nodes, numbers.IsClassic, i, j, k, out Vector3<Real32> velocity, out Vector3<Real32> before);
                    byVelocity += velocity;
                    byBefore += before;
                }
            }
        }

        grid.SetMomentum(index, byVelocity, Real32.Zero);
        if (grid.KeepsBefore != 0) grid.SetBefore(index, byBefore);
    }

    /// <summary>Both at once in any order, one group per chunk; see <see cref="TransferKernels"/>.</summary>
    /// <param name="particles">The particles at the start of the substep, but for F.</param>
    /// <param name="grid">The grid after its update; its momenta receive the derivatives by velocities.</param>
    /// <param name="byBefore">Receives those by velocities before forces, three numbers per node.</param>
    /// <param name="step">The substep.</param>
    /// <param name="numbers">The numbers of the choice.</param>
    /// <param name="bars">The derivatives by the particles.</param>
    /// <param name="chunkStarts">First particle of each chunk.</param>
    public static void Scatter<TKernel, TScheme>(
        ParticleViews particles, GridViews grid, ArrayView<float> byBefore, StepNumbers step, GeneralNumbers<Real32> numbers, CotangentViews bars,
        ArrayView<int> chunkStarts)
        where TKernel : struct, ITransferKernel
        where TScheme : struct, ITransferScheme =>
        Scatter<TKernel, TScheme, CommonNodes>(in particles, in grid, byBefore, in step, in numbers, in bars, chunkStarts, default);

    /// <summary>The same where particles have nodes of their own.</summary>
    internal static void Scatter<TKernel, TScheme, TNodes>(
        in ParticleViews particles, in GridViews grid, ArrayView<float> byBefore, in StepNumbers step, in GeneralNumbers<Real32> numbers,
        in CotangentViews bars, ArrayView<int> chunkStarts, TNodes nodes)
        where TKernel : struct, ITransferKernel
        where TScheme : struct, ITransferScheme
        where TNodes : struct, INodeFinder<TNodes>
    {
        ArrayView<float> arena = SharedMemory.Allocate<float>(7 * ParticleTransfer.ArenaPlane);
        int start = chunkStarts[Grid.IdxX], end = chunkStarts[Grid.IdxX + 1];
        long place = particles.Place[start];
        int firstX = grid.FirstX(place), firstY = grid.FirstY(place), firstZ = grid.FirstZ(place);
        int planes = TScheme.NeedsVelocityBefore ? 7 : 4;
        GridViews target = grid;
        target.Before = byBefore;
        for (int n = Group.IdxX; n < planes * ParticleTransfer.ArenaPlane; n += TransferKernels.GroupSize) arena[n] = 0;
        Group.Barrier();
        for (int i = start + Group.IdxX; i < end; i += TransferKernels.GroupSize)
        {
            if (!particles.IsActive(i)) continue;
            NodeBlock<TKernel> block = NodeBlock<TKernel>.Of(in grid, particles.GetVector(ParticleViews.X, i), firstX, firstY, firstZ);
            if (!block.IsInside) continue;
            TNodes own = nodes.Of(particles.Identifier[i]);
            Reverse<TKernel, TScheme, TNodes>(in particles, in grid, in step, in numbers, in bars, in block, own, i, out TakeAdjoint<Real32> adjoint);
            for (int n = 0; n < Nodes<TKernel>(in numbers); n++)
            {
                int x = n / (TKernel.NodeCount * TKernel.NodeCount), y = n / TKernel.NodeCount % TKernel.NodeCount, z = n % TKernel.NodeCount;
                adjoint.At(in block.Nodes, numbers.IsClassic, x, y, z, out Vector3<Real32> velocity, out Vector3<Real32> before);
                if (block.IsInArena && own.AreCommon)
                {
                    int at = block.ArenaIndex + x * ParticleTransfer.ArenaStride + y * ParticleTransfer.ArenaEdge + z;
                    GeneralKernels.Add(arena, 0, at, velocity);
                    if (TScheme.NeedsVelocityBefore) GeneralKernels.Add(arena, 4, at, before);
                    continue;
                }

                target.Add(own.Find(in target, block.I + x, block.J + y, block.K + z), velocity, Real32.Zero);
                if (TScheme.NeedsVelocityBefore) target.AddBeforeAt(block.I + x, block.J + y, block.K + z, before);
            }
        }

        Group.Barrier();
        TransferKernels.Flush(arena, in target, firstX, firstY, firstZ);
        if (!TScheme.NeedsVelocityBefore) return;
        GeneralKernels.FlushBefore(arena, in target, firstX, firstY, firstZ);
    }

    /// <summary>
    /// The beginning of a substep: a particle gathers what the nodes' masses and momenta say of what it gave, and lays down the derivatives by its
    /// stress.
    /// </summary>
    /// <param name="index">Particle.</param>
    /// <param name="particles">The particles as they were transferred.</param>
    /// <param name="grid">The grid, with derivatives by momenta and masses in place of these.</param>
    /// <param name="byBefore">Those by momenta without forces, three numbers per node.</param>
    /// <param name="step">The substep.</param>
    /// <param name="numbers">The numbers of the choice.</param>
    /// <param name="impulses">The impulses that were given.</param>
    /// <param name="bars">The derivatives by the particles.</param>
    /// <param name="byStress">Takes the derivatives by the stress.</param>
    public static void Give<TKernel, TScheme>(
        Index1D index, ParticleViews particles, GridViews grid, ArrayView<float> byBefore, StepNumbers step, GeneralNumbers<Real32> numbers,
        ArrayView<float> impulses, CotangentViews bars, ArrayView<float> byStress)
        where TKernel : struct, ITransferKernel
        where TScheme : struct, ITransferScheme =>
        Give<TKernel, TScheme, CommonNodes>(index.X, in particles, in grid, byBefore, in step, in numbers, impulses, in bars, byStress, default);

    /// <summary>The same for one particle, with nodes of its own.</summary>
    internal static void Give<TKernel, TScheme, TNodes>(
        int i, in ParticleViews particles, in GridViews grid, ArrayView<float> byBefore, in StepNumbers step, in GeneralNumbers<Real32> numbers,
        ArrayView<float> impulses, in CotangentViews bars, ArrayView<float> byStress, TNodes nodes)
        where TKernel : struct, ITransferKernel
        where TScheme : struct, ITransferScheme
        where TNodes : struct, INodeFinder<TNodes>
    {
        NodeBlock<TKernel> block = GeneralKernels.BlockOf<TKernel>(in particles, in grid, i);
        ParticleViews target = particles;
        target.Data = byStress;
        if (!particles.IsActive(i) || !block.IsInside)
        {
            for (int column = 0; column < GeneralKernels.ImpulseColumns; column++) target.Set(column, i, Real32.Zero);
            return;
        }

        ParticleBends<Real32, TKernel> bends = ParticleBends<Real32, TKernel>.Of(in block.Nodes);
        Vector3<Real32> velocity = particles.GetVector(ParticleViews.V, i);
        Matrix3x3<Real32> affine = particles.GetMatrix(ParticleViews.C, i);
        SymmetricMatrix3x3<Real32> impulse = GeneralKernels.ImpulseOf(in particles, impulses, i);
        TransferGift<Real32> gift = TransferGift<Real32>.Of(particles.Get(ParticleViews.Mass, i), velocity, in affine, in impulse, in numbers);
        GiftAdjoint<Real32> adjoint = default;
        for (int n = 0; n < Nodes<TKernel>(in numbers); n++)
        {
            int x = n / (TKernel.NodeCount * TKernel.NodeCount), y = n / TKernel.NodeCount % TKernel.NodeCount, z = n % TKernel.NodeCount;
            int node = nodes.Find(in grid, block.I + x, block.J + y, block.K + z);
            if (node < 0) continue;
            Vector3<Real32> before = default;
            if (TScheme.NeedsVelocityBefore) before = Three(byBefore, 3L * node);
            adjoint.Add(
                in gift, in block.Nodes, in bends, numbers.IsClassic, x, y, z, new(grid.Momentum[4L * node + 3]), Three(grid.Momentum, 4L * node),
                before);
        }

        adjoint.Finish(in gift, velocity, in affine, in numbers, out ScatterGradient<Real32> by);
        int p = particles.Identifier[i];
        Matrix3x3<Real32> byAffine = by.Affine + bars.GetMatrix(p, CotangentViews.C);
        bars.Set(p, CotangentViews.X, bars.GetVector(p, CotangentViews.X) + by.Cells);
        bars.Set(p, CotangentViews.V, bars.GetVector(p, CotangentViews.V) + by.Velocity);
        bars.Set(p, CotangentViews.C, in byAffine);
        bars.AddSum(p, CotangentViews.Mass, by.Mass);
        Real32 volume = particles.Get(ParticleViews.Volume, i);
        bars.AddSum(p, CotangentViews.Volume, by.ImpulseFactor / volume);
        SymmetricMatrix3x3<Real32> stress = (-step.TimeStep * volume) * by.Impulse;
        target.Set(0, i, new Vector3<Real32>(stress.XX, stress.XY, stress.XZ));
        target.Set(3, i, new Vector3<Real32>(stress.YY, stress.YZ, stress.ZZ));
    }

    // From derivatives by what a particle took to those by its place and velocity before, and to what it says of its nodes.
    private static void Reverse<TKernel, TScheme, TNodes>(
        in ParticleViews particles, in GridViews grid, in StepNumbers step, in GeneralNumbers<Real32> numbers, in CotangentViews bars,
        in NodeBlock<TKernel> block, TNodes nodes, int i, out TakeAdjoint<Real32> adjoint)
        where TKernel : struct, ITransferKernel
        where TScheme : struct, ITransferScheme
        where TNodes : struct, INodeFinder<TNodes>
    {
        int p = particles.Identifier[i];
        TransferSample<Real32> sample = default;
        if (TScheme.NeedsVelocityBefore)
        {
            GeneralKernels.Take<TKernel, TNodes>(in grid, in numbers, nodes, in block, true, out sample);
            sample.VolumeRatio = particles.GetMatrix(ParticleViews.F, i).Determinant;
            sample.TimeStep = step.TimeStep;
        }

        Vector3<Real32> byPosition = bars.GetVector(p, CotangentViews.X);
        TransferCotangents<Real32> by;
        by.Velocity = bars.GetVector(p, CotangentViews.V);
        by.Affine = bars.GetMatrix(p, CotangentViews.C);
        by.Drift = step.StepInCells * byPosition;
        TScheme.UpdateAdjoint(in sample, in numbers.Scheme, in by, out TransferSample<Real32> bySample, out Vector3<Real32> byVelocity);
        Matrix3x3<Real32> none = default;
        if (bars.Gradient != CotangentViews.C)
        {
            bySample.Gradient += bars.GetMatrix(p, bars.Gradient);
            bars.Set(p, bars.Gradient, in none);
        }

        adjoint = TakeAdjoint<Real32>.Of(in bySample, in numbers);
        AddPlaces<TKernel, TScheme, TNodes>(in grid, in numbers, nodes, in block, ref adjoint);
        bars.Set(p, CotangentViews.X, byPosition + adjoint.Cells);
        bars.Set(p, CotangentViews.V, byVelocity);
        bars.Set(p, CotangentViews.C, in none);
    }

    /// <summary>What the nodes around a point say of its place.</summary>
    internal static void AddPlaces<TKernel, TScheme, TNodes>(
        in GridViews grid, in GeneralNumbers<Real32> numbers, TNodes nodes, in NodeBlock<TKernel> block, ref TakeAdjoint<Real32> adjoint)
        where TKernel : struct, ITransferKernel
        where TScheme : struct, ITransferScheme
        where TNodes : struct, INodeFinder<TNodes>
    {
        ParticleBends<Real32, TKernel> bends = ParticleBends<Real32, TKernel>.Of(in block.Nodes);
        for (int n = 0; n < Nodes<TKernel>(in numbers); n++)
        {
            int x = n / (TKernel.NodeCount * TKernel.NodeCount), y = n / TKernel.NodeCount % TKernel.NodeCount, z = n % TKernel.NodeCount;
            int node = nodes.Find(in grid, block.I + x, block.J + y, block.K + z);
            if (node < 0) continue;
            Vector3<Real32> before = default;
            if (TScheme.NeedsVelocityBefore) before = grid.BeforeOf(node);
            adjoint.Add(in block.Nodes, in bends, numbers.IsClassic, x, y, z, grid.VelocityOf(node), before);
        }
    }

    /// <summary>How many nodes a particle has, in a way that compilers do not see through: loops over them stay loops.</summary>
    internal static int Nodes<TKernel>(in GeneralNumbers<Real32> numbers)
        where TKernel : struct, ITransferKernel =>
        numbers.CellSize.Value > 0 ? TKernel.NodeCount * TKernel.NodeCount * TKernel.NodeCount : 0;

    private static TakeAdjoint<Real32> Staged(
        in ParticleViews particles, in GridViews grid, in GeneralNumbers<Real32> numbers, ArrayView<float> staged, int p)
    {
        ParticleViews source = particles;
        source.Data = staged;
        Matrix3x3<Real32> slope = default;
        Vector3<Real32> before = default;
        if (numbers.IsClassic != 0) slope = source.GetMatrix(Slope, p);
        if (grid.KeepsBefore != 0) before = source.GetVector(Before, p);
        TakeAdjoint<Real32> adjoint = default;
        adjoint.Velocity = source.GetVector(Velocity, p);
        adjoint.Moment = source.GetMatrix(Moment, p);
        adjoint.Slope = slope;
        adjoint.Before = before;
        return adjoint;
    }

    private static Vector3<Real32> Three(ArrayView<float> values, long first) => new(new(values[first]), new(values[first + 1]), new(values[first + 2]));
}
