using Splatsim.Simulation;

namespace Splatsim.Scenes;

/// <summary>How far matter has moved.</summary>
internal sealed class DisplacementLoss() : GradientLoss("displacement", "mean squared distance from where the scene has put the particles [m^2]")
{
    public override StateCotangents DerivativesOf(SimulationSetup setup, ParticleSet state)
    {
        double[] x = new double[state.X.Length];
        for (int i = 0; i < x.Length; i++) x[i] = 2 * (state.X[i] - Origin(setup)[i]) / state.Count;
        return new() { Positions = x };
    }

    private protected override void Add(SimulationSetup setup, ParticleSet state, int particle, ref LossSum sum)
    {
        double[] start = Origin(setup);
        for (int i = 3 * particle; i < 3 * particle + 3; i++) sum.Add((state.X[i] - start[i]) * (state.X[i] - start[i]) / state.Count);
    }

    private static double[] Origin(SimulationSetup setup) => setup.Particles.X;
}
