using Splatsim.Simulation;

namespace Splatsim.Scenes;

/// <summary>How high matter is.</summary>
internal sealed class HeightLoss() : GradientLoss("height", "mean height, y, of the particles [m]")
{
    public override StateCotangents DerivativesOf(SimulationSetup setup, ParticleSet state)
    {
        double[] x = new double[state.X.Length];
        for (int p = 0; p < state.Count; p++) x[3 * p + 1] = 1.0 / state.Count;
        return new() { Positions = x };
    }

    private protected override void Add(SimulationSetup setup, ParticleSet state, int particle, ref LossSum sum) =>
        sum.Add(state.X[3 * particle + 1] / state.Count);
}
