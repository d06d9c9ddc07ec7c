using ILGPU;
using ILGPU.Runtime;
using Splatsim.Mathematics;

namespace Splatsim.Simulation.Kernels;

/// <inheritdoc/>
/// <typeparam name="TKernel">The weights.</typeparam>
/// <typeparam name="TScheme">What particles keep.</typeparam>
internal sealed class DeviceTransferAdjointOf<TKernel, TScheme> : DeviceTransferAdjoint
    where TKernel : struct, ITransferKernel
    where TScheme : struct, ITransferScheme
{
    private readonly DeviceMatter matter;
    private readonly bool inFixedOrder;
    private readonly int columns;
    private readonly GeneralNumbers<Real32> numbers;
    private readonly MemoryBuffer1D<float, Stride1D.Dense> staged;
    private readonly DeviceTracerAdjoint tracers;
    private readonly Action<Index1D, ParticleViews, GridViews, StepNumbers, GeneralNumbers<Real32>, CotangentViews, ArrayView<float>, int> take;
    private readonly Action<Index1D, ParticleViews, GridViews, GeneralNumbers<Real32>, ArrayView<float>, ArrayView<int>, int, int> collect;
    private readonly Action<KernelConfig, ParticleViews, GridViews, ArrayView<float>, StepNumbers, GeneralNumbers<Real32>, CotangentViews, ArrayView<int>> scatter;
    private readonly Action<Index1D, ParticleViews, GridViews, ArrayView<float>, StepNumbers, GeneralNumbers<Real32>, ArrayView<float>, CotangentViews, ArrayView<float>> give;
    private MemoryBuffer1D<float, Stride1D.Dense> byBefore;

    public DeviceTransferAdjointOf(SimulationSetup setup, DeviceMatter matter, DeviceTracers tracers, DeviceOptions options)
    {
        (this.matter, inFixedOrder) = (matter, options.IsDeterministic);
        numbers = GeneralNumbers<Real32>.From(setup.Transfer, setup.Domain);
        Forward = new GeneralDeviceTransfer<TKernel, TScheme>(setup with { TracksDissipation = false }, matter, options);
        columns = numbers.IsClassic != 0 || TScheme.NeedsVelocityBefore ? TransferAdjointKernels.AllStagedColumns : TransferAdjointKernels.StagedColumns;
        staged = matter.Device.Allocate<float>((long)columns * matter.Particles.Count, "derivatives");
        byBefore = matter.Device.Allocate<float>(3, "derivatives");
        this.tracers = DeviceTracerAdjoint.For<TKernel>(matter.Device, tracers, inFixedOrder);
        take = matter.Device.Launcher(TransferAdjointKernels.Take<TKernel, TScheme>, a => a.LoadAutoGroupedStreamKernel<
            Index1D, ParticleViews, GridViews, StepNumbers, GeneralNumbers<Real32>, CotangentViews, ArrayView<float>, int>(TransferAdjointKernels.Take<TKernel, TScheme>));
        collect = matter.Device.Launcher(TransferAdjointKernels.Collect<TKernel>, a => a.LoadAutoGroupedStreamKernel<
            Index1D, ParticleViews, GridViews, GeneralNumbers<Real32>, ArrayView<float>, ArrayView<int>, int, int>(TransferAdjointKernels.Collect<TKernel>));
        scatter = matter.Device.Launcher(TransferAdjointKernels.Scatter<TKernel, TScheme>, a => a.LoadStreamKernel<
            ParticleViews, GridViews, ArrayView<float>, StepNumbers, GeneralNumbers<Real32>, CotangentViews, ArrayView<int>>(TransferAdjointKernels.Scatter<TKernel, TScheme>));
        give = matter.Device.Launcher(TransferAdjointKernels.Give<TKernel, TScheme>, a => a.LoadAutoGroupedStreamKernel<
            Index1D, ParticleViews, GridViews, ArrayView<float>, StepNumbers, GeneralNumbers<Real32>, ArrayView<float>, CotangentViews, ArrayView<float>>(
                TransferAdjointKernels.Give<TKernel, TScheme>));
    }

    public override DeviceTransfer Forward { get; }

    public override ArrayView<float> ByBefore => byBefore.View;

    public override ArrayView<float> ByStress => staged.View;

    public override void Take(in StepNumbers step, DeviceCotangents bars)
    {
        Reserve();
        ParticleViews views = matter.Particles.Views;
        GridViews grid = matter.Grid.Views, target = grid;
        target.Before = byBefore.View;
        int particles = matter.Sorter.DeformingParticles;
        if (inFixedOrder)
        {
            if (particles > 0) take(particles, views, grid, step, numbers, bars.Views, staged.View, columns);
            if (matter.Grid.StoredNodes > 0)
                collect(matter.Grid.StoredNodes, views, target, numbers, staged.View, matter.Sorter.Cells, matter.Sorter.DeformingLaws, matter.Grid.StoredBlocks);
        }
        else if (matter.Sorter.DeformingChunks > 0)
        {
            scatter(
                new KernelConfig(matter.Sorter.DeformingChunks, TransferKernels.GroupSize), views, grid, byBefore.View, step, numbers, bars.Views,
                matter.Sorter.ChunkStarts);
        }

        tracers.Take(in grid, matter.Grid.StoredNodes, in step, in numbers, bars.Tracers);
    }

    public override void Give(in StepNumbers step, in CotangentViews bars)
    {
        // Rigid ones, too, whose impulses are 0.
        int particles = matter.Particles.LawStarts[matter.Sorter.MovingLaws];
        if (particles == 0) return;
        // The transfer has laid the impulses down in the spare columns.
        give(
            particles, matter.Particles.Views, matter.Grid.Views, byBefore.View, step, numbers, matter.Particles.SpareViews.Data, bars, staged.View);
    }

    public override void Dispose()
    {
        Forward.Dispose();
        staged.Dispose();
        byBefore.Dispose();
        tracers.Dispose();
    }

    private void Reserve()
    {
        if (!TScheme.NeedsVelocityBefore) return;
        GrowingBuffers.Reserve(matter.Device, ref byBefore, 3L * matter.Grid.StoredNodes, "derivatives");
        byBefore.MemSetToZero();
    }
}
