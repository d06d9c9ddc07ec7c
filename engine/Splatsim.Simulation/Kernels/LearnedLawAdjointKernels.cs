using ILGPU;
using Splatsim.Mathematics;

namespace Splatsim.Simulation.Kernels;

/// <summary>The device's part of the adjoint of a law of batches, one thread per particle; see <see cref="LearnedDeviceLawAdjoint"/>.</summary>
internal static class LearnedLawAdjointKernels
{
    /// <summary>
    /// Numbers of a particle that the law is asked about: the trial F, the velocity gradient, derivatives by the returned F and by the stress; then the
    /// history before, and derivatives by that after.
    /// </summary>
    public const int Trial = 0, Gradient = 9, ByReturned = 18, ByStress = 27, History = 33;

    /// <summary>Numbers of its answer: derivatives by the trial F and by the velocity gradient; then by the history before, and by the user values.</summary>
    public const int ByTrial = 0, ByGradient = 9, ByHistory = 18;

    /// <summary>Lays down what the law is asked about a particle.</summary>
    /// <param name="index">Particle, from the first.</param>
    /// <param name="particles">The particles, with the velocity gradients that advanced F.</param>
    /// <param name="step">The substep.</param>
    /// <param name="bars">The derivatives.</param>
    /// <param name="before">Columns of F and what comes behind it, before the law.</param>
    /// <param name="byStress">Derivatives by the stress, six columns.</param>
    /// <param name="firstParticle">First particle of the law.</param>
    /// <param name="scalars">Scalars of the law's history.</param>
    /// <param name="asked">Takes the rows.</param>
    public static void Ask(
        Index1D index, ParticleViews particles, StepNumbers step, CotangentViews bars, ArrayView<float> before, ArrayView<float> byStress,
        int firstParticle, int scalars, ArrayView<float> asked)
    {
        int i = firstParticle + index.X, p = particles.Identifier[i];
        CotangentViews rows = bars;
        rows.State = asked;
        rows.Width = History + 2 * scalars;
        Matrix3x3<Real32> growth = Growth(in particles, in step, i, out Matrix3x3<Real32> l), trial = growth * StartOf(in particles, before, i);
        Matrix3x3<Real32> byReturned = bars.GetMatrix(p, CotangentViews.F);
        rows.Set(index.X, Trial, in trial);
        rows.Set(index.X, Gradient, in l);
        rows.Set(index.X, ByReturned, in byReturned);
        long first = (long)rows.Width * index.X;
        for (int k = 0; k < 6; k++) asked[first + ByStress + k] = byStress[(long)k * particles.Count + i];
        for (int k = 0; k < scalars; k++)
        {
            asked[first + History + k] = before[(long)(ParticleViews.History - ParticleViews.F + k) * particles.Count + i];
            asked[first + History + scalars + k] = bars.State[(long)bars.Width * p + CotangentViews.History + k];
        }
    }

    /// <summary>Takes the law's answer about a particle.</summary>
    /// <param name="index">Particle, from the first.</param>
    /// <param name="particles">The particles, with the velocity gradients that advanced F.</param>
    /// <param name="step">The substep.</param>
    /// <param name="bars">The derivatives.</param>
    /// <param name="before">Columns of F and what comes behind it, before the law.</param>
    /// <param name="firstParticle">First particle of the law.</param>
    /// <param name="coefficients">User values that are told of.</param>
    /// <param name="scalars">Scalars of the law's history.</param>
    /// <param name="answered">The rows.</param>
    public static void Answer(
        Index1D index, ParticleViews particles, StepNumbers step, CotangentViews bars, ArrayView<float> before, int firstParticle, int coefficients,
        int scalars, ArrayView<float> answered)
    {
        int i = firstParticle + index.X;
        if (!particles.IsActive(i)) return;
        int p = particles.Identifier[i];
        CotangentViews rows = bars;
        rows.State = answered;
        rows.Width = ByHistory + scalars + coefficients;
        Matrix3x3<Real32> start = StartOf(in particles, before, i), growth = Growth(in particles, in step, i, out _);
        Matrix3x3<Real32> byTrial = rows.GetMatrix(index.X, ByTrial), byGradient = rows.GetMatrix(index.X, ByGradient);
        LawAdjointKernels.Finish(in bars, p, in start, in growth, step.TimeStep, in byTrial, in byGradient);
        long first = (long)rows.Width * index.X + ByHistory;
        for (int k = 0; k < scalars; k++) bars.State[(long)bars.Width * p + CotangentViews.History + k] = answered[first + k];
        for (int k = 0; k < coefficients; k++) bars.AddSum(p, CotangentViews.Coefficients + k, new(answered[first + scalars + k]));
    }

    private static Matrix3x3<Real32> StartOf(in ParticleViews particles, ArrayView<float> before, int i)
    {
        ParticleViews source = particles;
        source.Data = before;
        return source.GetMatrix(0, i);
    }

    private static Matrix3x3<Real32> Growth(in ParticleViews particles, in StepNumbers step, int i, out Matrix3x3<Real32> l)
    {
        l = particles.GetMatrix(particles.Gradient, i);
        return Matrix3x3<Real32>.Identity + step.TimeStep * l;
    }
}
