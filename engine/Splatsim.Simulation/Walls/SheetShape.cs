using System.Runtime.InteropServices;
using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>A surface of triangles without thickness, open or closed; its front is where the triangles' corners run counter-clockwise.</summary>
/// <remarks>
/// The side of a point is that of the normal of the nearest triangle, edge or corner, the latter two with normals weighted by angle:
/// Baerentzen and Aanaes 2005, "Signed distance computation using the angle weighted pseudonormal".
/// </remarks>
public sealed record SheetShape : ThinShape
{
    private readonly TriangleMesh mesh;
    private readonly TriangleTree tree;
    private readonly Vector3<Real64>[] faces;
    private readonly Vector3<Real64>?[] edges;
    private readonly Vector3<Real64>?[] corners;
    private readonly Vector3<Real64>[]?[] edgeFaces;
    private readonly Vector3<Real64>[]?[] cornerFaces;

    /// <summary>A surface.</summary>
    /// <param name="mesh">Its triangles, in the frame of the collider [m]. Corners at the same place count as one.</param>
    /// <exception cref="SimulationSetupException">
    /// It has no triangles, an edge of more than two, or neighbours that turn different sides to the front.
    /// </exception>
    public SheetShape(TriangleMesh mesh)
    {
        if (mesh.TriangleCount == 0)
            throw new SimulationSetupException("SheetShape", "the mesh has no triangles", "give a surface mesh");
        this.mesh = Welded(mesh);
        tree = new(this.mesh);
        faces = new Vector3<Real64>[this.mesh.TriangleCount];
        edges = new Vector3<Real64>?[3 * faces.Length];
        corners = new Vector3<Real64>?[this.mesh.Positions.Length / 3];
        (edgeFaces, cornerFaces) = (new Vector3<Real64>[]?[edges.Length], new Vector3<Real64>[]?[corners.Length]);
        for (int t = 0; t < faces.Length; t++)
        {
            Vector3<Real64> a = this.mesh.Corner(t, 0);
            faces[t] = Vector3<Real64>.Cross(this.mesh.Corner(t, 1) - a, this.mesh.Corner(t, 2) - a).Normalized;
        }

        for (int i = 0; i < corners.Length; i++) Reach = Math.Max(Reach, this.mesh.Position(i).Length.Value);
        FindNormals();
    }

    /// <inheritdoc/>
    public override double Reach { get; }

    /// <summary>The triangles, every corner once.</summary>
    public TriangleMesh Mesh => mesh;

    /// <summary>Whether it has no edges: matter can get from one side to the other nowhere.</summary>
    public bool IsClosed { get; private set; } = true;

    /// <inheritdoc/>
    public override SurfaceSite? Nearest(Vector3<Real64> point, double reach)
    {
        int triangle = tree.Nearest(point, reach, out _);
        if (triangle < 0) return null;
        Vector3<Real64> rest = TriangleDistance.Rest(
            point, mesh.Corner(triangle, 0), mesh.Corner(triangle, 1), mesh.Corner(triangle, 2), out int part);
        Vector3<Real64>? found = part switch
        {
            TriangleDistance.Face => faces[triangle],
            < TriangleDistance.FirstCorner => edges[3 * triangle + part],
            _ => corners[mesh.Corners[3 * triangle + part - TriangleDistance.FirstCorner]],
        };
        if (found is not { } normal) return null;
        double distance = rest.Length.Value;
        bool isBehind = Vector3<Real64>.Dot(rest, normal).Value < 0;
        // On the surface itself there is no direction to it.
        bool isOff = distance > 1e-9 * (Reach + distance) && part != TriangleDistance.Face;
        if (isOff) normal = new Real64((isBehind ? -1 : 1) / distance) * rest;
        return new(isBehind ? -distance : distance, normal)
        {
            Faces = part switch
            {
                TriangleDistance.Face => FacesAtEdge(triangle, point - rest),
                < TriangleDistance.FirstCorner => edgeFaces[3 * triangle + part],
                _ => cornerFaces[mesh.Corners[3 * triangle + part - TriangleDistance.FirstCorner]],
            },
        };
    }

    /// <inheritdoc/>
    /// <remarks>Its free edges, and those that are no flat.</remarks>
    public override double[] EdgePoints(double spacing) => SheetEdges.Of(mesh, half => edges[half] is null || edgeFaces[half] is not null, spacing);

    /// <inheritdoc/>
    public override bool MayReach(Vector3<Real64> point, double distance) => tree.Nearest(point, distance, out _) >= 0;

