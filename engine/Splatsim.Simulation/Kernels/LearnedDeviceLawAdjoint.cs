using ILGPU;
using ILGPU.Runtime;
using Splatsim.Mathematics;
using Splatsim.Mechanics;

namespace Splatsim.Simulation.Kernels;

/// <summary>
/// The adjoint of a law of batches: what the law needs of its particles comes to the host, and its answer goes back, once in every substep. Each material is
/// one batch, in sorted order, as in <see cref="LearnedPressedLaw"/>.
/// </summary>
internal sealed class LearnedDeviceLawAdjoint : DeviceLawAdjoint
{
    private const string Purpose = "a law of batches";
    private const int Capacity = LawParameters<Real64>.Capacity;

    private readonly ILearnedLawAdjoint law;
    private readonly DeviceMatter matter;
    private readonly int coefficients, scalars, askedWidth, answeredWidth;
    private readonly Func<int, float[]> valuesOf;
    private readonly Action<Index1D, ParticleViews, StepNumbers, CotangentViews, ArrayView<float>, ArrayView<float>, int, int, ArrayView<float>> ask;
    private readonly Action<Index1D, ParticleViews, StepNumbers, CotangentViews, ArrayView<float>, int, int, int, ArrayView<float>> answer;
    private readonly MemoryBuffer1D<float, Stride1D.Dense> asked, answered;
    private readonly float[] hostAsked, hostAnswered;
    private readonly int[] rows;

    /// <param name="entry">The law's entry.</param>
    /// <param name="law">The law.</param>
    /// <param name="matter">The particles.</param>
    /// <param name="coefficients">User values that are told of.</param>
    /// <param name="valuesOf">The user values of a material at this moment.</param>
    public LearnedDeviceLawAdjoint(LawEntry entry, ILearnedLawAdjoint law, DeviceMatter matter, int coefficients, Func<int, float[]> valuesOf)
    {
        (this.law, this.matter, this.coefficients, this.valuesOf) = (law, matter, coefficients, valuesOf);
        scalars = law.Description.History.Count;
        (askedWidth, answeredWidth) = (LearnedLawAdjointKernels.History + 2 * scalars, LearnedLawAdjointKernels.ByHistory + scalars + coefficients);
        int index = matter.Particles.Laws.IndexOf(entry), count = matter.Particles.LawStarts[index + 1] - matter.Particles.LawStarts[index];
        (hostAsked, hostAnswered, rows) = (new float[askedWidth * count], new float[answeredWidth * count], new int[count]);
        asked = matter.Device.Allocate<float>(hostAsked.Length, Purpose);
        answered = matter.Device.Allocate<float>(hostAnswered.Length, Purpose);
        ask = matter.Device.Launcher(LearnedLawAdjointKernels.Ask, a => a.LoadAutoGroupedStreamKernel<
            Index1D, ParticleViews, StepNumbers, CotangentViews, ArrayView<float>, ArrayView<float>, int, int, ArrayView<float>>(LearnedLawAdjointKernels.Ask));
        answer = matter.Device.Launcher(LearnedLawAdjointKernels.Answer, a => a.LoadAutoGroupedStreamKernel<
            Index1D, ParticleViews, StepNumbers, CotangentViews, ArrayView<float>, int, int, int, ArrayView<float>>(LearnedLawAdjointKernels.Answer));
    }

    /// <inheritdoc/>
    public override void Press(int count, int first, in StepNumbers step, in CotangentViews bars, ArrayView<float> before, ArrayView<float> byStress)
    {
        ParticleViews views = matter.Particles.Views;
        ask(count, views, step, bars, before, byStress, first, scalars, asked.View);
        asked.CopyToCPU(hostAsked);
        views.Row.SubView(first, count).CopyToCPU(rows);
        foreach (IGrouping<int, int> batch in Enumerable.Range(0, count).Where(i => rows[i] >= 0).GroupBy(i => rows[i]))
            Reverse([.. batch], valuesOf(batch.Key), step.TimeStep.Value);
        answered.CopyFromCPU(hostAnswered);
        answer(count, views, step, bars, before, first, coefficients, scalars, answered.View);
    }

    public override void Dispose()
    {
        asked.Dispose();
        answered.Dispose();
        base.Dispose();
    }

    private void Reverse(int[] batch, float[] values, float timeStep)
    {
        float[] byTrial = new float[9 * batch.Length], byGradient = new float[9 * batch.Length];
        float[] byHistory = new float[scalars * batch.Length], byValues = new float[Capacity * batch.Length];
        law.UpdateAdjoint(new LawBatchAdjoint
        {
            Count = batch.Length,
            TimeStep = timeStep,
            Parameters = values,
            F = Part(batch, LearnedLawAdjointKernels.Trial, 9),
            C = Part(batch, LearnedLawAdjointKernels.Gradient, 9),
            History = Part(batch, LearnedLawAdjointKernels.History, scalars),
            ByReturned = Part(batch, LearnedLawAdjointKernels.ByReturned, 9),
            ByHistoryAfter = Part(batch, LearnedLawAdjointKernels.History + scalars, scalars),
            ByKirchhoff = Part(batch, LearnedLawAdjointKernels.ByStress, 6),
            ByF = byTrial,
            ByC = byGradient,
            ByHistory = byHistory,
            ByParameters = byValues,
        });
        for (int m = 0; m < batch.Length; m++)
        {
            Span<float> row = hostAnswered.AsSpan(answeredWidth * batch[m], answeredWidth);
            byTrial.AsSpan(9 * m, 9).CopyTo(row);
            byGradient.AsSpan(9 * m, 9).CopyTo(row[LearnedLawAdjointKernels.ByGradient..]);
            byHistory.AsSpan(scalars * m, scalars).CopyTo(row[LearnedLawAdjointKernels.ByHistory..]);
            byValues.AsSpan(Capacity * m, coefficients).CopyTo(row[(LearnedLawAdjointKernels.ByHistory + scalars)..]);
        }
    }

    // Some numbers of every row of a batch, one particle after the other.
    private float[] Part(int[] batch, int first, int width)
    {
        float[] part = new float[width * batch.Length];
        for (int m = 0; m < batch.Length; m++) hostAsked.AsSpan(askedWidth * batch[m] + first, width).CopyTo(part.AsSpan(width * m));
        return part;
    }
}
