using Splatsim.Simulation;

namespace Splatsim.Scenes;

/// <summary>A fixed linear function of everything, so that no derivative is 0 by chance.</summary>
internal sealed class MixedLoss() : GradientLoss("mixed", "a fixed random linear function of positions (in cells), velocities (in m/s) and F, their means")
{
    public override StateCotangents DerivativesOf(SimulationSetup setup, ParticleSet state)
    {
        double[] x = new double[state.X.Length], v = new double[x.Length], f = new double[state.F.Length];
        for (int i = 0; i < x.Length; i++)
        {
            x[i] = Weight(i) / (setup.Domain.CellSize * state.Count);
            v[i] = Weight(x.Length + i) / state.Count;
        }

        for (int i = 0; i < f.Length; i++) f[i] = Weight(2 * x.Length + i) / state.Count;
        return new() { Positions = x, Velocities = v, DeformationGradients = f };
    }

    private protected override void Add(SimulationSetup setup, ParticleSet state, int particle, ref LossSum sum)
    {
        double perCell = 1 / (setup.Domain.CellSize * state.Count), share = 1.0 / state.Count;
        for (int i = 3 * particle; i < 3 * particle + 3; i++)
        {
            sum.Add(Weight(i) * perCell * state.X[i]);
            sum.Add(Weight(state.X.Length + i) * share * state.V[i]);
        }

        for (int i = 9 * particle; i < 9 * particle + 9; i++) sum.Add(Weight(2 * state.X.Length + i) * share * state.F[i]);
    }

    // Between -1 and 1, the same in every run: the fractional parts of multiples of the golden ratio, hashed by a square.
    private static double Weight(int i)
    {
        double t = (i + 1) * 0.6180339887498949;
        t -= Math.Floor(t);
        t = t * t * 997;
        return 2 * (t - Math.Floor(t)) - 1;
    }
}
