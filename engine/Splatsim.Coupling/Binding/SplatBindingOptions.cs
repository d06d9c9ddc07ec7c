using Splatsim.Compute;

namespace Splatsim.Coupling;

/// <summary>How splats are bound and drawn.</summary>
public sealed record SplatBindingOptions
{
    /// <summary>Bounds of the stretch that each splat of the cloud is drawn with; null for <see cref="StretchClamp.Default"/>.</summary>
    public Func<int, StretchClamp>? Clamp { get; init; }

    /// <summary>Particles that a follower follows, at least 4.</summary>
    public int NeighbourCount { get; init; } = SplatBinding.DefaultNeighbourCount;

    /// <summary>
    /// How many of the last splats are those of emitted particles, one each: they follow the last particles of the simulation and
    /// are drawn while their particle takes part.
    /// </summary>
    public int EmittedCount { get; init; }

    /// <summary>Who computes; null for <see cref="WorkerPool.Shared"/>.</summary>
    public WorkerPool? Pool { get; init; }
}
