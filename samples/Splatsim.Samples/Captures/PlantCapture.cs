using Splatsim.Mathematics;
using Splatsim.Splats;

namespace Splatsim.Samples;

/// <summary>A potted plant: leaves on stems, a clay pot, soil, on a table.</summary>
internal static class PlantCapture
{
    private const double SoilHeight = 0.145, PotRadius = 0.095;

    public static GaussianCloud Paint()
    {
        SplatPainter painter = new(11);
        painter.Lighting.Add(new(new(0, 0.08, 0), 0.09));
        (Vector3<Real64> Root, Vector3<Real64> Tip, double Bend)[] stems =
        [
            (new(0.00, SoilHeight, 0.00), new(0.02, 0.47, -0.02), 0.02),
            (new(0.02, SoilHeight, 0.01), new(0.15, 0.40, 0.06), 0.05),
            (new(-0.02, SoilHeight, 0.01), new(-0.14, 0.42, 0.04), 0.05),
            (new(0.01, SoilHeight, -0.02), new(0.06, 0.37, -0.14), 0.04),
            (new(-0.01, SoilHeight, 0.02), new(-0.04, 0.36, 0.15), 0.04),
        ];
        foreach ((Vector3<Real64> root, Vector3<Real64> tip, double bend) in stems)
            painter.Lighting.Add(new(tip, 0.07));
        Pot(painter);
        int number = 0;
        foreach ((Vector3<Real64> root, Vector3<Real64> tip, double bend) in stems)
        {
            Vector3<Real64> Curve(double t) => Stem(root, tip, bend, t);
            Surfaces.Tube(
                painter, Curve, t => 0.0065 - 0.0025 * t,
                (u, v, x) => new Paint(0.28, 0.45, 0.16, 0.1).Times(0.9 + 0.2 * Noise.At(40 * u, 3 * v)), 0.0032);
            foreach (double at in (double[])[0.4, 0.55, 0.68, 0.8, 0.9, 1.0]) Leaf(painter, Curve, at, number++);
        }

        Surroundings.TableAndWall(painter, 0.5, 0.0115);
        return painter.Build();
    }

    private static Vector3<Real64> Stem(Vector3<Real64> root, Vector3<Real64> tip, double bend, double t)
    {
        Vector3<Real64> straight = root + (Real64)t * (tip - root);
        Vector3<Real64> outward = new Vector3<Real64>(tip.X - root.X + 0.001, 0, tip.Z - root.Z).Normalized;
        return straight + (Real64)(-bend * 4 * t * (1 - t) * (1 - 0.5 * t)) * outward;
    }

    private static void Leaf(SplatPainter painter, Func<double, Vector3<Real64>> stem, double at, int number)
    {
        // The golden angle spreads leaves around a stem as plants do.
        double azimuth = 2.399963 * number + 0.4;
        double length = (0.085 + 0.02 * Noise.At(number, 3)) * (at > 0.99 ? 0.9 : 1), width = 0.3 * length;
        double rise = at > 0.99 ? 0.9 : 0.35;
        Vector3<Real64> foot = stem(at);
        Vector3<Real64> forward = new Vector3<Real64>(Math.Cos(azimuth), rise, Math.Sin(azimuth)).Normalized;
        Vector3<Real64> side = Vector3<Real64>.Cross(forward, new Vector3<Real64>(0, 1, 0)).Normalized;
        Vector3<Real64> up = Vector3<Real64>.Cross(side, forward);
        Paint young = new(0.45, 0.72, 0.25, 0.15, 6), old = new(0.16, 0.46, 0.14, 0.15, 6);
        Paint paint = old.Towards(young, Math.Clamp(at + 0.2 * Noise.At(number, 9), 0, 1));
        Surfaces.Patch(
            painter,
            (u, v) =>
            {
                double across = 2 * v - 1;
                // An oval with a tip; it droops along its length and folds along the midrib.
                double outline = Math.Sqrt(Math.Max(0, Math.Sin(Math.PI * Math.Pow(Math.Clamp(u, 0, 1), 0.75)))) * (1 - 0.25 * u);
                double droop = -0.28 * length * u * u, fold = 0.22 * width * Math.Abs(across) * outline;
                return foot + (Real64)(length * u) * forward + (Real64)(width * across * outline) * side + (Real64)(droop + fold) * up;
            },
            (u, v, x) =>
            {
                double across = Math.Abs(2 * v - 1);
                double vein = Math.Exp(-300 * across * across) + 0.5 * Math.Exp(-60 * Square(Math.Sin(9 * Math.PI * (u - 0.35 * across))));
                return paint.Times(0.9 + 0.35 * vein + 0.12 * Noise.Octaves(90 * x.X.Value, 90 * x.Y.Value, 90 * x.Z.Value, 2));
            },
            0.0026, foot - new Vector3<Real64>(0, 10, 0));
    }

    private static void Pot(SplatPainter painter)
    {
        Paint clay = new(0.7, 0.36, 0.22, 0.08);
        Paint Look(double u, double v, Vector3<Real64> x) =>
            clay.Times(0.9 + 0.12 * Noise.Octaves(50 * x.X.Value, 18 * x.Y.Value, 50 * x.Z.Value, 3));
        Surfaces.Revolve(painter, default, u => (0.065 + (PotRadius - 0.065) * u, 0.125 * u), Look, 0.0055);
        Surfaces.Revolve(painter, default, u => (PotRadius + 0.008, 0.125 + 0.035 * u), Look, 0.0045);
        Surfaces.Revolve(painter, default, u => (PotRadius + 0.008 - 0.016 * u, 0.16), Look, 0.0045);
        Surfaces.Revolve(painter, default, u => (PotRadius - 0.008, SoilHeight + (0.16 - SoilHeight) * u), Look, 0.0055, inside: true);
        Paint soil = new(0.2, 0.14, 0.1, 0);
        Surfaces.Revolve(
            painter, new(0, SoilHeight, 0), u => (PotRadius - 0.008 - u * (PotRadius - 0.009), 0.004 * Math.Sin(9 * u)),
            (u, v, x) => soil.Times(0.7 + 0.6 * Math.Abs(Noise.Octaves(120 * x.X.Value, 5, 120 * x.Z.Value, 3))), 0.0042);
    }

    private static double Square(double x) => x * x;
}
