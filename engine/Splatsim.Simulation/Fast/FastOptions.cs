using System.Runtime.Intrinsics;

namespace Splatsim.Simulation.Fast;

/// <summary>Choices that do not change what is computed, for tests and benchmarks; the defaults suit the machine.</summary>
internal sealed record FastOptions
{
    /// <summary>Substeps from one sort to the next at most, counted from the start of each frame. A sort costs three or four substeps.</summary>
    public const int DefaultSortPeriod = 64;

    /// <summary>Floats per register: 1, 8 or 16.</summary>
    public int LaneCount { get; init; } = Vector512.IsHardwareAccelerated ? 16 : 8;

    /// <summary>True: one entry per block of the domain; false: a hash table; null: by memory.</summary>
    public bool? Dense { get; init; }

    /// <summary>Substeps from one sort to the next.</summary>
    public int SortPeriod { get; init; } = DefaultSortPeriod;

    /// <summary>
    /// Momenta of nodes are kept beside a state that is kept, for the reversal of the substep that follows it, where they take at most this share of
    /// the state's own memory.
    /// </summary>
    public double MomentaShare { get; init; } = 0.25;

    /// <summary>Whether the end of a substep and the start of the next are one visit to the particles.</summary>
    public bool Fuse { get; init; } = true;
}
