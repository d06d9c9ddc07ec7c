using Splatsim.Mathematics;

namespace Splatsim.Simulation.Fast;

/// <summary>Makes simulators of the fast back end.</summary>
internal static class FastBackend
{
    /// <summary>Starts a simulation with registers of the machine's width.</summary>
    /// <exception cref="SimulationSetupException">A property of the setup cannot be simulated.</exception>
    public static ISimulator Create(SimulationSetup setup) => Create(setup, new FastOptions());

    /// <summary>Starts a simulation with given options.</summary>
    public static ISimulator Create(SimulationSetup setup, FastOptions options) => options.LaneCount switch
    {
        1 => new FastSimulator<Lanes1, TransferScalar>(setup, options),
        8 => new FastSimulator<Lanes8, Transfer256>(setup, options),
        16 => new FastSimulator<Lanes16, Transfer512>(setup, options),
        _ => throw new ArgumentException($"there are no registers of {options.LaneCount} floats; use 1, 8 or 16", nameof(options)),
    };
}
