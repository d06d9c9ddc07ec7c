using Splatsim.Simulation;

namespace Splatsim.Scenes;

/// <summary>A number of a simulation that a gradient can be asked for: where it is, how it is changed, where its derivative stands.</summary>
public sealed class GradientParameter
{
    private readonly Func<SimulationSetup, double, SimulationSetup> change;
    private readonly Func<SimulationGradient, double> derivative;

    internal GradientParameter(
        string name, string unit, double value, double size, Func<SimulationSetup, double, SimulationSetup> change,
        Func<SimulationGradient, double> derivative)
    {
        (Name, Unit, Value, Size) = (name, unit, value, size);
        this.change = change;
        this.derivative = derivative;
    }

    /// <summary>Its name, as "material.jelly.youngsModulus" or "gravity.y".</summary>
    public string Name { get; }

    /// <summary>Its unit; "1" where it has none.</summary>
    public string Unit { get; }

    /// <summary>Its value.</summary>
    public double Value { get; }

    /// <summary>What steps of it are relative to, in its unit: its value, or what is usual where that is 0.</summary>
    public double Size { get; }

    /// <summary>Smallest value that can be meant.</summary>
    public double Minimum { get; init; } = double.NegativeInfinity;

    /// <summary>Largest value that can be meant.</summary>
    public double Maximum { get; init; } = double.PositiveInfinity;

    /// <summary>The setup with another value.</summary>
    /// <param name="setup">The setup that the parameter was found in, or one that differs from it in other things.</param>
    /// <param name="value">The value.</param>
    public SimulationSetup With(SimulationSetup setup, double value) => change(setup, value);

    /// <summary>The derivative by it.</summary>
    /// <param name="gradient">A gradient of the setup that the parameter was found in.</param>
    public double DerivativeOf(SimulationGradient gradient) => derivative(gradient);
}
