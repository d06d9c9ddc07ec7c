using Splatsim.Compute;
using Splatsim.Mathematics;

namespace Splatsim.Coupling;

/// <summary>How the unmoved part of a capture becomes something to collide with. Lengths are in metres (simulation space).</summary>
public sealed record SplatColliderOptions
{
    /// <summary>Lower corner of the box that matter can be in [m].</summary>
    public required Vector3<Real64> Minimum { get; init; }

    /// <summary>Upper corner [m].</summary>
    public required Vector3<Real64> Maximum { get; init; }

    /// <summary>Distance of the samples [m]; half a cell of the simulation resolves what its grid can.</summary>
    public required double Spacing { get; init; }

    /// <summary>What lies this far below a captured surface is solid too [m]: a skin alone is thinner than a cell of the simulation.</summary>
    public double Thickness { get; init; }

    /// <summary>Splats of a lower opacity are ignored.</summary>
    public double MinimumOpacity { get; init; } = 0.1;

    /// <summary>Summed opacity-weighted density above which a cell belongs to the skin, positive.</summary>
    public double DensityThreshold { get; init; } = 0.5;

    /// <summary>Holes of the skin up to about twice this many samples wide are closed.</summary>
    public int SealRadius { get; init; } = 2;

    /// <summary>Farthest sample that one splat may reach along an axis: floors are captured by few large splats.</summary>
    public int MaximumRadius { get; init; } = 64;

    /// <summary>Most samples; a finer field gets a larger spacing.</summary>
    public int MaximumSamples { get; init; } = 1 << 24;

    /// <summary>Who computes; null takes the shared pool. The result does not depend on it.</summary>
    public WorkerPool? Pool { get; init; }
}
