using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>
/// A mesh as a tree of groups of triangles: the nearest triangle of a point, and the winding number around it.
/// </summary>
/// <remarks>
/// Jacobson et al. 2013, "Robust inside-outside segmentation using generalized winding numbers". Far groups of triangles count as
/// one dipole: Barill et al. 2018, "Fast winding numbers for soups and clouds", first order.
/// </remarks>
internal sealed class TriangleTree
{
    private const int LeafTriangles = 8;

    // A group is far at this many of its radii: an error of about 1 %, where only one half matters.
    private const double Far = 2.3;

    private readonly TriangleMesh mesh;
    private readonly int[] order;
    private readonly List<Node> nodes = [];

    public TriangleTree(TriangleMesh mesh)
    {
        this.mesh = mesh;
        order = new int[mesh.TriangleCount];
        double[] centers = new double[3 * order.Length];
        for (int t = 0; t < order.Length; t++)
        {
            order[t] = t;
            Vector3<Real64> center = new Real64(1.0 / 3) * (mesh.Corner(t, 0) + mesh.Corner(t, 1) + mesh.Corner(t, 2));
            (centers[3 * t], centers[3 * t + 1], centers[3 * t + 2]) = (center.X.Value, center.Y.Value, center.Z.Value);
        }

        Build(0, order.Length, centers);
    }

    /// <summary>
    /// The winding number around a point: 1 inside a closed mesh and 0 outside; with holes, overlaps and flipped parts it stays near
    /// these, so that half of it tells the sides apart.
    /// </summary>
    public double WindingNumber(Vector3<Real64> point) => Sum(0, point) / (4 * Math.PI);

    /// <summary>Distance to the nearest triangle.</summary>
    /// <param name="point">The point.</param>
    /// <param name="bound">A distance that the result is known not to exceed; infinity where nothing is known.</param>
    public double Distance(Vector3<Real64> point, double bound)
    {
        // A little more than the bound, so that rounding does not leave it without a triangle.
        double squared = bound * bound * (1 + 1e-9) + double.Epsilon;
        int nearest = -1;
        Search(0, (nodes[0].Center - point).Length.Value, point, ref squared, ref nearest);
        return Math.Sqrt(squared);
    }

    /// <summary>The nearest triangle.</summary>
    /// <param name="point">The point.</param>
    /// <param name="reach">Triangles that are farther do not count.</param>
    /// <param name="squared">Its squared distance.</param>
    /// <returns>Its index; -1 where none is in reach.</returns>
    public int Nearest(Vector3<Real64> point, double reach, out double squared)
    {
        squared = reach * reach;
        int nearest = -1;
        Search(0, (nodes[0].Center - point).Length.Value, point, ref squared, ref nearest);
        return nearest;
    }

    private int Build(int start, int end, double[] centers)
    {
        Vector3<Real64> area = default, center = default;
        double weight = 0;
        for (int i = start; i < end; i++)
        {
            Vector3<Real64> a = mesh.Corner(order[i], 0), b = mesh.Corner(order[i], 1), c = mesh.Corner(order[i], 2);
            Vector3<Real64> half = new Real64(0.5) * Vector3<Real64>.Cross(b - a, c - a);
            double size = half.Length.Value + 1e-300;
            area += half;
            weight += size;
            center += new Real64(size / 3) * (a + b + c);
        }

        center = new Real64(1 / weight) * center;
        double radius = 0;
        for (int i = start; i < end; i++)
            for (int corner = 0; corner < 3; corner++) radius = Math.Max(radius, (mesh.Corner(order[i], corner) - center).Length.Value);
        int index = nodes.Count;
        nodes.Add(default);
        int second = 0;
        if (end - start > LeafTriangles)
        {
            int middle = Split(start, end, centers);
            Build(start, middle, centers);
            second = Build(middle, end, centers);
        }

        nodes[index] = new(start, end, second, center, area, radius);
        return index;
    }

    private int Split(int start, int end, double[] centers)
    {
        int widest = 0;
        double extent = -1;
        for (int axis = 0; axis < 3; axis++)
        {
            double low = double.PositiveInfinity, high = double.NegativeInfinity;
            for (int i = start; i < end; i++)
            {
                low = Math.Min(low, centers[3 * order[i] + axis]);
                high = Math.Max(high, centers[3 * order[i] + axis]);
            }

            if (high - low > extent) (widest, extent) = (axis, high - low);
        }

        Array.Sort(order, start, end - start, Comparer<int>.Create((a, b) =>
        {
            int byCenter = centers[3 * a + widest].CompareTo(centers[3 * b + widest]);
            return byCenter != 0 ? byCenter : a.CompareTo(b);
        }));
        return (start + end) / 2;
    }

    private void Search(int index, double toCenter, Vector3<Real64> point, ref double squared, ref int nearest)
    {
        Node node = nodes[index];
        double least = toCenter - node.Radius;
        if (least > 0 && least * least > squared) return;
        if (node.Second == 0)
        {
            for (int i = node.Start; i < node.End; i++)
            {
                double here = TriangleDistance.Squared(point, mesh.Corner(order[i], 0), mesh.Corner(order[i], 1), mesh.Corner(order[i], 2));
                if (here >= squared) continue;
                (squared, nearest) = (here, order[i]);
            }

            return;
        }

        // The nearer group first: it often rules the other out.
        double first = (nodes[index + 1].Center - point).Length.Value, second = (nodes[node.Second].Center - point).Length.Value;
        if (first <= second) Search(index + 1, first, point, ref squared, ref nearest);
        Search(node.Second, second, point, ref squared, ref nearest);
        if (first > second) Search(index + 1, first, point, ref squared, ref nearest);
    }

    private double Sum(int index, Vector3<Real64> point)
    {
        Node node = nodes[index];
        Vector3<Real64> offset = node.Center - point;
        double distance = offset.Length.Value;
        if (distance > Far * node.Radius) return Vector3<Real64>.Dot(node.Area, offset).Value / (distance * distance * distance);
        if (node.Second > 0) return Sum(index + 1, point) + Sum(node.Second, point);
        double sum = 0;
        for (int i = node.Start; i < node.End; i++) sum += SolidAngle(point, order[i]);
        return sum;
    }

    // Van Oosterom and Strackee 1983.
    private double SolidAngle(Vector3<Real64> point, int triangle)
    {
        Vector3<Real64> a = mesh.Corner(triangle, 0) - point, b = mesh.Corner(triangle, 1) - point, c = mesh.Corner(triangle, 2) - point;
        double la = a.Length.Value, lb = b.Length.Value, lc = c.Length.Value;
        double above = Vector3<Real64>.Dot(a, Vector3<Real64>.Cross(b, c)).Value;
        double below = la * lb * lc + Vector3<Real64>.Dot(a, b).Value * lc + Vector3<Real64>.Dot(b, c).Value * la
            + Vector3<Real64>.Dot(c, a).Value * lb;
        return 2 * Math.Atan2(above, below);
    }

    private readonly record struct Node(int Start, int End, int Second, Vector3<Real64> Center, Vector3<Real64> Area, double Radius);
}
