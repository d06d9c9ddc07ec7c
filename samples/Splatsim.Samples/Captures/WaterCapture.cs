using Splatsim.Splats;

namespace Splatsim.Samples;

/// <summary>A bowl on a table, and above it a gulp of water that leaves a jug.</summary>
internal static class WaterCapture
{
    public static GaussianCloud Paint()
    {
        SplatPainter painter = new(16);
        painter.Lighting.Add(new(new(0, 0.03, 0), 0.05));
        FruitCapture.Bowl(painter, new Paint(0.92, 0.9, 0.85, 0.3, 8));
        Paint water = new(0.25, 0.5, 0.72, 0.5, 8);
        Surfaces.Ellipsoid(
            painter, new(0, 0.26, 0), new(0.05, 0.085, 0.05),
            (u, v, x) => water.Times(0.9 + 0.2 * Noise.Octaves(60 * x.X.Value, 60 * x.Y.Value, 60 * x.Z.Value, 2)), 0.0032);
        Surroundings.TableAndWall(painter, 0.5, 0.012);
        return painter.Build();
    }
}
