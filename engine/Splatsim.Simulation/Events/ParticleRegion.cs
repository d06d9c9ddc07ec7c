using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>An axis-aligned box that selects particles.</summary>
/// <param name="Minimum">Lower corner [m].</param>
/// <param name="Maximum">Upper corner [m].</param>
public readonly record struct ParticleRegion(Vector3<Real64> Minimum, Vector3<Real64> Maximum)
{
    /// <summary>The box without bounds: all particles.</summary>
    public static ParticleRegion Everything { get; } = Around(default, new(
        double.PositiveInfinity, double.PositiveInfinity, double.PositiveInfinity));

    /// <summary>A box by centre and half edges.</summary>
    /// <param name="center">Centre [m].</param>
    /// <param name="halfSize">Half its edges [m].</param>
    public static ParticleRegion Around(Vector3<Real64> center, Vector3<Real64> halfSize) =>
        new(center - halfSize, center + halfSize);

    /// <summary>True for points in or on the box.</summary>
    /// <param name="point">A point [m].</param>
    public bool Contains(Vector3<Real64> point) =>
        point.X.Value >= Minimum.X.Value && point.X.Value <= Maximum.X.Value
        && point.Y.Value >= Minimum.Y.Value && point.Y.Value <= Maximum.Y.Value
        && point.Z.Value >= Minimum.Z.Value && point.Z.Value <= Maximum.Z.Value;

    /// <summary>Indices of the active particles inside, rising.</summary>
    /// <param name="particles">The particles.</param>
    public int[] Select(IParticleAccess particles)
    {
        List<int> selected = [];
        for (int p = 0; p < particles.ParticleCount; p++)
            if (particles.IsActive(p) && Contains(particles.PositionOf(p))) selected.Add(p);
        return [.. selected];
    }
}
