using Splatsim.Mathematics;
using Splatsim.Splats;

namespace Splatsim.Samples;

/// <summary>A bowl of fruit on a table.</summary>
internal static class FruitCapture
{
    public static GaussianCloud Paint()
    {
        SplatPainter painter = new(14);
        (Vector3<Real64> Center, double Radius, Paint Paint, double Stretch)[] fruit =
        [
            (new(-0.048, 0.075, 0.02), 0.04, new(0.78, 0.12, 0.1, 0.3, 7), 0.94),
            (new(0.045, 0.072, 0.03), 0.038, new(0.95, 0.5, 0.1, 0.15, 5), 0.97),
            (new(0.005, 0.074, -0.05), 0.039, new(0.5, 0.68, 0.16, 0.3, 7), 0.94),
            (new(0.0, 0.13, 0.005), 0.037, new(0.85, 0.2, 0.14, 0.3, 7), 0.94),
            (new(0.07, 0.09, -0.03), 0.03, new(0.93, 0.8, 0.2, 0.2, 6), 1.2),
            (new(-0.06, 0.09, -0.045), 0.031, new(0.95, 0.55, 0.12, 0.15, 5), 0.97),
        ];
        painter.Lighting.Add(new(new(0, 0.03, 0), 0.05));
        foreach ((Vector3<Real64> center, double radius, _, _) in fruit) painter.Lighting.Add(new(center, radius));
        int number = 0;
        foreach ((Vector3<Real64> center, double radius, Paint paint, double stretch) in fruit)
        {
            int salt = 17 * number++;
            Surfaces.Ellipsoid(
                painter, center, new(radius, stretch * radius, radius),
                (u, v, x) =>
                {
                    double streak = Noise.Octaves(9 * v + salt, 3 * u, salt, 3), spots = Noise.At(300 * x.X.Value, 300 * x.Y.Value, 300 * x.Z.Value);
                    return paint.Towards(new Paint(0.95, 0.8, 0.3, paint.Gloss, paint.Sharpness), Math.Clamp(0.5 * streak, 0, 0.5)).Times(0.96 + 0.06 * spots);
                },
                0.0034);
        }

        Bowl(painter, new Paint(0.9, 0.91, 0.93, 0.35, 8));
        Surroundings.TableAndWall(painter, 0.5, 0.0125);
        return painter.Build();
    }

    /// <summary>A round bowl of radius 13 cm, open above.</summary>
    public static void Bowl(SplatPainter painter, Paint glaze)
    {
        Paint Look(double u, double v, Vector3<Real64> x) => u is > 0.86 and < 0.92 ? new Paint(0.2, 0.35, 0.6, glaze.Gloss, glaze.Sharpness) : glaze;
        Surfaces.Revolve(painter, default, u => (0.05 + 0.08 * Math.Pow(u, 0.6), 0.012 + 0.075 * u * u), Look, 0.0062);
        Surfaces.Revolve(painter, default, u => (0.124 - 0.12 * u, 0.087 - 0.07 * Math.Sqrt(u)), (_, _, _) => glaze, 0.0062, inside: true);
        Surfaces.Revolve(painter, default, u => (0.13 - 0.006 * u, 0.087), Look, 0.004);
        Surfaces.Revolve(painter, default, u => (0.052 - 0.002 * u, 0.012 * u), (_, _, _) => glaze, 0.006);
    }
}
