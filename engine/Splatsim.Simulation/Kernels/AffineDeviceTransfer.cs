using ILGPU;
using ILGPU.Runtime;

namespace Splatsim.Simulation.Kernels;

/// <summary>MLS-MPM with APIC: laws and transfer in one kernel.</summary>
internal sealed class AffineDeviceTransfer : DeviceTransfer
{
    private readonly DeviceMatter matter;
    private readonly DeviceWalls? walls;
    private readonly bool inFixedOrder;
    private readonly DeviceLaw[] laws;
    private readonly Action<KernelConfig, ParticleViews, GridViews, StepNumbers, ArrayView<int>, int> gatherChunks;
    private readonly Action<Index1D, ParticleViews, GridViews, StepNumbers> gatherParticles;
    private readonly Action<Index1D, ParticleViews, GridViews, ArrayView<float>, ArrayView<int>, int, int> collect;

    /// <summary>The transfer.</summary>
    /// <param name="matter">Particles and grid.</param>
    /// <param name="options">How it is done.</param>
    /// <param name="walls">Thin walls, which chunks near them see to; null for none. Not in a fixed order.</param>
    public AffineDeviceTransfer(DeviceMatter matter, DeviceOptions options, DeviceWalls? walls)
    {
        (this.matter, this.walls, inFixedOrder) = (matter, walls, options.IsDeterministic);
        laws = [.. matter.Particles.Laws.Select(l => DeviceLaw.For(l, matter.Device))];
        gatherChunks = matter.Device.Launcher(TransferKernels.Gather, a => a.LoadStreamKernel<ParticleViews, GridViews, StepNumbers, ArrayView<int>, int>(TransferKernels.Gather));
        gatherParticles = matter.Device.Launcher(ParticleKernels.Gather, a => a.LoadAutoGroupedStreamKernel<Index1D, ParticleViews, GridViews, StepNumbers>(ParticleKernels.Gather));
        collect = matter.Device.Launcher(ParticleKernels.Collect, a => a.LoadAutoGroupedStreamKernel<
            Index1D, ParticleViews, GridViews, ArrayView<float>, ArrayView<int>, int, int>(ParticleKernels.Collect));
    }

    /// <inheritdoc/>
    public override bool CanContinue => !inFixedOrder;

    private ArrayView<int> ChunkStarts => walls?.ChunkStarts ?? matter.Sorter.ChunkStarts;

    /// <inheritdoc/>
    public override void ToGrid(in StepNumbers step)
    {
        if (inFixedOrder)
        {
            Collect(in step);
            return;
        }

        for (int law = 0; law < matter.Sorter.MovingLaws; law++) Scatter(law, in step);
    }

    /// <inheritdoc/>
    public override void Continue(in StepNumbers last, in StepNumbers step)
    {
        ParticleViews views = matter.Particles.Views;
        GridViews nodes = matter.Grid.Views;
        for (int law = 0; law < matter.Sorter.MovingLaws; law++)
        {
            (int first, int chunks) = matter.Sorter.ChunksOf(law);
            if (chunks == 0) continue;
            if (law >= matter.Sorter.DeformingLaws)
            {
                Scatter(law, in step);
                continue;
            }

            laws[law].Continue(chunks, in views, in nodes, matter.Notes.Views, in last, in step, ChunkStarts, first);
            // Chunks near walls have taken the end of the last substep already.
            walls?.Scatter(laws[law], in step, first, chunks);
        }
    }

    /// <inheritdoc/>
    public override void ToParticles(in StepNumbers step)
    {
        int particles = matter.Sorter.DeformingParticles, chunks = matter.Sorter.DeformingChunks;
        if (inFixedOrder)
        {
            if (particles > 0) gatherParticles(particles, matter.Particles.Views, matter.Grid.Views, step);
        }
        else if (chunks > 0)
        {
            gatherChunks(
                new KernelConfig(chunks, TransferKernels.GroupSize), matter.Particles.Views, matter.Grid.Views, step, ChunkStarts, 0);
            walls?.Gather(in step);
        }
    }

    public override void Dispose()
    {
    }

    private void Scatter(int law, in StepNumbers step)
    {
        ParticleViews views = matter.Particles.Views;
        GridViews nodes = matter.Grid.Views;
        (int first, int chunks) = matter.Sorter.ChunksOf(law);
        if (chunks == 0) return;
        laws[law].Scatter(chunks, in views, in nodes, matter.Notes.Views, in step, ChunkStarts, first);
        walls?.Scatter(laws[law], in step, first, chunks);
    }

    private void Collect(in StepNumbers step)
    {
        ParticleViews views = matter.Particles.Views;
        GridViews nodes = matter.Grid.Views;
        ArrayView<float> staged = matter.Particles.SpareViews.Data;
        for (int law = 0; law < matter.Sorter.MovingLaws; law++)
        {
            int first = matter.Particles.LawStarts[law], count = matter.Particles.LawStarts[law + 1] - first;
            if (count > 0) laws[law].Stage(count, in views, in nodes, matter.Notes.Views, in step, staged, first);
        }

        if (matter.Grid.StoredNodes > 0)
            collect(matter.Grid.StoredNodes, views, nodes, staged, matter.Sorter.Cells, matter.Sorter.MovingLaws, matter.Grid.StoredBlocks);
    }
}
