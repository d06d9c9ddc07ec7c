using ILGPU;
using ILGPU.Runtime;

namespace Splatsim.Simulation.Kernels;

/// <summary>The adjoint of surface tension on a device.</summary>
internal sealed class DeviceTensionAdjoint : IDisposable
{
    private readonly SimulationSetup setup;
    private readonly SurfaceTensionOptions options;
    private readonly DeviceMatter matter;
    private readonly DeviceTension tension;
    private readonly SurfaceTensionSums liquid;
    private readonly Action<KernelConfig, GridViews, TensionViews> answer, collect;
    private readonly Action<KernelConfig, TensionViews, int, int, int, ArrayView<float>> sum;
    private readonly Action<Index1D, ArrayView<float>, ArrayView<float>, ArrayView<float>> push;
    private MemoryBuffer1D<float, Stride1D.Dense> bars, changes, pushed;

    private DeviceTensionAdjoint(SimulationSetup setup, SurfaceTensionOptions options, DeviceMatter matter)
    {
        (this.setup, this.options, this.matter) = (setup, options, matter);
        liquid = new(options, setup);
        tension = new(matter.Device, options, liquid.Density, setup.Domain.CellSize);
        bars = matter.Device.Allocate<float>(TensionViews.Width, "derivatives");
        changes = matter.Device.Allocate<float>(4, "derivatives");
        pushed = matter.Device.Allocate<float>(4, "derivatives");
        answer = matter.Device.Launcher(TensionAdjointKernels.Answer, a => a.LoadStreamKernel<GridViews, TensionViews>(TensionAdjointKernels.Answer));
        collect = matter.Device.Launcher(TensionAdjointKernels.Collect, a => a.LoadStreamKernel<GridViews, TensionViews>(TensionAdjointKernels.Collect));
        sum = matter.Device.Launcher(TensionAdjointKernels.Sum, a => a.LoadStreamKernel<TensionViews, int, int, int, ArrayView<float>>(TensionAdjointKernels.Sum));
        push = matter.Device.Launcher(TensionAdjointKernels.Push, a => a.LoadAutoGroupedStreamKernel<
            Index1D, ArrayView<float>, ArrayView<float>, ArrayView<float>>(TensionAdjointKernels.Push));
    }

    /// <summary>That of a setup; null where there is none.</summary>
    public static DeviceTensionAdjoint? For(SimulationSetup setup, DeviceMatter matter) =>
        setup.SurfaceTension is { } options ? new(setup, options, matter) : null;

    /// <summary>Momenta and masses of nodes after surface tension: what forces and contacts found.</summary>
    /// <param name="transferred">Those before the update.</param>
    /// <param name="timeStep">dt [s].</param>
    public ArrayView<float> Push(ArrayView<float> transferred, double timeStep)
    {
        int nodes = matter.Grid.StoredNodes;
        GrowingBuffers.Reserve(matter.Device, ref changes, 4L * nodes, "derivatives");
        GrowingBuffers.Reserve(matter.Device, ref pushed, 4L * nodes, "derivatives");
        GridViews source = matter.Grid.Views;
        (source.Momentum, source.Velocity) = (transferred, changes.View);
        tension.Find(in source, matter.Grid.StoredBlocks, timeStep);
        push(nodes, transferred, changes.View, pushed.View);
        return pushed.View;
    }

    /// <summary>From derivatives by velocities after it to those by masses, which are added.</summary>
    /// <param name="transferred">Momenta and masses before the update.</param>
    /// <param name="timeStep">dt [s].</param>
    /// <param name="sums">Takes derivatives by its numbers.</param>
    public void Reverse(ArrayView<float> transferred, double timeStep, DeviceSums sums)
    {
        GrowingBuffers.Reserve(matter.Device, ref bars, (long)TensionViews.Width * matter.Grid.StoredNodes, "derivatives");
        TensionViews views = new()
        {
            Masses = transferred,
            Bars = bars.View,
            PerFullNode = tension.PerFullNode,
            StrengthStep = tension.StrengthStep(timeStep),
        };
        KernelConfig blocks = new(matter.Grid.StoredBlocks, TensionStages.GroupSize);
        answer(blocks, matter.Grid.Views, views);
        collect(blocks, matter.Grid.Views, views);
        sum(DeviceSums.Launch, views, matter.Grid.StoredNodes, sums.GravitySlot, DeviceSums.TensionNumber, sums.Parts);
    }

    /// <summary>Adds what the device has summed.</summary>
    /// <param name="sums">The sums, read.</param>
    /// <param name="timeStep">dt [s].</param>
    /// <param name="target">Takes derivatives by the coefficient and by the liquid's density.</param>
    public void Collect(DeviceSums sums, double timeStep, ParameterSums target)
    {
        if (!liquid.Any) return;
        (double byStrengthStep, double byPerFull) = sums.Tension;
        double dx = setup.Domain.CellSize, perCoefficient = 2 * timeStep / (liquid.Density * dx * dx), perFull = 1 / (liquid.Density * dx * dx * dx);
        double byCoefficient = byStrengthStep * perCoefficient;
        // Both numbers go with the inverse of the density.
        liquid.AddTo(target, byCoefficient, -(byCoefficient * options.Coefficient + byPerFull * perFull) / liquid.Density);
    }

    public void Dispose()
    {
        bars.Dispose();
        changes.Dispose();
        pushed.Dispose();
    }
}
