using ILGPU;
using ILGPU.Runtime;
using Splatsim.Compute;
using Splatsim.Mathematics;

namespace Splatsim.Simulation.Kernels;

/// <summary>The adjoint of the tracers' way with the grid.</summary>
internal sealed class DeviceTracerAdjoint : IDisposable
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
    private Action<Index1D, GridViews, StepNumbers, GeneralNumbers<Real32>, ArrayView<float>>? take;
    private Action<Index1D, GridViews, GeneralNumbers<Real32>>? scatter;
    private Action<Index1D, GridViews, GeneralNumbers<Real32>, Real32>? scatterWhole;
    private readonly Action<Index1D, GridViews, Real32, ArrayView<long>>? addWhole;
    private MemoryBuffer1D<long, Stride1D.Dense> sums;

    private DeviceTracerAdjoint(ComputeDevice device, DeviceTracers tracers, bool inFixedOrder)
    {
        (this.device, this.tracers, this.inFixedOrder) = (device, tracers, inFixedOrder);
        staged = device.Allocate<float>((long)StagedColumns * tracers.Count, "derivatives");
        sizes = device.Allocate<float>(tracers.Count, "derivatives");
        sums = device.Allocate<long>(1, "derivatives");
        if (tracers.Count == 0 || !inFixedOrder) return;
        reduce = new(device);
        addWhole = device.Launcher(TracerAdjointKernels.AddWhole, a => a.LoadAutoGroupedStreamKernel<
            Index1D, GridViews, Real32, ArrayView<long>>(TracerAdjointKernels.AddWhole));
    }

    /// <summary>That of tracers that go with any grid.</summary>
    /// <param name="device">The device.</param>
    /// <param name="tracers">The tracers.</param>
    /// <param name="inFixedOrder">Whether sums do not depend on the order.</param>
    /// <typeparam name="TKernel">The weights.</typeparam>
    public static DeviceTracerAdjoint For<TKernel>(ComputeDevice device, DeviceTracers tracers, bool inFixedOrder)
        where TKernel : struct, ITransferKernel
    {
        DeviceTracerAdjoint adjoint = new(device, tracers, inFixedOrder);
        int count = tracers.Count;
        if (count == 0) return adjoint;
        Action<Index1D, ArrayView<float>, ArrayView<long>, int, GridViews, StepNumbers, GeneralNumbers<Real32>, ArrayView<float>, ArrayView<float>, ArrayView<float>> take =
            device.Launcher(TracerAdjointKernels.Take<TKernel>, a => a.LoadAutoGroupedStreamKernel<
                Index1D, ArrayView<float>, ArrayView<long>, int, GridViews, StepNumbers, GeneralNumbers<Real32>, ArrayView<float>, ArrayView<float>, ArrayView<float>>(
                    TracerAdjointKernels.Take<TKernel>));
        adjoint.take = (all, grid, step, numbers, bars) =>
            take(all, tracers.Data, tracers.Places, count, grid, step, numbers, bars, adjoint.staged.View, adjoint.sizes.View);
        if (!inFixedOrder)
        {
            Action<Index1D, ArrayView<float>, ArrayView<long>, int, GridViews, GeneralNumbers<Real32>, ArrayView<float>> scatter =
                device.Launcher(TracerAdjointKernels.Scatter<TKernel>, a => a.LoadAutoGroupedStreamKernel<
                    Index1D, ArrayView<float>, ArrayView<long>, int, GridViews, GeneralNumbers<Real32>, ArrayView<float>>(TracerAdjointKernels.Scatter<TKernel>));
            adjoint.scatter = (all, grid, numbers) => scatter(all, tracers.Data, tracers.Places, count, grid, numbers, adjoint.staged.View);
            return adjoint;
        }

        Action<Index1D, ArrayView<float>, ArrayView<long>, int, GridViews, GeneralNumbers<Real32>, ArrayView<float>, Real32, ArrayView<long>> whole =
            device.Launcher(TracerAdjointKernels.ScatterWhole<TKernel>, a => a.LoadAutoGroupedStreamKernel<
                Index1D, ArrayView<float>, ArrayView<long>, int, GridViews, GeneralNumbers<Real32>, ArrayView<float>, Real32, ArrayView<long>>(
                    TracerAdjointKernels.ScatterWhole<TKernel>));
        adjoint.scatterWhole = (all, grid, numbers, scale) =>
            whole(all, tracers.Data, tracers.Places, count, grid, numbers, adjoint.staged.View, scale, adjoint.sums.View);
        return adjoint;
    }

    /// <summary>That of tracers that have sides of thin walls.</summary>
    /// <param name="device">The device.</param>
    /// <param name="tracers">The tracers.</param>
    /// <param name="inFixedOrder">Whether sums do not depend on the order.</param>
    /// <param name="walls">The walls.</param>
    /// <param name="particleCount">Number of particles.</param>
    public static DeviceTracerAdjoint For(ComputeDevice device, DeviceTracers tracers, bool inFixedOrder, DeviceWalls walls, int particleCount)
    {
        DeviceTracerAdjoint adjoint = new(device, tracers, inFixedOrder);
        int count = tracers.Count;
        if (count == 0) return adjoint;
        Action<Index1D, ArrayView<float>, ArrayView<long>, int, GridViews, StepNumbers, GeneralNumbers<Real32>, ArrayView<float>, ArrayView<float>, ArrayView<float>, WallViews, int> take =
            device.Launcher(WallAdjointKernels.TakeTracers, a => a.LoadAutoGroupedStreamKernel<
                Index1D, ArrayView<float>, ArrayView<long>, int, GridViews, StepNumbers, GeneralNumbers<Real32>, ArrayView<float>, ArrayView<float>, ArrayView<float>,
                WallViews, int>(WallAdjointKernels.TakeTracers));
        adjoint.take = (all, grid, step, numbers, bars) => take(
            all, tracers.Data, tracers.Places, count, grid, step, numbers, bars, adjoint.staged.View, adjoint.sizes.View, walls.Views, particleCount);
        if (!inFixedOrder)
        {
            Action<Index1D, ArrayView<float>, ArrayView<long>, int, GridViews, GeneralNumbers<Real32>, ArrayView<float>, WallViews, int> scatter =
                device.Launcher(WallAdjointKernels.ScatterTracers, a => a.LoadAutoGroupedStreamKernel<
                    Index1D, ArrayView<float>, ArrayView<long>, int, GridViews, GeneralNumbers<Real32>, ArrayView<float>, WallViews, int>(
                        WallAdjointKernels.ScatterTracers));
            adjoint.scatter = (all, grid, numbers) =>
                scatter(all, tracers.Data, tracers.Places, count, grid, numbers, adjoint.staged.View, walls.Views, particleCount);
            return adjoint;
        }

        Action<Index1D, ArrayView<float>, ArrayView<long>, int, GridViews, GeneralNumbers<Real32>, ArrayView<float>, Real32, ArrayView<long>, WallViews, int> whole =
            device.Launcher(WallAdjointKernels.ScatterTracersWhole, a => a.LoadAutoGroupedStreamKernel<
                Index1D, ArrayView<float>, ArrayView<long>, int, GridViews, GeneralNumbers<Real32>, ArrayView<float>, Real32, ArrayView<long>, WallViews, int>(
                    WallAdjointKernels.ScatterTracersWhole));
        adjoint.scatterWhole = (all, grid, numbers, scale) => whole(
            all, tracers.Data, tracers.Places, count, grid, numbers, adjoint.staged.View, scale, adjoint.sums.View, walls.Views, particleCount);
        return adjoint;
    }

    /// <summary>Adds what the tracers say of the nodes' velocities, and turns their own derivatives into those before the substep.</summary>
    /// <param name="grid">The grid; its momenta hold derivatives.</param>
    /// <param name="nodes">Nodes of the grid.</param>
    /// <param name="step">The substep.</param>
    /// <param name="numbers">The numbers of the choice.</param>
    /// <param name="bars">The derivatives.</param>
    public void Take(in GridViews grid, int nodes, in StepNumbers step, in GeneralNumbers<Real32> numbers, ArrayView<float> bars)
    {
        int count = tracers.Count;
        if (count == 0 || nodes == 0) return;
        take!(count, grid, step, numbers, bars);
        if (!inFixedOrder)
        {
            scatter!(count, grid, numbers);
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
        scatterWhole!(count, grid, numbers, scale);
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
