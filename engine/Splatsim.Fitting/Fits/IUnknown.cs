using Splatsim.Simulation;

namespace Splatsim.Fitting;

/// <summary>Numbers of a simulation that are looked for: how they enter its setup, and how they read its gradient.</summary>
public interface IUnknown
{
    /// <summary>The numbers, with where the search begins.</summary>
    IReadOnlyList<FitParameter> Parameters { get; }

    /// <summary>How the numbers lie beside each other, for regularisers of kind <see cref="LossKind.Field"/>; a row unless it says otherwise.</summary>
    LossTarget Shape => new(Parameters.Count, 1, 1, new double[Parameters.Count]);

    /// <summary>
    /// The material whose particles the derivatives are read from: some must still be of it once all unknowns are in the setup. Null where no one
    /// material is meant.
    /// </summary>
    int? Material => null;

    /// <summary>A setup with these values.</summary>
    /// <param name="setup">The setup; it stays as it is.</param>
    /// <param name="values">One per parameter, in its own unit.</param>
    SimulationSetup Put(SimulationSetup setup, ReadOnlySpan<double> values);

    /// <summary>Derivatives of a loss by the values.</summary>
    /// <param name="setup">The setup that <see cref="Put"/> gave, with the values of all unknowns.</param>
    /// <param name="gradient">What the reverse run found.</param>
    /// <param name="derivatives">Receives one per parameter.</param>
    void Read(SimulationSetup setup, SimulationGradient gradient, Span<double> derivatives);
}
