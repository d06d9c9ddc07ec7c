using Splatsim.Splats;

namespace Splatsim.Samples;

/// <summary>A drinking glass on a table, of which one sees rim, foot and reflections, and above it a gulp of water.</summary>
internal static class GlassCapture
{
    private const double Radius = 0.06, Foot = 0.005, Rim = 0.165;
    private const int Reflections = 14;

    public static GaussianCloud Paint()
    {
        SplatPainter painter = new(23);
        painter.Lighting.Add(new(new(0, 0.03, 0), 0.03));
        Paint glass = new(0.8, 0.88, 0.9, 0.5, 8), water = new(0.25, 0.5, 0.72, 0.5, 8);
        foreach (double height in (double[])[Foot, Rim])
            Surfaces.Revolve(painter, default, u => (Radius + 0.0012 * Math.Cos(6.28 * u), height + 0.0012 * Math.Sin(6.28 * u)), (_, _, _) => glass, 0.0016);
        for (int i = 0; i < Reflections; i++)
        {
            (double sin, double cos) = Math.SinCos(2 * Math.PI * i / Reflections);
            Surfaces.Tube(
                painter, t => new(Radius * cos, Foot + t * (Rim - Foot), Radius * sin), _ => i % 3 == 0 ? 0.0009 : 0.0005, (_, _, _) => glass, 0.0014);
        }

        Surfaces.Ellipsoid(
            painter, new(0, 0.265, 0), new(0.04, 0.085, 0.04),
            (u, v, x) => water.Times(0.9 + 0.2 * Noise.Octaves(60 * x.X.Value, 60 * x.Y.Value, 60 * x.Z.Value, 2)), 0.003);
        Surroundings.TableAndWall(painter, 0.5, 0.012);
        return painter.Build();
    }
}
