using Splatsim.Simulation;

namespace Splatsim.Scenes;

/// <summary>How much matter moves.</summary>
internal sealed class EnergyLoss() : GradientLoss("energy", "kinetic energy of the particles [J], their masses those of the scene")
{
    public override StateCotangents DerivativesOf(SimulationSetup setup, ParticleSet state)
    {
        double[] v = new double[state.V.Length];
        for (int i = 0; i < v.Length; i++) v[i] = Mass(setup, i / 3) * state.V[i];
        return new() { Velocities = v };
    }

    private protected override void Add(SimulationSetup setup, ParticleSet state, int particle, ref LossSum sum)
    {
        for (int i = 3 * particle; i < 3 * particle + 3; i++) sum.Add(0.5 * Mass(setup, particle) * state.V[i] * state.V[i]);
    }

    // The loss looks at the state alone: the setup is that of the scene, whatever is varied.
    private static double Mass(SimulationSetup setup, int particle) => setup.Particles.Mass[particle];
}
