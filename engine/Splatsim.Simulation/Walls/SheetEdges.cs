using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>Points along the edges of surfaces.</summary>
internal static class SheetEdges
{
    /// <summary>Points of some edges of a mesh, every edge and corner once, shape [points, 3].</summary>
    /// <param name="mesh">The mesh, every corner once.</param>
    /// <param name="isEdge">Whether a half-edge, three times the triangle's number and its own, counts.</param>
    /// <param name="spacing">Neighbours are at most so far apart [m].</param>
    public static double[] Of(TriangleMesh mesh, Func<int, bool> isEdge, double spacing)
    {
        HashSet<(int, int)> seen = [];
        SortedSet<int> corners = [];
        List<double> points = [];
        for (int half = 0; half < 3 * mesh.TriangleCount; half++)
        {
            if (!isEdge(half)) continue;
            int from = mesh.Corners[half], to = mesh.Corners[half - half % 3 + (half + 1) % 3];
            if (!seen.Add((Math.Min(from, to), Math.Max(from, to)))) continue;
            // The first point is a corner, which other edges have too.
            points.AddRange(Along(mesh.Position(from), mesh.Position(to), spacing).Skip(3));
            corners.UnionWith([from, to]);
        }

        foreach (int corner in corners) Add(points, mesh.Position(corner));
        return [.. points];
    }

    /// <summary>Points of a line from its start on, without its end.</summary>
    public static IEnumerable<double> Along(Vector3<Real64> from, Vector3<Real64> to, double spacing)
    {
        int count = (int)Math.Max(1, Math.Ceiling((to - from).Length.Value / spacing));
        List<double> points = [];
        for (int i = 0; i < count; i++) Add(points, from + new Real64((double)i / count) * (to - from));
        return points;
    }

    private static void Add(List<double> points, Vector3<Real64> point) => points.AddRange([point.X.Value, point.Y.Value, point.Z.Value]);
}
