using ILGPU;
using ILGPU.Runtime;
using Splatsim.Mathematics;

namespace Splatsim.Simulation.Kernels;

/// <summary>The adjoint of the default transfer where particles and tracers have sides of thin walls.</summary>
internal sealed class DeviceWalledTransferAdjoint : DeviceTransferAdjoint
{
    private readonly DeviceMatter matter;
    private readonly DeviceWalls walls;
    private readonly bool inFixedOrder;
    private readonly GeneralNumbers<Real32> numbers;
    private readonly MemoryBuffer1D<float, Stride1D.Dense> staged, none;
    private readonly DeviceTracerAdjoint tracers;
    private readonly Action<Index1D, ParticleViews, GridViews, StepNumbers, GeneralNumbers<Real32>, CotangentViews, ArrayView<float>, WallViews> take;
    private readonly Action<Index1D, ParticleViews, GridViews, GeneralNumbers<Real32>, ArrayView<float>, ArrayView<int>, int, WallViews> collect;
    private readonly Action<KernelConfig, ParticleViews, GridViews, StepNumbers, GeneralNumbers<Real32>, CotangentViews, ArrayView<int>, WallViews> scatter;
    private readonly Action<Index1D, ParticleViews, GridViews, StepNumbers, GeneralNumbers<Real32>, ArrayView<float>, CotangentViews, ArrayView<float>, WallViews> give;

    public DeviceWalledTransferAdjoint(SimulationSetup setup, DeviceMatter matter, DeviceTracers tracers, DeviceOptions options, DeviceWalls walls)
    {
        (this.matter, this.walls, inFixedOrder) = (matter, walls, options.IsDeterministic);
        numbers = GeneralNumbers<Real32>.From(setup.Transfer, setup.Domain);
        Forward = new GeneralDeviceTransfer<QuadraticKernel, ApicScheme>(setup with { TracksDissipation = false }, matter, options, walls);
        staged = matter.Device.Allocate<float>((long)TransferAdjointKernels.StagedColumns * matter.Particles.Count, "derivatives");
        none = matter.Device.Allocate<float>(3, "derivatives");
        this.tracers = DeviceTracerAdjoint.For(matter.Device, tracers, inFixedOrder, walls, matter.Particles.Count);
        take = matter.Device.Launcher(WallAdjointKernels.Take, a => a.LoadAutoGroupedStreamKernel<
            Index1D, ParticleViews, GridViews, StepNumbers, GeneralNumbers<Real32>, CotangentViews, ArrayView<float>, WallViews>(WallAdjointKernels.Take));
        collect = matter.Device.Launcher(WallAdjointKernels.Collect, a => a.LoadAutoGroupedStreamKernel<
            Index1D, ParticleViews, GridViews, GeneralNumbers<Real32>, ArrayView<float>, ArrayView<int>, int, WallViews>(WallAdjointKernels.Collect));
        scatter = matter.Device.Launcher(WallAdjointKernels.Scatter, a => a.LoadStreamKernel<
            ParticleViews, GridViews, StepNumbers, GeneralNumbers<Real32>, CotangentViews, ArrayView<int>, WallViews>(WallAdjointKernels.Scatter));
        give = matter.Device.Launcher(WallAdjointKernels.Give, a => a.LoadAutoGroupedStreamKernel<
            Index1D, ParticleViews, GridViews, StepNumbers, GeneralNumbers<Real32>, ArrayView<float>, CotangentViews, ArrayView<float>, WallViews>(
                WallAdjointKernels.Give));
    }

    public override DeviceTransfer Forward { get; }

    // The default transfer does not look at velocities before forces.
    public override ArrayView<float> ByBefore => none.View;

    public override ArrayView<float> ByStress => staged.View;

    public override void Take(in StepNumbers step, DeviceCotangents bars)
    {
        ParticleViews views = matter.Particles.Views;
        GridViews grid = matter.Grid.Views;
        WallViews sides = walls.Views;
        int particles = matter.Sorter.DeformingParticles, nodes = matter.Grid.AllNodes, chunks = matter.Sorter.DeformingChunks;
        if (inFixedOrder)
        {
            if (particles > 0) take(particles, views, grid, step, numbers, bars.Views, staged.View, sides);
            if (nodes > 0) collect(nodes, views, grid, numbers, staged.View, matter.Sorter.Cells, matter.Sorter.DeformingLaws, sides);
        }
        else if (chunks > 0)
        {
            scatter(new KernelConfig(chunks, TransferKernels.GroupSize), views, grid, step, numbers, bars.Views, matter.Sorter.ChunkStarts, sides);
        }

        tracers.Take(in grid, nodes, in step, in numbers, bars.Tracers);
    }

    public override void Give(in StepNumbers step, in CotangentViews bars)
    {
        int particles = matter.Sorter.DeformingParticles;
        // The transfer has laid the impulses down in the spare columns.
        if (particles > 0)
            give(particles, matter.Particles.Views, matter.Grid.Views, step, numbers, matter.Particles.SpareViews.Data, bars, staged.View, walls.Views);
    }

    public override void Dispose()
    {
        Forward.Dispose();
        staged.Dispose();
        none.Dispose();
        tracers.Dispose();
    }
}
