using ILGPU;
using ILGPU.Runtime;
using Splatsim.Mathematics;
using Splatsim.Mechanics;

namespace Splatsim.Simulation.Kernels;

/// <summary>
/// A law of batches, which has no formula that a device could compute: F, velocity gradient and history of its particles come to the host
/// and what the law makes of them goes back, in every substep. Each material is one batch, in sorted order.
/// </summary>
internal sealed class LearnedPressedLaw : PressedLaw
{
    private readonly ILearnedLaw law;
    private readonly DeviceMatter matter;
    private readonly int scalars;
    private readonly bool tracksHeat;
    private readonly float[][] parameters;
    private readonly Action<Index1D, ParticleViews, NoteViews, StepNumbers, ArrayView<int>, int> noteLifted;
    private readonly MemoryBuffer1D<int, Stride1D.Dense> liftedOnDevice;
    private readonly float[][] deformation, gradient, history, impulse;
    private readonly float[] volume;
    private readonly int[] rows, lifted;
    private double heat;

    public LearnedPressedLaw(LawEntry entry, SimulationSetup setup, DeviceMatter matter)
    {
        (law, this.matter, tracksHeat) = (entry.Learned!, matter, setup.TracksDissipation);
        scalars = law.Description.History.Count;
        parameters = [.. setup.Materials.Select(m => Floats(m.UserParameters))];
        int index = matter.Particles.Laws.IndexOf(entry), count = matter.Particles.LawStarts[index + 1] - matter.Particles.LawStarts[index];
        (deformation, gradient, history) = (Columns(9), Columns(9), Columns(scalars));
        (impulse, volume) = (Columns(GeneralKernels.ImpulseColumns), new float[count]);
        (rows, lifted) = (new int[count], new int[count]);
        liftedOnDevice = matter.Device.Allocate<int>(count, "a law of batches");
        noteLifted = matter.Device.Launcher(ParticleKernels.NoteLifted, a => a.LoadAutoGroupedStreamKernel<
            Index1D, ParticleViews, NoteViews, StepNumbers, ArrayView<int>, int>(ParticleKernels.NoteLifted));

        float[][] Columns(int columns) => [.. Enumerable.Range(0, columns).Select(_ => new float[count])];
    }

    /// <inheritdoc/>
    public override double Heat => heat;

    /// <inheritdoc/>
    public override void ClearHeat() => heat = 0;

    /// <inheritdoc/>
    public override void SetCoefficients(int material, in LawParameters<Real64> prepared) => parameters[material] = Floats(in prepared);

    /// <inheritdoc/>
    public override void Press(int count, int first, in StepNumbers step, ArrayView<float> impulses)
    {
        ParticleViews views = matter.Particles.Views;
        Download(in views, ParticleViews.F, first, deformation);
        Download(in views, views.Gradient, first, gradient);
        Download(in views, ParticleViews.Volume, first, volume);
        Download(in views, ParticleViews.History, first, history);
        views.Row.SubView(first, count).CopyToCPU(rows);
        Array.Clear(lifted);
        bool any = false;
        foreach (IGrouping<int, int> batch in Enumerable.Range(0, count).Where(i => rows[i] >= 0).GroupBy(i => rows[i]))
            any |= Evaluate([.. batch], parameters[batch.Key], step.TimeStep.Value);
        ParticleViews target = views;
        target.Data = impulses;
        Upload(in views, ParticleViews.F, first, deformation);
        Upload(in views, ParticleViews.History, first, history);
        Upload(in target, 0, first, impulse);
        if (!any) return;
        liftedOnDevice.CopyFromCPU(lifted);
        noteLifted(count, views, matter.Notes.Views, step, liftedOnDevice.View, first);
    }

    public override void Dispose()
    {
        liftedOnDevice.Dispose();
        base.Dispose();
    }

    private static float[] Floats(in LawParameters<Real64> values) => [.. LawNumbers.ToArray(in values).Select(v => (float)v)];

    private static void Download(in ParticleViews views, int column, int first, params float[][] target)
    {
        for (int k = 0; k < target.Length; k++)
            views.Data.SubView((long)(column + k) * views.Count + first, target[k].Length).CopyToCPU(target[k]);
    }

    private static void Upload(in ParticleViews views, int column, int first, float[][] source)
    {
        for (int k = 0; k < source.Length; k++)
            views.Data.SubView((long)(column + k) * views.Count + first, source[k].Length).CopyFromCPU(source[k]);
    }

    // One entry after the other, particle by particle.
    private static float[] Rows(int[] batch, float[][] columns)
    {
        float[] values = new float[batch.Length * columns.Length];
        for (int m = 0; m < batch.Length; m++)
            for (int k = 0; k < columns.Length; k++) values[m * columns.Length + k] = columns[k][batch[m]];
        return values;
    }

    private static void Back(float[] values, int[] batch, float[][] columns)
    {
        for (int m = 0; m < batch.Length; m++)
            for (int k = 0; k < columns.Length; k++) columns[k][batch[m]] = values[m * columns.Length + k];
    }

    // The trial F = (1 + dt L) F.
    private static void Try(Span<float> f, ReadOnlySpan<float> l, float timeStep)
    {
        Matrix3x3<Real32> trial = (Matrix3x3<Real32>.Identity + new Real32(timeStep) * Read(l)) * Read(f);
        (f[0], f[1], f[2]) = (trial.M00.Value, trial.M01.Value, trial.M02.Value);
        (f[3], f[4], f[5]) = (trial.M10.Value, trial.M11.Value, trial.M12.Value);
        (f[6], f[7], f[8]) = (trial.M20.Value, trial.M21.Value, trial.M22.Value);
    }

    private static Matrix3x3<Real32> Read(ReadOnlySpan<float> m) => Matrix3x3<Real32>.FromRows(
        new(new(m[0]), new(m[1]), new(m[2])), new(new(m[3]), new(m[4]), new(m[5])), new(new(m[6]), new(m[7]), new(m[8])));

    private bool Evaluate(int[] batch, float[] coefficients, float timeStep)
    {
        float[] f = Rows(batch, deformation), c = Rows(batch, gradient), memory = Rows(batch, history);
        float[] kirchhoff = new float[impulse.Length * batch.Length];
        for (int m = 0; m < batch.Length; m++) Try(f.AsSpan(9 * m, 9), c.AsSpan(9 * m, 9), timeStep);
        bool[] clamped = new bool[batch.Length];
        if (tracksHeat) heat += Energy(batch, coefficients, f, memory);
        law.Update(new LawBatch
        {
            Count = batch.Length,
            TimeStep = timeStep,
            Parameters = coefficients,
            F = f,
            C = c,
            History = memory,
            Kirchhoff = kirchhoff,
            Clamped = clamped,
        });
        if (tracksHeat) heat -= Energy(batch, coefficients, f, memory);
        Back(f, batch, deformation);
        Back(memory, batch, history);
        bool any = false;
        for (int m = 0; m < batch.Length; m++)
        {
            int i = batch[m];
            for (int k = 0; k < impulse.Length; k++) impulse[k][i] = -timeStep * volume[i] * kirchhoff[impulse.Length * m + k];
            if (!clamped[m]) continue;
            lifted[i] = 1;
            any = true;
        }

        return any;
    }

    private double Energy(int[] batch, float[] coefficients, float[] f, float[] memory)
    {
        float[] densities = new float[batch.Length];
        law.EnergyDensity(coefficients, f, memory, densities);
        double sum = 0;
        for (int m = 0; m < batch.Length; m++) sum += (double)densities[m] * volume[batch[m]];
        return sum;
    }
}
