using Splatsim.Mathematics;

namespace Splatsim.Samples;

/// <summary>Paints parametric surfaces with splats of even spacing.</summary>
internal static class Surfaces
{
    // Standard deviation of a splat in units of the spacing: neighbours overlap without holes.
    private const double Overlap = 0.62;

    /// <summary>A surface over the unit square.</summary>
    /// <param name="painter">Receives the splats.</param>
    /// <param name="point">Position [m] of a parameter pair.</param>
    /// <param name="paint">Look at a parameter pair and position.</param>
    /// <param name="spacing">Distance of splats [m].</param>
    /// <param name="outward">A point on the inner side: normals point away from it; null keeps d/du x d/dv.</param>
    /// <param name="hidden">Where nothing is painted; null paints everywhere.</param>
    public static void Patch(
        SplatPainter painter, Func<double, double, Vector3<Real64>> point, Func<double, double, Vector3<Real64>, Paint> paint,
        double spacing, Vector3<Real64>? outward = null, Func<Vector3<Real64>, bool>? hidden = null)
    {
        const double step = 1e-4;
        double length = Length(t => point(t, 0.5)), width = Math.Max(Length(t => point(0.25, t)), Length(t => point(0.6, t)));
        int rows = Math.Max(1, (int)Math.Ceiling(length / spacing));
        for (int row = 0; row < rows; row++)
        {
            double u = (row + 0.5) / rows;
            double rowWidth = Length(t => point(u, t));
            int columns = Math.Max(1, (int)Math.Ceiling(Math.Min(rowWidth, 2 * width) / spacing));
            for (int column = 0; column < columns; column++)
            {
                double uj = Math.Clamp(u + 0.5 * (painter.Random.NextDouble() - 0.5) / rows, 0, 1);
                double vj = Math.Clamp((column + 0.5 + 0.5 * (painter.Random.NextDouble() - 0.5)) / columns, 0, 1);
                Vector3<Real64> x = point(uj, vj);
                if (hidden?.Invoke(x) == true) continue;
                Vector3<Real64> du = point(Math.Min(1, uj + step), vj) - point(Math.Max(0, uj - step), vj);
                Vector3<Real64> dv = point(uj, Math.Min(1, vj + step)) - point(uj, Math.Max(0, vj - step));
                Vector3<Real64> normal = Vector3<Real64>.Cross(du, dv);
                if (!(normal.LengthSquared.Value > 1e-24)) continue;
                normal = normal.Normalized;
                if (outward is Vector3<Real64> inner && Vector3<Real64>.Dot(normal, x - inner).Value < 0) normal = -normal;
                painter.Add(x, normal, du, Overlap * length / rows, Overlap * rowWidth / columns, paint(uj, vj, x));
            }
        }
    }

    /// <summary>A surface of revolution about the vertical through a point; the profile gives radius and height.</summary>
    public static void Revolve(
        SplatPainter painter, Vector3<Real64> foot, Func<double, (double Radius, double Height)> profile,
        Func<double, double, Vector3<Real64>, Paint> paint, double spacing, bool inside = false)
    {
        Patch(painter, Point, paint, spacing);

        Vector3<Real64> Point(double u, double v)
        {
            (double radius, double height) = profile(u);
            double angle = (inside ? -1 : 1) * 2 * Math.PI * v;
            // d/du along the profile upwards, d/dv clockwise from above: their product points outwards.
            return foot + new Vector3<Real64>(radius * Math.Sin(-angle), height, radius * Math.Cos(angle));
        }
    }

    /// <summary>An ellipsoid.</summary>
    public static void Ellipsoid(
        SplatPainter painter, Vector3<Real64> center, Vector3<Real64> radii, Func<double, double, Vector3<Real64>, Paint> paint, double spacing,
        Func<Vector3<Real64>, bool>? hidden = null) =>
        Patch(
            painter,
            (u, v) =>
            {
                double polar = Math.PI * u, angle = 2 * Math.PI * v;
                return center + new Vector3<Real64>(
                    radii.X.Value * Math.Sin(polar) * Math.Cos(angle), radii.Y.Value * Math.Cos(polar), radii.Z.Value * Math.Sin(polar) * Math.Sin(angle));
            },
            paint, spacing, center, hidden);

    /// <summary>A flat parallelogram: corner + u a + v b.</summary>
    public static void Sheet(
        SplatPainter painter, Vector3<Real64> corner, Vector3<Real64> a, Vector3<Real64> b,
        Func<double, double, Vector3<Real64>, Paint> paint, double spacing) =>
        Patch(painter, (u, v) => corner + (Real64)u * a + (Real64)v * b, paint, spacing);

    /// <summary>An axis-aligned box without its bottom.</summary>
    public static void Box(
        SplatPainter painter, Vector3<Real64> low, Vector3<Real64> high, Func<double, double, Vector3<Real64>, Paint> paint, double spacing)
    {
        Vector3<Real64> x = new(high.X - low.X, 0, 0), y = new(0, high.Y - low.Y, 0), z = new(0, 0, high.Z - low.Z);
        Sheet(painter, low + y, z, x, paint, spacing);
        Sheet(painter, low, y, z, paint, spacing, -1);
        Sheet(painter, low + x, z, y, paint, spacing, -1);
        Sheet(painter, low, x, y, paint, spacing, -1);
        Sheet(painter, low + z, x, y, paint, spacing);
    }

    /// <summary>A tube along a curve, its radius varying.</summary>
    public static void Tube(
        SplatPainter painter, Func<double, Vector3<Real64>> curve, Func<double, double> radius,
        Func<double, double, Vector3<Real64>, Paint> paint, double spacing)
    {
        const double step = 1e-3;
        Patch(painter, Point, paint, spacing);

        Vector3<Real64> Point(double u, double v)
        {
            Vector3<Real64> along = (curve(Math.Min(1, u + step)) - curve(Math.Max(0, u - step))).Normalized;
            Vector3<Real64> side = Math.Abs(along.X.Value) < 0.9 ? new(1, 0, 0) : new(0, 0, 1);
            Vector3<Real64> first = Vector3<Real64>.Cross(along, side).Normalized;
            Vector3<Real64> second = Vector3<Real64>.Cross(along, first);
            double angle = 2 * Math.PI * v, r = radius(u);
            // Clockwise, so that d/du x d/dv points away from the axis.
            return curve(u) + (Real64)(r * Math.Cos(angle)) * second + (Real64)(r * Math.Sin(angle)) * first;
        }
    }

    private static void Sheet(
        SplatPainter painter, Vector3<Real64> corner, Vector3<Real64> a, Vector3<Real64> b,
        Func<double, double, Vector3<Real64>, Paint> paint, double spacing, int side)
    {
        if (side < 0) Sheet(painter, corner, b, a, (u, v, x) => paint(v, u, x), spacing);
        else Sheet(painter, corner, a, b, paint, spacing);
    }

    private static double Length(Func<double, Vector3<Real64>> curve)
    {
        const int pieces = 24;
        double length = 0;
        Vector3<Real64> last = curve(0);
        for (int i = 1; i <= pieces; i++)
        {
            Vector3<Real64> next = curve((double)i / pieces);
            length += (next - last).Length.Value;
            last = next;
        }

        return length;
    }
}
