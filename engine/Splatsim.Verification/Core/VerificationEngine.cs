using Splatsim.Simulation;

namespace Splatsim.Verification;

/// <summary>One of the ways to compute the same physics.</summary>
/// <param name="Name">Name for tables, as "fast".</param>
/// <param name="Backend">The implementation.</param>
/// <param name="Precision">Its number.</param>
public sealed record VerificationEngine(string Name, SimulationBackend Backend, SimulationPrecision Precision)
{
    /// <summary>The definition in double precision.</summary>
    public static VerificationEngine Double { get; } = new("double", SimulationBackend.Reference, SimulationPrecision.Double);

    /// <summary>The definition in single precision.</summary>
    public static VerificationEngine Single { get; } = new("single", SimulationBackend.Reference, SimulationPrecision.Single);

    /// <summary>SIMD on all cores, in single precision.</summary>
    public static VerificationEngine Fast { get; } = new("fast", SimulationBackend.Fast, SimulationPrecision.Single);

    /// <summary>All engines.</summary>
    public static IReadOnlyList<VerificationEngine> All { get; } = [Double, Single, Fast];

    /// <summary>True in double precision.</summary>
    public bool IsDouble => Precision == SimulationPrecision.Double;

    /// <summary>Starts a simulation on this engine.</summary>
    /// <param name="setup">What to simulate.</param>
    /// <param name="options">Says which threads to use.</param>
    public ISimulator Start(SimulationSetup setup, VerificationOptions options) =>
        Simulators.Create(setup with { Backend = Backend, Precision = Precision, Workers = options.Workers });
}
