namespace Splatsim.Simulation.Kernels;

/// <summary>How the device back end does its work; results agree within rounding. For tests and benchmarks.</summary>
internal sealed record DeviceOptions
{
    /// <summary>
    /// Every node adds up its particles in a fixed order: the same bits in every run, no atomics. Else shared memory and
    /// atomics, which are faster and add in any order.
    /// </summary>
    public bool IsDeterministic { get; init; }

    /// <summary>An entry for every block of the domain, or a hash table of the stored ones; null chooses by memory. Domains without bounds have the table.</summary>
    public bool? Dense { get; init; }

    /// <summary>Most substeps between sorts.</summary>
    public int LongestSortPeriod { get; init; } = 32;

    /// <summary>A first guess of the period instead of the one that follows from the speed; 0 for none.</summary>
    public int FixedSortPeriod { get; init; }

    /// <summary>The end of a substep and the beginning of the next in one visit to the particles.</summary>
    public bool Fuse { get; init; } = true;
}
