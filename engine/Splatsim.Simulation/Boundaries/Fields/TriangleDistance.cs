using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>Distance of a point to a triangle.</summary>
internal static class TriangleDistance
{
    /// <summary>Squared distance of a point to a triangle, degenerate ones included.</summary>
    /// <remarks>By the regions of corners, edges and face (Ericson 2004, section 5.1.5).</remarks>
    public static double Squared(Vector3<Real64> p, Vector3<Real64> a, Vector3<Real64> b, Vector3<Real64> c)
    {
        Vector3<Real64> ab = b - a, ac = c - a, ap = p - a;
        double d1 = Dot(ab, ap), d2 = Dot(ac, ap);
        if (d1 <= 0 && d2 <= 0) return Dot(ap, ap);
        Vector3<Real64> bp = p - b;
        double d3 = Dot(ab, bp), d4 = Dot(ac, bp);
        if (d3 >= 0 && d4 <= d3) return Dot(bp, bp);
        double onC = d1 * d4 - d3 * d2;
        if (onC <= 0 && d1 >= 0 && d3 <= 0) return To(ap, ab, d1 / Safe(d1 - d3));
        Vector3<Real64> cp = p - c;
        double d5 = Dot(ab, cp), d6 = Dot(ac, cp);
        if (d6 >= 0 && d5 <= d6) return Dot(cp, cp);
        double onB = d5 * d2 - d1 * d6;
        if (onB <= 0 && d2 >= 0 && d6 <= 0) return To(ap, ac, d2 / Safe(d2 - d6));
        double onA = d3 * d6 - d5 * d4;
        if (onA <= 0 && d4 >= d3 && d5 >= d6) return To(bp, c - b, (d4 - d3) / Safe(d4 - d3 + (d5 - d6)));
        double scale = 1 / Safe(onA + onB + onC);
        Vector3<Real64> rest = ap - new Real64(onB * scale) * ab - new Real64(onC * scale) * ac;
        return Dot(rest, rest);
    }

    private static double To(Vector3<Real64> from, Vector3<Real64> edge, double along)
    {
        Vector3<Real64> rest = from - new Real64(along) * edge;
        return Dot(rest, rest);
    }

    private static double Safe(double value) => value > 0 ? value : 1;

    private static double Dot(Vector3<Real64> a, Vector3<Real64> b) => Vector3<Real64>.Dot(a, b).Value;
}
