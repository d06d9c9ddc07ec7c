using Splatsim.Mathematics;

namespace Splatsim.Simulation.Fast;

/// <summary>Makes the engines of tapes on the fast back end.</summary>
internal static class FastTapes
{
    /// <summary>An engine with registers of the machine's width.</summary>
    /// <exception cref="NotDifferentiableException">Something in the setup has no derivative.</exception>
    /// <exception cref="SimulationSetupException">A property of the setup cannot be simulated.</exception>
    public static ITapeEngine Create(SimulationSetup setup) => Create(setup, new FastOptions());

    /// <summary>An engine with given options.</summary>
    public static ITapeEngine Create(SimulationSetup setup, FastOptions options) => options.LaneCount switch
    {
        1 => new FastTapeEngine<Lanes1, TransferScalar>(setup, options),
        8 => new FastTapeEngine<Lanes8, Transfer256>(setup, options),
        16 => new FastTapeEngine<Lanes16, Transfer512>(setup, options),
        _ => throw new ArgumentException($"there are no registers of {options.LaneCount} floats; use 1, 8 or 16", nameof(options)),
    };
}
