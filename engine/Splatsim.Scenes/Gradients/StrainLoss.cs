using Splatsim.Simulation;

namespace Splatsim.Scenes;

/// <summary>How much matter is deformed, elastically.</summary>
internal sealed class StrainLoss() : GradientLoss("strain", "mean of |F - 1|^2 over the particles [1]")
{
    public override StateCotangents DerivativesOf(SimulationSetup setup, ParticleSet state)
    {
        double[] f = new double[state.F.Length];
        for (int i = 0; i < f.Length; i++) f[i] = 2 * Change(state, i) / state.Count;
        return new() { DeformationGradients = f };
    }

    private protected override void Add(SimulationSetup setup, ParticleSet state, int particle, ref LossSum sum)
    {
        for (int i = 9 * particle; i < 9 * particle + 9; i++) sum.Add(Change(state, i) * Change(state, i) / state.Count);
    }

    private static double Change(ParticleSet state, int i) => state.F[i] - (i % 9 % 4 == 0 ? 1 : 0);
}
