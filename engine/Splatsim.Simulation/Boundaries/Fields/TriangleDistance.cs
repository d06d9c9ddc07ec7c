using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>Distance of a point to a triangle.</summary>
internal static class TriangleDistance
{
    /// <summary>The nearest point lies inside of the triangle.</summary>
    public const int Face = -1;

    /// <summary>Parts from this one on are corners 0, 1, 2; those before are the edges that start at them.</summary>
    public const int FirstCorner = 3;

    /// <summary>Squared distance of a point to a triangle, degenerate ones included.</summary>
    public static double Squared(Vector3<Real64> p, Vector3<Real64> a, Vector3<Real64> b, Vector3<Real64> c)
    {
        Vector3<Real64> rest = Rest(p, a, b, c, out _);
        return Dot(rest, rest);
    }

    /// <summary>The way from the nearest point of a triangle to a point, and the part of the triangle that it starts from.</summary>
    /// <remarks>By the regions of corners, edges and face (Ericson 2004, section 5.1.5).</remarks>
    public static Vector3<Real64> Rest(Vector3<Real64> p, Vector3<Real64> a, Vector3<Real64> b, Vector3<Real64> c, out int part)
    {
        Vector3<Real64> ab = b - a, ac = c - a, ap = p - a;
        double d1 = Dot(ab, ap), d2 = Dot(ac, ap);
        part = FirstCorner;
        if (d1 <= 0 && d2 <= 0) return ap;
        Vector3<Real64> bp = p - b;
        double d3 = Dot(ab, bp), d4 = Dot(ac, bp);
        part = FirstCorner + 1;
        if (d3 >= 0 && d4 <= d3) return bp;
        double onC = d1 * d4 - d3 * d2;
        part = 0;
        if (onC <= 0 && d1 >= 0 && d3 <= 0) return ap - new Real64(d1 / Safe(d1 - d3)) * ab;
        Vector3<Real64> cp = p - c;
        double d5 = Dot(ab, cp), d6 = Dot(ac, cp);
        part = FirstCorner + 2;
        if (d6 >= 0 && d5 <= d6) return cp;
        double onB = d5 * d2 - d1 * d6;
        part = 2;
        if (onB <= 0 && d2 >= 0 && d6 <= 0) return ap - new Real64(d2 / Safe(d2 - d6)) * ac;
        double onA = d3 * d6 - d5 * d4;
        part = 1;
        if (onA <= 0 && d4 >= d3 && d5 >= d6) return bp - new Real64((d4 - d3) / Safe(d4 - d3 + (d5 - d6))) * (c - b);
        double scale = 1 / Safe(onA + onB + onC);
        part = Face;
        return ap - new Real64(onB * scale) * ab - new Real64(onC * scale) * ac;
    }

    private static double Safe(double value) => value > 0 ? value : 1;

    private static double Dot(Vector3<Real64> a, Vector3<Real64> b) => Vector3<Real64>.Dot(a, b).Value;
}
