using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>Checks that several boundaries share.</summary>
internal static class BoundaryChecks
{
    public static void Friction(ContactMode mode, double friction)
    {
        if (!(friction >= 0))
            throw new SimulationSetupException("Boundary.Friction", $"{friction} is negative or NaN", "give at least 0");
        if (friction > 0 && mode != ContactMode.Coulomb)
        {
            throw new SimulationSetupException(
                "Boundary.Friction", $"{friction} has no effect in mode {mode}", "use mode coulomb, or friction 0");
        }
    }

    public static void Restitution(ContactMode mode, double restitution)
    {
        if (!(restitution is >= 0 and <= 1))
            throw new SimulationSetupException("Boundary.Restitution", $"{restitution} is not from 0 to 1", "give a value in that range");
        if (restitution > 0 && mode is not (ContactMode.Separate or ContactMode.Coulomb))
        {
            throw new SimulationSetupException(
                "Boundary.Restitution", $"{restitution} has no effect in mode {mode}", "use mode separate or coulomb, or restitution 0");
        }
    }

    public static double Length(string name, double value)
    {
        if (value > 0 && double.IsFinite(value)) return value;
        throw new SimulationSetupException(name, $"{value} m", "give a positive length");
    }

    public static void Box(string name, Vector3<Real64> minimum, Vector3<Real64> maximum)
    {
        Vector3<Real64> size = maximum - minimum;
        if (!double.IsFinite((size.X + size.Y + size.Z).Value))
        {
            throw new SimulationSetupException(
                name, $"from {minimum} to {maximum} is not a finite box", "give finite corners");
        }

        if (!(size.X.Value >= 0 && size.Y.Value >= 0 && size.Z.Value >= 0))
        {
            throw new SimulationSetupException(
                name, $"minimum {minimum} exceeds maximum {maximum}", "swap the corners, axis by axis");
        }
    }
}
