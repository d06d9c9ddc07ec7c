using ILGPU;
using Splatsim.Mathematics;
using Splatsim.Mechanics;

namespace Splatsim.Simulation.Kernels;

/// <summary>The adjoint of the laws, one thread per particle.</summary>
internal static class LawAdjointKernels
{
    /// <summary>
    /// From derivatives by the stress, the returned F and the history after to those by F and the history before, the velocity gradient and the
    /// coefficients.
    /// </summary>
    /// <param name="index">Particle, from the first.</param>
    /// <param name="particles">The particles, with the velocity gradients that advanced F.</param>
    /// <param name="step">The substep.</param>
    /// <param name="bars">The derivatives.</param>
    /// <param name="before">Columns of F and what comes behind it, before the laws.</param>
    /// <param name="byStress">Derivatives by the stress: xx xy xz yy yz zz, over all nine entries.</param>
    /// <param name="firstParticle">First particle of the law.</param>
    /// <param name="coefficients">Coefficients that the user's values reach.</param>
    /// <param name="scalars">Scalars of the law's history.</param>
    public static void Press<TLaw>(
        Index1D index, ParticleViews particles, StepNumbers step, CotangentViews bars, ArrayView<float> before, ArrayView<float> byStress,
        int firstParticle, int coefficients, int scalars)
        where TLaw : struct, ILaw
    {
        int i = firstParticle + index.X;
        if (!particles.IsActive(i)) return;
        int p = particles.Identifier[i];
        ParticleViews source = particles;
        source.Data = before;
        Matrix3x3<Real32> start = source.GetMatrix(0, i);
        LawHistory<Real32> history = source.GetHistory(ParticleViews.History - ParticleViews.F, i);
        source.Data = byStress;
        Vector3<Real32> x = source.GetVector(0, i), rest = source.GetVector(3, i);
        LawCotangents<Real32> cotangents = default;
        cotangents.F = bars.GetMatrix(p, CotangentViews.F);
        cotangents.Kirchhoff = new(x.X, x.Y, x.Z, rest.X, rest.Y, rest.Z);
        cotangents.History = bars.GetHistory(p);
        cotangents.SkippedCoefficients = LawParameters<Real32>.Capacity - coefficients;
        cotangents.SkippedHistory = LawHistory<Real32>.Capacity - scalars;
        Matrix3x3<Real32> l = particles.GetMatrix(particles.Gradient, i), growth = Matrix3x3<Real32>.Identity + step.TimeStep * l;
        Matrix3x3<Real32> trial = growth * start;
        LawParameters<Real32> prepared = particles.GetParameters(particles.Row[i]);
        TLaw.UpdateAdjoint<TLaw, Real32>(in trial, in l, in prepared, in history, step.TimeStep, in cotangents, out LawGradient<Real32> gradient);
        Finish(in bars, p, in start, in growth, step.TimeStep, in gradient.F, in gradient.C);
        bars.Set(p, in gradient.History);
        bars.AddCoefficients(p, in gradient.Prepared, coefficients);
        if (Real32.Any(gradient.Clamped)) bars.Sums[(long)bars.SumWidth * p + CotangentViews.Clamped] = 1;
    }

    /// <summary>From derivatives by the trial F = (1 + dt L) F and by L itself to those by F and L.</summary>
    internal static void Finish(
        in CotangentViews bars, int particle, in Matrix3x3<Real32> start, in Matrix3x3<Real32> growth, Real32 timeStep, in Matrix3x3<Real32> byTrial,
        in Matrix3x3<Real32> byOwn)
    {
        Matrix3x3<Real32> byGradient = bars.GetMatrix(particle, bars.Gradient) + byOwn + timeStep * (byTrial * start.Transposed);
        Matrix3x3<Real32> byStart = growth.Transposed * byTrial;
        bars.Set(particle, bars.Gradient, in byGradient);
        bars.Set(particle, CotangentViews.F, in byStart);
    }
}
