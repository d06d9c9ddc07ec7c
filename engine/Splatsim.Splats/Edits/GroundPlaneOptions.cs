using Splatsim.Mathematics;

namespace Splatsim.Splats;

/// <summary>How <see cref="GroundPlane"/> is searched for.</summary>
public sealed record GroundPlaneOptions
{
    /// <summary>Roughly up; null takes the up of the cloud's frame. The normal is turned to this side.</summary>
    public Vector3<Real64>? Up { get; init; }

    /// <summary>Largest angle between normal and up [rad].</summary>
    public double MaximumTilt { get; init; } = 35 * Math.PI / 180;

    /// <summary>Half the thickness of the ground [scene units]; null takes 0.5 % of the diagonal of the robust bounds.</summary>
    public double? Tolerance { get; init; }

    /// <summary>Fainter splats are left out, 0 to 1.</summary>
    public double MinimumOpacity { get; init; } = 0.2;

    /// <summary>Planes that are tried.</summary>
    public int TrialCount { get; init; } = 2000;

    /// <summary>What a splat below the plane costs, in splats on the plane: tops of tables lose against floors.</summary>
    public double PenaltyBelow { get; init; } = 0.5;

    /// <summary>Seed of the trials; the same seed finds the same plane.</summary>
    public int Seed { get; init; } = 1;
}
