using ILGPU;
using ILGPU.Runtime;
using Splatsim.Mathematics;
using Splatsim.Mechanics;

namespace Splatsim.Simulation.Kernels;

/// <summary>A transfer in parts: any scheme, gradient and kernel; laws that are evaluated on the host; the heat of every particle.</summary>
/// <typeparam name="TKernel">The weights.</typeparam>
/// <typeparam name="TScheme">What particles keep.</typeparam>
internal sealed class GeneralDeviceTransfer<TKernel, TScheme> : DeviceTransfer
    where TKernel : struct, ITransferKernel
    where TScheme : struct, ITransferScheme
{
    private readonly DeviceMatter matter;
    private readonly DeviceWalls? walls;
    private readonly bool inFixedOrder;
    private readonly GeneralNumbers<Real32> numbers;
    private readonly PressedLaw[] laws;
    private readonly MemoryBuffer1D<float, Stride1D.Dense>? heat;
    private readonly Action<KernelConfig, ParticleViews, GridViews, NoteViews, StepNumbers, GeneralNumbers<Real32>, ArrayView<float>, ArrayView<int>, int> scatter;
    private readonly Action<Index1D, ParticleViews, GridViews, GeneralNumbers<Real32>, ArrayView<float>, ArrayView<int>, int, int> collect;
    private readonly Action<Index1D, ParticleViews, GridViews, NoteViews, StepNumbers> noteEscaped;
    private readonly Action<Index1D, ParticleViews, GridViews, StepNumbers, GeneralNumbers<Real32>> gather;

    public GeneralDeviceTransfer(SimulationSetup setup, DeviceMatter matter, DeviceOptions options, DeviceWalls? walls = null)
    {
        (this.matter, this.walls, inFixedOrder) = (matter, walls, options.IsDeterministic);
        numbers = GeneralNumbers<Real32>.From(setup.Transfer, setup.Domain);
        if (setup.TracksDissipation) heat = matter.Device.AllocateZero<float>(matter.Particles.Count, "dissipated energies");
        laws = [.. matter.Particles.Laws.Select(l => PressedLaw.For(l, setup, matter, heat))];
        scatter = matter.Device.Launcher(GeneralKernels.Scatter<TKernel>, a => a.LoadStreamKernel<
            ParticleViews, GridViews, NoteViews, StepNumbers, GeneralNumbers<Real32>, ArrayView<float>, ArrayView<int>, int>(GeneralKernels.Scatter<TKernel>));
        collect = matter.Device.Launcher(GeneralKernels.Collect<TKernel>, a => a.LoadAutoGroupedStreamKernel<
            Index1D, ParticleViews, GridViews, GeneralNumbers<Real32>, ArrayView<float>, ArrayView<int>, int, int>(GeneralKernels.Collect<TKernel>));
        noteEscaped = matter.Device.Launcher(GeneralKernels.NoteEscaped<TKernel>, a => a.LoadAutoGroupedStreamKernel<
            Index1D, ParticleViews, GridViews, NoteViews, StepNumbers>(GeneralKernels.NoteEscaped<TKernel>));
        gather = matter.Device.Launcher(GeneralKernels.Gather<TKernel, TScheme>, a => a.LoadAutoGroupedStreamKernel<
            Index1D, ParticleViews, GridViews, StepNumbers, GeneralNumbers<Real32>>(GeneralKernels.Gather<TKernel, TScheme>));
    }

    /// <inheritdoc/>
    public override bool CanContinue => false;

    /// <inheritdoc/>
    public override double Heat
    {
        get
        {
            double sum = laws.Sum(l => l.Heat);
            if (heat is null) return sum;
            foreach (float energy in heat.GetAsArray1D().AsSpan(0, matter.Particles.Count)) sum += energy;
            return sum;
        }
    }

    /// <inheritdoc/>
    public override void ClearHeat()
    {
        heat?.MemSetToZero();
        foreach (PressedLaw law in laws) law.ClearHeat();
    }

    /// <inheritdoc/>
    public override void SetCoefficients(int material, in LawParameters<Real64> prepared)
    {
        foreach (PressedLaw law in laws) law.SetCoefficients(material, in prepared);
    }

    /// <inheritdoc/>
    public override void ToGrid(in StepNumbers step)
    {
        ArrayView<float> impulses = matter.Particles.SpareViews.Data;
        for (int law = 0; law < matter.Sorter.MovingLaws; law++)
        {
            int start = matter.Particles.LawStarts[law], count = matter.Particles.LawStarts[law + 1] - start;
            if (count > 0) laws[law].Press(count, start, in step, impulses);
        }

        ParticleViews views = matter.Particles.Views;
        GridViews nodes = matter.Grid.Views;
        int laid = matter.Particles.LawStarts[matter.Sorter.MovingLaws];
        if (inFixedOrder)
        {
            if (laid > 0) noteEscaped(laid, views, nodes, matter.Notes.Views, step);
            if (walls is not null)
                walls.Collect(impulses);
            else if (matter.Grid.StoredNodes > 0)
                collect(matter.Grid.StoredNodes, views, nodes, numbers, impulses, matter.Sorter.Cells, matter.Sorter.MovingLaws, matter.Grid.StoredBlocks);
            return;
        }

        matter.Grid.ClearBefore();
        int chunks = matter.Sorter.FirstChunks[matter.Sorter.MovingLaws];
        if (chunks == 0) return;
        if (walls is not null)
        {
            walls.Scatter(in step, impulses, chunks);
            return;
        }

        scatter(
            new KernelConfig(chunks, TransferKernels.GroupSize), views, nodes, matter.Notes.Views, step, numbers, impulses,
            matter.Sorter.ChunkStarts, 0);
    }

    /// <inheritdoc/>
    public override void Continue(in StepNumbers last, in StepNumbers step) =>
        throw new NotSupportedException("the parts of a substep are apart");

    /// <inheritdoc/>
    public override void ToParticles(in StepNumbers step)
    {
        int particles = matter.Sorter.DeformingParticles;
        if (particles == 0) return;
        if (walls is not null) walls.Gather(in step);
        else gather(particles, matter.Particles.Views, matter.Grid.Views, step, numbers);
    }

    public override void Dispose()
    {
        heat?.Dispose();
        foreach (PressedLaw law in laws) law.Dispose();
    }
}
