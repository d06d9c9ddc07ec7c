using Splatsim.Mathematics;

namespace Splatsim.Splats;

/// <summary>
/// Selections by where splats are (their means) and what they are. Combine them with the operators of
/// <see cref="SplatSelection"/>. Splats whose value is NaN are never selected.
/// </summary>
public static class Selections
{
    /// <summary>Means inside a box.</summary>
    /// <param name="cloud">The cloud.</param>
    /// <param name="box">The box, in the cloud's frame [scene units].</param>
    public static SplatSelection ByBox(GaussianCloud cloud, OrientedBox box) =>
        SplatSelection.Where(cloud.Count, splat => box.Contains(cloud.MeanOf(splat)));

    /// <summary>Means inside a box along the axes.</summary>
    /// <param name="cloud">The cloud.</param>
    /// <param name="box">The box, in the cloud's frame [scene units].</param>
    public static SplatSelection ByBox(GaussianCloud cloud, AxisAlignedBox box) =>
        SplatSelection.Where(cloud.Count, splat => box.Contains(cloud.MeanOf(splat)));

    /// <summary>Means inside a sphere.</summary>
    /// <param name="cloud">The cloud.</param>
    /// <param name="centre">Centre [scene units].</param>
    /// <param name="radius">Radius [scene units].</param>
    public static SplatSelection BySphere(GaussianCloud cloud, Vector3<Real64> centre, double radius) =>
        SplatSelection.Where(cloud.Count, splat => (cloud.MeanOf(splat) - centre).LengthSquared.Value <= radius * radius);

    /// <summary>Means at a signed distance from a plane.</summary>
    /// <param name="cloud">The cloud.</param>
    /// <param name="plane">The plane, in the cloud's frame.</param>
    /// <param name="minimum">Smallest signed distance [scene units]; 0 takes the side of the normal.</param>
    /// <param name="maximum">Largest signed distance [scene units].</param>
    public static SplatSelection ByPlane(
        GaussianCloud cloud, Plane plane, double minimum = 0, double maximum = double.PositiveInfinity) =>
        SplatSelection.Where(cloud.Count, splat => IsWithin(plane.Distance(cloud.MeanOf(splat)), minimum, maximum));

    /// <summary>Opacity in a range.</summary>
    /// <param name="cloud">The cloud.</param>
    /// <param name="minimum">Smallest opacity, 0 to 1.</param>
    /// <param name="maximum">Largest opacity, 0 to 1.</param>
    public static SplatSelection ByOpacity(GaussianCloud cloud, double minimum, double maximum = 1) =>
        SplatSelection.Where(cloud.Count, splat => IsWithin(cloud.OpacityOf(splat), minimum, maximum));

    /// <summary>Largest standard deviation in a range.</summary>
    /// <param name="cloud">The cloud.</param>
    /// <param name="minimum">Smallest value [scene units].</param>
    /// <param name="maximum">Largest value [scene units].</param>
    public static SplatSelection ByScale(GaussianCloud cloud, double minimum, double maximum = double.PositiveInfinity) =>
        SplatSelection.Where(cloud.Count, splat => IsWithin(cloud.LargestScaleOf(splat), minimum, maximum));

    /// <summary>Splats with a label; none when the cloud has no labels.</summary>
    /// <param name="cloud">The cloud.</param>
    /// <param name="label">The label.</param>
    public static SplatSelection ByLabel(GaussianCloud cloud, byte label)
    {
        byte[]? labels = cloud.Labels;
        return labels is null
            ? new SplatSelection(cloud.Count)
            : SplatSelection.Where(cloud.Count, splat => labels[splat] == label);
    }

    private static bool IsWithin(double value, double minimum, double maximum) => value >= minimum && value <= maximum;
}
