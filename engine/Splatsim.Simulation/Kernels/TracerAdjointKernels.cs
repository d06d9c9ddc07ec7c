using ILGPU;
using Splatsim.Mathematics;

namespace Splatsim.Simulation.Kernels;

/// <summary>
/// The adjoint of what carries tracers. They have no order of their own, so that in the deterministic mode what they say of a node is added up in
/// whole numbers, whose sums do not depend on the order.
/// </summary>
internal static class TracerAdjointKernels
{
    /// <summary>Numbers of a row of derivatives: by the position [1/cell], by the deformation gradient.</summary>
    public const int X = 0, F = 3, Width = 12;

    /// <summary>From derivatives after the substep to those before it; what the tracer says of its nodes is laid down.</summary>
    /// <param name="index">Tracer.</param>
    /// <param name="data">The tracers at the start of the substep.</param>
    /// <param name="places">Their blocks.</param>
    /// <param name="count">Number of tracers.</param>
    /// <param name="grid">The grid after its update.</param>
    /// <param name="step">The substep.</param>
    /// <param name="numbers">The numbers of the choice.</param>
    /// <param name="bars">The derivatives, <see cref="Width"/> numbers a tracer.</param>
    /// <param name="staged">Takes what they say: by the velocity, by the moment, by the slope.</param>
    /// <param name="sizes">Takes a bound of what one node is told.</param>
    public static void Take<TKernel>(
        Index1D index, ArrayView<float> data, ArrayView<long> places, int count, GridViews grid, StepNumbers step, GeneralNumbers<Real32> numbers,
        ArrayView<float> bars, ArrayView<float> staged, ArrayView<float> sizes)
        where TKernel : struct, ITransferKernel =>
        Take<TKernel, CommonNodes>(index.X, data, places, count, in grid, in step, in numbers, bars, staged, sizes, default);

    /// <summary>The same for one tracer, with nodes of its own.</summary>
    internal static void Take<TKernel, TNodes>(
        int i, ArrayView<float> data, ArrayView<long> places, int count, in GridViews grid, in StepNumbers step, in GeneralNumbers<Real32> numbers,
        ArrayView<float> bars, ArrayView<float> staged, ArrayView<float> sizes, TNodes nodes)
        where TKernel : struct, ITransferKernel
        where TNodes : struct, INodeFinder<TNodes>
    {
        ParticleViews tracers = Tracers(data, places, count);
        NodeBlock<TKernel> block = GeneralKernels.BlockOf<TKernel>(in tracers, in grid, i);
        if (!block.IsInside)
        {
            sizes[i] = 0;
            return;
        }

        CotangentViews rows = default;
        rows.State = bars;
        rows.Width = Width;
        GeneralKernels.Take<TKernel, TNodes>(in grid, in numbers, nodes, in block, false, out TransferSample<Real32> sample);
        Matrix3x3<Real32> byF = rows.GetMatrix(i, F), f = tracers.GetMatrix(TracerKernels.F, i);
        Vector3<Real32> byX = rows.GetVector(i, X);
        TransferSample<Real32> by = default;
        by.Velocity = step.StepInCells * byX;
        by.Gradient = step.TimeStep * (byF * f.Transposed);
        TakeAdjoint<Real32> adjoint = TakeAdjoint<Real32>.Of(in by, in numbers);
        TransferAdjointKernels.AddPlaces<TKernel, ApicScheme, TNodes>(in grid, in numbers, nodes, in block, ref adjoint);
        Matrix3x3<Real32> growth = Matrix3x3<Real32>.Identity + step.TimeStep * sample.Gradient;
        byF = growth.Transposed * byF;
        rows.Set(i, X, byX + adjoint.Cells);
        rows.Set(i, F, in byF);
        ParticleViews target = tracers;
        target.Data = staged;
        target.Set(0, i, adjoint.Velocity);
        target.Set(3, i, in adjoint.Moment);
        target.Set(12, i, in adjoint.Slope);
        // Weights are at most 1, slopes too, distances at most 2 cells along each axis.
        Real32 moment = new Real32(4) * Largest(in adjoint.Moment), slope = new Real32(2) * Largest(in adjoint.Slope);
        Real32 velocity = Real32.Max(Real32.Abs(adjoint.Velocity.X), Real32.Max(Real32.Abs(adjoint.Velocity.Y), Real32.Abs(adjoint.Velocity.Z)));
        sizes[i] = (velocity + moment + slope).Value;
    }

    /// <summary>Adds what the tracers say to the nodes, in any order.</summary>
    public static void Scatter<TKernel>(
        Index1D index, ArrayView<float> data, ArrayView<long> places, int count, GridViews grid, GeneralNumbers<Real32> numbers, ArrayView<float> staged)
        where TKernel : struct, ITransferKernel =>
        Scatter<TKernel, CommonNodes>(index.X, data, places, count, in grid, in numbers, staged, default);

