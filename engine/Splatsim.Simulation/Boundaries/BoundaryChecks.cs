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
