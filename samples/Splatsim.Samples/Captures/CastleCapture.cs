using Splatsim.Mathematics;
using Splatsim.Splats;

namespace Splatsim.Samples;

/// <summary>A sand castle: four towers, walls and a keep, on a table.</summary>
internal static class CastleCapture
{
    private const double Half = 0.12, TowerRadius = 0.04, TowerHeight = 0.16, WallHeight = 0.09, Spacing = 0.0056;

    public static GaussianCloud Paint()
    {
        SplatPainter painter = new(13);
        foreach (double x in (double[])[-Half, Half])
            foreach (double z in (double[])[-Half, Half])
                painter.Lighting.Add(new(new(x, 0.08, z), 0.06));
        painter.Lighting.Add(new(new(0, 0.1, 0), 0.08));
        foreach (double x in (double[])[-Half, Half])
            foreach (double z in (double[])[-Half, Half]) Tower(painter, new(x, 0, z), TowerRadius, TowerHeight);
        const double thick = 0.018;
        Wall(painter, new(-Half, 0, -Half - thick), new(Half, WallHeight, -Half + thick));
        Wall(painter, new(-Half, 0, Half - thick), new(Half, WallHeight, Half + thick));
        Wall(painter, new(-Half - thick, 0, -Half), new(-Half + thick, WallHeight, Half));
        Wall(painter, new(Half - thick, 0, -Half), new(Half + thick, WallHeight, Half));
        Tower(painter, default, 0.055, 0.2);
        Surroundings.TableAndWall(painter, 0.6, 0.0135);
        return painter.Build();
    }

    private static void Tower(SplatPainter painter, Vector3<Real64> foot, double radius, double height)
    {
        Surfaces.Revolve(painter, foot, u => (radius * (1.06 - 0.1 * u), height * u), Look, Spacing);
        Surfaces.Revolve(painter, foot, u => (radius * 0.96 * (1 - 0.98 * u), height), Look, Spacing);
        const int merlons = 6;
        for (int i = 0; i < merlons; i++)
        {
            double angle = 2 * Math.PI * i / merlons;
            Vector3<Real64> at = foot + new Vector3<Real64>(0.78 * radius * Math.Cos(angle), height, 0.78 * radius * Math.Sin(angle));
            Vector3<Real64> reach = new(0.2 * radius, 0, 0.2 * radius);
            Surfaces.Box(painter, at - reach, at + reach + new Vector3<Real64>(0, 0.35 * radius, 0), Look, 0.8 * Spacing);
        }
    }

    private static void Wall(SplatPainter painter, Vector3<Real64> low, Vector3<Real64> high) => Surfaces.Box(painter, low, high, Look, Spacing);

    private static Paint Look(double u, double v, Vector3<Real64> x)
    {
        double grain = Noise.Octaves(260 * x.X.Value, 260 * x.Y.Value, 260 * x.Z.Value, 3);
        // Wetter, darker sand near the ground.
        double wet = Math.Clamp(1 - x.Y.Value / 0.06, 0, 1);
        return new Paint(0.84, 0.69, 0.46, 0.01).Times(0.92 + 0.3 * grain - 0.22 * wet);
    }
}