    /// <summary>The same for one tracer, with nodes of its own.</summary>
    internal static void Scatter<TKernel, TNodes>(
        int i, ArrayView<float> data, ArrayView<long> places, int count, in GridViews grid, in GeneralNumbers<Real32> numbers, ArrayView<float> staged,
        TNodes nodes)
        where TKernel : struct, ITransferKernel
        where TNodes : struct, INodeFinder<TNodes>
    {
        ParticleViews tracers = Tracers(data, places, count);
        NodeBlock<TKernel> block = GeneralKernels.BlockOf<TKernel>(in tracers, in grid, i);
        if (!block.IsInside) return;
        TakeAdjoint<Real32> adjoint = Staged(in tracers, staged, i);
        for (int n = 0; n < TransferAdjointKernels.Nodes<TKernel>(in numbers); n++)
        {
            int x = n / (TKernel.NodeCount * TKernel.NodeCount), y = n / TKernel.NodeCount % TKernel.NodeCount, z = n % TKernel.NodeCount;
            adjoint.At(in block.Nodes, numbers.IsClassic, x, y, z, out Vector3<Real32> by, out _);
            grid.Add(nodes.Find(in grid, block.I + x, block.J + y, block.K + z), by, Real32.Zero);
        }
    }

    /// <summary>The same in whole numbers.</summary>
    /// <param name="index">Tracer.</param>
    /// <param name="data">The tracers at the start of the substep.</param>
    /// <param name="places">Their blocks.</param>
    /// <param name="count">Number of tracers.</param>
    /// <param name="grid">The grid.</param>
    /// <param name="numbers">The numbers of the choice.</param>
    /// <param name="staged">What they say.</param>
    /// <param name="scale">Units per whole number.</param>
    /// <param name="sums">Takes the sums, three per stored node.</param>
    public static void ScatterWhole<TKernel>(
        Index1D index, ArrayView<float> data, ArrayView<long> places, int count, GridViews grid, GeneralNumbers<Real32> numbers, ArrayView<float> staged,
        Real32 scale, ArrayView<long> sums)
        where TKernel : struct, ITransferKernel =>
        ScatterWhole<TKernel, CommonNodes>(index.X, data, places, count, in grid, in numbers, staged, scale, sums, default);

    /// <summary>The same for one tracer, with nodes of its own.</summary>
    internal static void ScatterWhole<TKernel, TNodes>(
        int i, ArrayView<float> data, ArrayView<long> places, int count, in GridViews grid, in GeneralNumbers<Real32> numbers, ArrayView<float> staged,
        Real32 scale, ArrayView<long> sums, TNodes nodes)
        where TKernel : struct, ITransferKernel
        where TNodes : struct, INodeFinder<TNodes>
    {
        ParticleViews tracers = Tracers(data, places, count);
        NodeBlock<TKernel> block = GeneralKernels.BlockOf<TKernel>(in tracers, in grid, i);
        if (!block.IsInside) return;
        TakeAdjoint<Real32> adjoint = Staged(in tracers, staged, i);
        for (int n = 0; n < TransferAdjointKernels.Nodes<TKernel>(in numbers); n++)
        {
            int x = n / (TKernel.NodeCount * TKernel.NodeCount), y = n / TKernel.NodeCount % TKernel.NodeCount, z = n % TKernel.NodeCount;
            int node = nodes.Find(in grid, block.I + x, block.J + y, block.K + z);
            if (node < 0) continue;
            adjoint.At(in block.Nodes, numbers.IsClassic, x, y, z, out Vector3<Real32> by, out _);
            Atomic.Add(ref sums[3L * node], (long)(scale * by.X).Value);
            Atomic.Add(ref sums[3L * node + 1], (long)(scale * by.Y).Value);
            Atomic.Add(ref sums[3L * node + 2], (long)(scale * by.Z).Value);
        }
    }

    /// <summary>Adds sums in whole numbers to the derivatives by a node's velocity.</summary>
    public static void AddWhole(Index1D index, GridViews grid, Real32 unit, ArrayView<long> sums)
    {
        for (int k = 0; k < 3; k++) grid.Momentum[4L * index.X + k] += unit.Value * sums[3L * index.X + k];
    }

    private static ParticleViews Tracers(ArrayView<float> data, ArrayView<long> places, int count)
    {
        ParticleViews tracers = default;
        tracers.Data = data;
        tracers.Place = places;
        tracers.Count = count;
        return tracers;
    }

    private static TakeAdjoint<Real32> Staged(in ParticleViews tracers, ArrayView<float> staged, int i)
    {
        ParticleViews source = tracers;
        source.Data = staged;
        TakeAdjoint<Real32> adjoint = default;
        adjoint.Velocity = source.GetVector(0, i);
        adjoint.Moment = source.GetMatrix(3, i);
        adjoint.Slope = source.GetMatrix(12, i);
        return adjoint;
    }

    private static Real32 Largest(in Matrix3x3<Real32> m) => Real32.Max(Largest(m.Row0), Real32.Max(Largest(m.Row1), Largest(m.Row2)));

    private static Real32 Largest(Vector3<Real32> v) => Real32.Abs(v.X) + Real32.Abs(v.Y) + Real32.Abs(v.Z);
}
