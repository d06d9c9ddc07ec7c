using ILGPU;
using ILGPU.Runtime;
using Splatsim.Compute;
using Splatsim.Mechanics;

namespace Splatsim.Simulation.Kernels;

/// <summary>The kernels of one law; each is compiled when it is first launched.</summary>
internal abstract class DeviceLaw
{
    public abstract void Scatter(
        int chunks, in ParticleViews particles, in GridViews grid, in NoteViews notes, in StepNumbers step, ArrayView<int> chunkStarts, int firstChunk);

    public abstract void Continue(
        int chunks, in ParticleViews particles, in GridViews grid, in NoteViews notes, in StepNumbers last, in StepNumbers step,
        ArrayView<int> chunkStarts, int firstChunk);

    public abstract void Stage(
        int count, in ParticleViews particles, in GridViews grid, in NoteViews notes, in StepNumbers step, ArrayView<float> staged, int firstParticle);

    /// <summary>Chunks near thin walls to the grid.</summary>
    public abstract void ScatterWalled(
        int chunks, in ParticleViews particles, in GridViews grid, in NoteViews notes, in StepNumbers step, in WallViews walls,
        ArrayView<int> chunkStarts, int firstChunk);

    public static DeviceLaw For(LawEntry law, ComputeDevice device)
    {
        Maker maker = new(device);
        law.Accept(maker);
        return maker.Law!;
    }

    private sealed class Maker(ComputeDevice device) : ILawVisitor
    {
        public DeviceLaw? Law { get; private set; }

        public void Visit<TLaw>(string key)
            where TLaw : struct, ILaw => Law = new Of<TLaw>(device);
    }

    private sealed class Of<TLaw>(ComputeDevice device) : DeviceLaw
        where TLaw : struct, ILaw
    {
        private static readonly int Threads = TransferKernels.GroupSize;
        private Action<KernelConfig, ParticleViews, GridViews, NoteViews, StepNumbers, ArrayView<int>, int>? scatter;
        private Action<KernelConfig, ParticleViews, GridViews, NoteViews, StepNumbers, StepNumbers, ArrayView<int>, int>? further;
        private Action<KernelConfig, ParticleViews, GridViews, NoteViews, StepNumbers, WallViews, ArrayView<int>, int>? scatterWalled;
        private Action<Index1D, ParticleViews, GridViews, NoteViews, StepNumbers, ArrayView<float>, int>? stage;

        public override void Scatter(
            int chunks, in ParticleViews particles, in GridViews grid, in NoteViews notes, in StepNumbers step, ArrayView<int> chunkStarts, int firstChunk)
        {
            scatter ??= device.Launcher(TransferKernels.Scatter<TLaw>, a => a.LoadStreamKernel<ParticleViews, GridViews, NoteViews, StepNumbers, ArrayView<int>, int>(TransferKernels.Scatter<TLaw>));
            scatter(new KernelConfig(chunks, Threads), particles, grid, notes, step, chunkStarts, firstChunk);
        }

        public override void Continue(
            int chunks, in ParticleViews particles, in GridViews grid, in NoteViews notes, in StepNumbers last, in StepNumbers step,
            ArrayView<int> chunkStarts, int firstChunk)
        {
            further ??= device.Launcher(TransferKernels.Continue<TLaw>, a => a.LoadStreamKernel<
                ParticleViews, GridViews, NoteViews, StepNumbers, StepNumbers, ArrayView<int>, int>(TransferKernels.Continue<TLaw>));
            further(new KernelConfig(chunks, Threads), particles, grid, notes, last, step, chunkStarts, firstChunk);
        }

        public override void ScatterWalled(
            int chunks, in ParticleViews particles, in GridViews grid, in NoteViews notes, in StepNumbers step, in WallViews walls,
            ArrayView<int> chunkStarts, int firstChunk)
        {
            scatterWalled ??= device.Launcher(WallKernels.ScatterWhole<TLaw>, a => a.LoadStreamKernel<
                ParticleViews, GridViews, NoteViews, StepNumbers, WallViews, ArrayView<int>, int>(WallKernels.ScatterWhole<TLaw>));
            scatterWalled(new KernelConfig(chunks, Threads), particles, grid, notes, step, walls, chunkStarts, firstChunk);
        }

        public override void Stage(
            int count, in ParticleViews particles, in GridViews grid, in NoteViews notes, in StepNumbers step, ArrayView<float> staged, int firstParticle)
        {
            stage ??= device.Launcher(ParticleKernels.Stage<TLaw>, a => a.LoadAutoGroupedStreamKernel<
                Index1D, ParticleViews, GridViews, NoteViews, StepNumbers, ArrayView<float>, int>(ParticleKernels.Stage<TLaw>));
            stage(count, particles, grid, notes, step, staged, firstParticle);
        }
    }
}
