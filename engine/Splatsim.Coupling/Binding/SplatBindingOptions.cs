using Splatsim.Compute;

namespace Splatsim.Coupling;

/// <summary>How splats are bound and drawn.</summary>
public sealed record SplatBindingOptions
{
    /// <summary>Bounds of the stretch that splats are drawn with.</summary>
    public StretchClamp Clamp { get; init; } = StretchClamp.Default;

    /// <summary>Particles that a follower follows, at least 4.</summary>
    public int NeighbourCount { get; init; } = SplatBinding.DefaultNeighbourCount;

    /// <summary>Who computes; null for <see cref="WorkerPool.Shared"/>.</summary>
    public WorkerPool? Pool { get; init; }
}
