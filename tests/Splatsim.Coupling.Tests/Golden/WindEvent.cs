using Splatsim.Mathematics;
using Splatsim.Simulation;

namespace Splatsim.Tests;

/// <summary>
/// A uniform acceleration, piecewise linear in time. Added to every particle before the transfer it adds the same to
/// every node, which is what the golden scheme does on the grid.
/// </summary>
internal sealed class WindEvent(Vector3<Real64>[] samples, double samplesPerSecond) : IParticleEvent
{
    public double MaximumSpeed => 0;

    public IParticleAction Begin() => new Action(samples, samplesPerSecond);

    private sealed class Action(Vector3<Real64>[] samples, double samplesPerSecond) : IParticleAction
    {
        public void BeforeSubstep(in SubstepMoment moment, IParticleAccess particles, SubstepWork work)
        {
            // The truth takes the wind of the substep's middle: its start and its end are off by the same amount.
            double at = (moment.Time + 0.5 * moment.TimeStep) * samplesPerSecond;
            int i = Math.Clamp((int)at, 0, samples.Length - 2);
            Vector3<Real64> wind = samples[i] + (Real64)Math.Min(at - i, 1) * (samples[i + 1] - samples[i]);
            for (int p = 0; p < particles.ParticleCount; p++) particles.AddVelocity(p, (Real64)moment.TimeStep * wind);
        }

        public ActionState Save() => ActionState.Empty;

        public void Restore(ActionState saved)
        {
        }
    }
}
