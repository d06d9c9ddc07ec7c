namespace Splatsim.Splats;

/// <summary>How <see cref="ConnectedComponents"/> are found.</summary>
public sealed record ComponentOptions
{
    /// <summary>Means closer than this hold together [scene units]; null takes it from the scales.</summary>
    public double? Radius { get; init; }

    /// <summary>Radius in units of the largest standard deviation of a typical splat.</summary>
    public double RadiusFactor { get; init; } = 3;

    /// <summary>Which splat is typical: the percentile of the largest standard deviations, 0 to 100.</summary>
    public double ScalePercentile { get; init; } = 75;

    /// <summary>Fainter splats are left out, 0 to 1: haze would bridge what the eye sees apart.</summary>
    public double MinimumOpacity { get; init; } = 0.1;

    /// <summary>Only these splats take part; null for all.</summary>
    public SplatSelection? Within { get; init; }
}
