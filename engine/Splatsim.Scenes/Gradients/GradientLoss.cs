using Splatsim.Simulation;

namespace Splatsim.Scenes;

/// <summary>A number that is made of the state at one moment, and its derivatives.</summary>
public abstract class GradientLoss
{
    private protected GradientLoss(string key, string summary) => (Key, Summary) = (key, summary);

    /// <summary>Its name on command lines.</summary>
    public string Key { get; }

    /// <summary>What it is, with its unit.</summary>
    public string Summary { get; }

    /// <summary>Its value.</summary>
    /// <param name="setup">What the simulation started from.</param>
    /// <param name="state">The state.</param>
    /// <param name="magnitude">Receives the sum of the sizes of what was added up: what rounding is relative to.</param>
    public double ValueOf(SimulationSetup setup, ParticleSet state, out double magnitude)
    {
        LossSum sum = default;
        for (int p = 0; p < state.Count; p++) Add(setup, state, p, ref sum);
        magnitude = sum.Magnitude;
        return sum.Value;
    }

    /// <summary>Its derivatives by the state.</summary>
    /// <param name="setup">What the simulation started from.</param>
    /// <param name="state">The state.</param>
    public abstract StateCotangents DerivativesOf(SimulationSetup setup, ParticleSet state);

    /// <summary>Adds what one particle gives.</summary>
    private protected abstract void Add(SimulationSetup setup, ParticleSet state, int particle, ref LossSum sum);

    /// <summary>A sum and the sum of sizes.</summary>
    private protected struct LossSum
    {
        public double Value { get; private set; }

        public double Magnitude { get; private set; }

        public void Add(double term)
        {
            Value += term;
            Magnitude += Math.Abs(term);
        }
    }
}