    // A point that lies in the plane of a neighbour, as nodes on a container's ground do, is on the edge between: rounding must not choose.
    private Vector3<Real64>[]? FacesAtEdge(int triangle, Vector3<Real64> nearest)
    {
        for (int half = 3 * triangle; half < 3 * triangle + 3; half++)
        {
            if (edgeFaces[half] is not { } found) continue;
            (int from, int to) = Ends(half);
            Vector3<Real64> start = mesh.Position(from), along = (mesh.Position(to) - start).Normalized;
            if (Vector3<Real64>.Cross(nearest - start, along).Length.Value <= 1e-7 * Reach) return found;
        }

        return null;
    }

    private static TriangleMesh Welded(TriangleMesh mesh)
    {
        Dictionary<(double, double, double), int> places = [];
        List<double> positions = [];
        List<int> triangles = [];
        for (int t = 0; t < mesh.TriangleCount; t++)
        {
            (int a, int b, int c) = (Index(mesh.Corner(t, 0)), Index(mesh.Corner(t, 1)), Index(mesh.Corner(t, 2)));
            Vector3<Real64> area = Vector3<Real64>.Cross(mesh.Corner(t, 1) - mesh.Corner(t, 0), mesh.Corner(t, 2) - mesh.Corner(t, 0));
            // Triangles without area have no sides; their neighbours share the edge that is left.
            if (a != b && b != c && c != a && area.LengthSquared.Value > 0) triangles.AddRange([a, b, c]);
        }

        if (triangles.Count == 0)
            throw new SimulationSetupException("SheetShape", "all triangles have no area", "give a surface mesh");
        return new([.. positions], [.. triangles]);

        int Index(Vector3<Real64> p)
        {
            ref int index = ref CollectionsMarshal.GetValueRefOrAddDefault(places, (p.X.Value, p.Y.Value, p.Z.Value), out bool exists);
            if (exists) return index;
            index = places.Count - 1;
            positions.AddRange([p.X.Value, p.Y.Value, p.Z.Value]);
            return index;
        }
    }

    private void FindNormals()
    {
        Dictionary<(int, int), int> halves = [];
        for (int half = 0; half < edges.Length; half++)
        {
            if (halves.TryAdd(Ends(half), half)) continue;
            throw new SimulationSetupException(
                "SheetShape", $"triangles {halves[Ends(half)] / 3} and {half / 3} run along an edge in the same direction",
                "orient all triangles alike, and let no edge have more than two");
        }

        Vector3<Real64>[] sums = new Vector3<Real64>[corners.Length];
        List<Vector3<Real64>>[] around = [.. corners.Select(_ => new List<Vector3<Real64>>())];
        bool[] isFree = new bool[corners.Length];
        for (int half = 0; half < edges.Length; half++)
        {
            (int from, int to) = Ends(half);
            sums[from] += new Real64(Angle(half)) * faces[half / 3];
            AddNew(around[from], faces[half / 3]);
            if (halves.TryGetValue((to, from), out int other))
            {
                // Normals that cancel belong to a fold shut flat, which has no inside.
                edges[half] = Direction(faces[half / 3] + faces[other / 3], faces[half / 3]);
                if (IsAnother(faces[half / 3], faces[other / 3])) edgeFaces[half] = [faces[half / 3], faces[other / 3]];
            }
            else (isFree[from], isFree[to], IsClosed) = (true, true, false);
        }

        for (int i = 0; i < corners.Length; i++)
        {
            if (isFree[i]) continue;
            corners[i] = Direction(sums[i], new(0, 1, 0));
            if (around[i].Count > 1) cornerFaces[i] = [.. around[i]];
        }
    }

    private static void AddNew(List<Vector3<Real64>> normals, Vector3<Real64> normal)
    {
        if (normals.TrueForAll(n => IsAnother(n, normal))) normals.Add(normal);
    }

    private static bool IsAnother(Vector3<Real64> a, Vector3<Real64> b) => (a - b).Length.Value > 1e-6;

    private (int From, int To) Ends(int half) => (mesh.Corners[half], mesh.Corners[half - half % 3 + (half + 1) % 3]);

    // Of the triangle at the corner that the half-edge starts from.
    private double Angle(int half)
    {
        int first = half - half % 3;
        Vector3<Real64> at = mesh.Position(mesh.Corners[half]);
        Vector3<Real64> next = (mesh.Position(mesh.Corners[first + (half + 1) % 3]) - at).Normalized;
        Vector3<Real64> last = (mesh.Position(mesh.Corners[first + (half + 2) % 3]) - at).Normalized;
        return Math.Acos(Math.Clamp(Vector3<Real64>.Dot(next, last).Value, -1, 1));
    }

    private static Vector3<Real64> Direction(Vector3<Real64> sum, Vector3<Real64> otherwise) =>
        sum.Length.Value > 1e-9 ? sum.Normalized : otherwise;
}
