using Splatsim.Simulation;

namespace Splatsim.Tests;

/// <summary>The ways to compute the same physics, by short names for theories.</summary>
internal static class Engines
{
    public const string Double = "reference, double";
    public const string Single = "reference, single";
    public const string Fast = "fast";

    public static SimulationSetup On(this SimulationSetup setup, string engine) => engine switch
    {
        Double => setup with { Backend = SimulationBackend.Reference, Precision = SimulationPrecision.Double },
        Single => setup with { Backend = SimulationBackend.Reference, Precision = SimulationPrecision.Single },
        Fast => setup with { Backend = SimulationBackend.Fast, Precision = null },
        _ => throw new ArgumentException(engine, nameof(engine)),
    };
}
