using Splatsim.Mathematics;
using Splatsim.Splats;

namespace Splatsim.Samples;

/// <summary>A plush bear on a table.</summary>
internal static class ToyCapture
{
    public static GaussianCloud Paint()
    {
        SplatPainter painter = new(12);
        Paint fur = new(0.66, 0.42, 0.24, 0.02), pale = new(0.86, 0.7, 0.5, 0.02);
        // A thick neck and hips: parts that only touch would come apart in the fall.
        (Vector3<Real64> Center, Vector3<Real64> Radii, bool Pale)[] parts =
        [
            (new(0, 0.112, 0), new(0.085, 0.1, 0.075), false),
            (new(0, 0.107, 0.03), new(0.058, 0.07, 0.056), true),
            (new(0, 0.19, 0), new(0.05, 0.04, 0.046), false),
            (new(0, 0.244, 0.005), new(0.068, 0.064, 0.062), false),
            (new(0, 0.229, 0.055), new(0.03, 0.025, 0.026), true),
            (new(-0.05, 0.295, 0), new(0.026, 0.026, 0.018), false),
            (new(0.05, 0.295, 0), new(0.026, 0.026, 0.018), false),
            (new(-0.093, 0.155, 0.02), new(0.055, 0.03, 0.032), false),
            (new(0.093, 0.155, 0.02), new(0.055, 0.03, 0.032), false),
            (new(-0.053, 0.045, 0.072), new(0.038, 0.037, 0.06), false),
            (new(0.053, 0.045, 0.072), new(0.038, 0.037, 0.06), false),
            (new(-0.053, 0.046, 0.124), new(0.025, 0.025, 0.012), true),
            (new(0.053, 0.046, 0.124), new(0.025, 0.025, 0.012), true),
        ];
        painter.Lighting.Add(new(new(0, 0.11, 0), 0.085));
        painter.Lighting.Add(new(new(0, 0.245, 0), 0.065));
        foreach ((Vector3<Real64> center, Vector3<Real64> radii, bool light) in parts)
        {
            Surfaces.Ellipsoid(
                painter, center, radii,
                (u, v, x) => (light ? pale : fur).Times(0.82 + 0.36 * Noise.Octaves(220 * x.X.Value, 220 * x.Y.Value, 220 * x.Z.Value, 3)), 0.0037,
                // A capture sees no skin inside other parts.
                x => parts.Any(other => other.Center.Y.Value != center.Y.Value && Inside(x, other.Center, other.Radii)));
        }

        Paint black = new(0.05, 0.045, 0.04, 0.5, 8);
        foreach (double x in (double[])[-0.026, 0.026]) Surfaces.Ellipsoid(painter, new(x, 0.262, 0.06), new(0.008, 0.009, 0.006), (_, _, _) => black, 0.002);
        Surfaces.Ellipsoid(painter, new(0, 0.24, 0.08), new(0.011, 0.008, 0.007), (_, _, _) => black, 0.002);
        Surroundings.TableAndWall(painter, 0.5, 0.012);
        return painter.Build();
    }

    private static bool Inside(Vector3<Real64> x, Vector3<Real64> center, Vector3<Real64> radii)
    {
        double a = (x.X.Value - center.X.Value) / radii.X.Value, b = (x.Y.Value - center.Y.Value) / radii.Y.Value;
        double c = (x.Z.Value - center.Z.Value) / radii.Z.Value;
        return a * a + b * b + c * c < 0.9;
    }
}
