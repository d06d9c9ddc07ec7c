using ILGPU;
using ILGPU.Runtime;
using Splatsim.Compute;
using Splatsim.Mathematics;

namespace Splatsim.Simulation.Kernels;

/// <summary>The adjoint of the tracers' way with the grid.</summary>
/// <typeparam name="TKernel">The weights.</typeparam>
internal sealed class DeviceTracerAdjoint<TKernel> : IDisposable
    where TKernel : struct, ITransferKernel
{
    // By the velocity, its moment and the classic form's slopes.
    private const int StagedColumns = 21;

    // Whole numbers of which a node adds up thousands before they overflow.
    private const double LargestWhole = 1L << 44;

    private readonly ComputeDevice device;
    private readonly DeviceTracers tracers;
    private readonly bool inFixedOrder;
    private readonly MemoryBuffer1D<float, Stride1D.Dense> staged, sizes;
    private readonly DeviceReduce? reduce;
    private readonly Action<Index1D, ArrayView<float>, ArrayView<long>, int, GridViews, StepNumbers, GeneralNumbers<Real32>, ArrayView<float>, ArrayView<float>, ArrayView<float>>? take;
    private readonly Action<Index1D, ArrayView<float>, ArrayView<long>, int, GridViews, GeneralNumbers<Real32>, ArrayView<float>>? scatter;
    private readonly Action<Index1D, ArrayView<float>, ArrayView<long>, int, GridViews, GeneralNumbers<Real32>, ArrayView<float>, Real32, ArrayView<long>>? scatterWhole;
    private readonly Action<Index1D, GridViews, Real32, ArrayView<long>>? addWhole;
    private MemoryBuffer1D<long, Stride1D.Dense> sums;

    public DeviceTracerAdjoint(ComputeDevice device, DeviceTracers tracers, bool inFixedOrder)
    {
        (this.device, this.tracers, this.inFixedOrder) = (device, tracers, inFixedOrder);
        staged = device.Allocate<float>((long)StagedColumns * tracers.Count, "derivatives");
        sizes = device.Allocate<float>(tracers.Count, "derivatives");
        sums = device.Allocate<long>(1, "derivatives");
        if (tracers.Count == 0) return;
        take = device.Launcher(TracerAdjointKernels.Take<TKernel>, a => a.LoadAutoGroupedStreamKernel<
            Index1D, ArrayView<float>, ArrayView<long>, int, GridViews, StepNumbers, GeneralNumbers<Real32>, ArrayView<float>, ArrayView<float>, ArrayView<float>>(
                TracerAdjointKernels.Take<TKernel>));
        if (!inFixedOrder)
        {
            scatter = device.Launcher(TracerAdjointKernels.Scatter<TKernel>, a => a.LoadAutoGroupedStreamKernel<
                Index1D, ArrayView<float>, ArrayView<long>, int, GridViews, GeneralNumbers<Real32>, ArrayView<float>>(TracerAdjointKernels.Scatter<TKernel>));
            return;
        }

        reduce = new(device);
        scatterWhole = device.Launcher(TracerAdjointKernels.ScatterWhole<TKernel>, a => a.LoadAutoGroupedStreamKernel<
            Index1D, ArrayView<float>, ArrayView<long>, int, GridViews, GeneralNumbers<Real32>, ArrayView<float>, Real32, ArrayView<long>>(
                TracerAdjointKernels.ScatterWhole<TKernel>));
        addWhole = device.Launcher(TracerAdjointKernels.AddWhole, a => a.LoadAutoGroupedStreamKernel<
            Index1D, GridViews, Real32, ArrayView<long>>(TracerAdjointKernels.AddWhole));
    }

    /// <summary>Adds what the tracers say of the nodes' velocities, and turns their own derivatives into those before the substep.</summary>
    /// <param name="grid">The grid; its momenta hold derivatives.</param>
    /// <param name="nodes">Stored nodes.</param>
    /// <param name="step">The substep.</param>
    /// <param name="numbers">The numbers of the choice.</param>
    /// <param name="bars">The derivatives.</param>
    public void Take(in GridViews grid, int nodes, in StepNumbers step, in GeneralNumbers<Real32> numbers, ArrayView<float> bars)
    {
        int count = tracers.Count;
        if (count == 0 || nodes == 0) return;
        take!(count, tracers.Data, tracers.Places, count, grid, step, numbers, bars, staged.View, sizes.View);
        if (!inFixedOrder)
        {
            scatter!(count, tracers.Data, tracers.Places, count, grid, numbers, staged.View);
            return;
        }

        // A whole number of the largest size is as fine as it can be without an overflow in any sum that can occur.
        double largest = reduce!.Maximum(sizes.View, count);
        if (!(largest > 0 && double.IsFinite(largest))) return;
        Real32 scale = new((float)(LargestWhole / largest)), unit = new((float)(largest / LargestWhole));
        long needed = 3L * nodes;
        if (sums.Length < needed)
        {
            sums.Dispose();
            sums = device.Allocate<long>(needed + needed / 4, "derivatives");
        }

        sums.MemSetToZero();
        scatterWhole!(count, tracers.Data, tracers.Places, count, grid, numbers, staged.View, scale, sums.View);
        addWhole!(nodes, grid, unit, sums.View);
    }

    public void Dispose()
    {
        staged.Dispose();
        sizes.Dispose();
        sums.Dispose();
        reduce?.Dispose();
    }
}
