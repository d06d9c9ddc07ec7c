using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>Checks that several forces share.</summary>
internal static class ForceChecks
{
    public static double Positive(string name, double value, string unit) =>
        value > 0 && double.IsFinite(value)
            ? value
            : throw new SimulationSetupException(name, $"{value} {unit}", "give a finite value above 0");

    public static double NotNegative(string name, double value, string unit) =>
        value >= 0 && double.IsFinite(value)
            ? value
            : throw new SimulationSetupException(name, $"{value} {unit}", "give a finite value of at least 0");

    public static double LengthOrInfinite(string name, double value) =>
        value > 0 ? value : throw new SimulationSetupException(name, $"{value} m", "give a positive length, or none");

    public static double Period(string name, double value) =>
        value >= 0 ? value : throw new SimulationSetupException(name, $"{value} s", "give a time of at least 0");

    public static double Finite(string name, double value, string unit) =>
        double.IsFinite(value) ? value : throw new SimulationSetupException(name, $"{value} {unit}", "give a finite value");

    public static Vector3<Real64> Finite(string name, Vector3<Real64> value) =>
        double.IsFinite(value.LengthSquared.Value)
            ? value
            : throw new SimulationSetupException(name, $"{value} is not finite", "give finite numbers");

    public static Vector3<Real64> Direction(string name, Vector3<Real64> value)
    {
        double length = value.Length.Value;
        return length > 0 && double.IsFinite(length)
            ? new Real64(1 / length) * value
            : throw new SimulationSetupException(name, $"{value} has no direction", "give a non-zero vector");
    }
}
