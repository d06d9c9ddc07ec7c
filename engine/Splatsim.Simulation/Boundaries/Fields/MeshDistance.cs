using Splatsim.Compute;
using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>Signed distances of triangle meshes on grids.</summary>
public static class MeshDistance
{
    // Free nodes around the mesh, so that the border of the field is outside.
    private const int Padding = 3;

    // Within so many nodes of a triangle its distance is looked at directly; farther out triangles are handed on by neighbours.
    private const int Band = 2;

    /// <summary>Most nodes of a field: 128 MB of samples.</summary>
    public const int MaximumNodes = 1 << 25;

    /// <summary>
    /// Samples the signed distance of a mesh: exact near the surface, and everywhere else the distance to a triangle that a
    /// neighbour found nearest. The sign is that of the winding number, so that small holes do not matter.
    /// </summary>
    /// <param name="mesh">The mesh, corners in the frame of the collider [m].</param>
    /// <param name="spacing">Distance of the samples [m]; half a grid cell resolves what the grid can.</param>
    /// <param name="pool">Who computes; null takes the shared pool. The result does not depend on it.</param>
    /// <returns>Distances in units of the spacing, negative inside.</returns>
    /// <exception cref="SimulationSetupException">The spacing is not positive, or would need too many samples.</exception>
    public static GridField Sample(TriangleMesh mesh, double spacing, WorkerPool? pool = null)
    {
        BoundaryChecks.Length("MeshDistance.Spacing", spacing);
        if (mesh.TriangleCount == 0)
            throw new SimulationSetupException("MeshDistance", "the mesh has no triangles", "give a surface mesh");
        Samples samples = Samples.Around(mesh, spacing);
        int[] nearest = new int[samples.Count];
        float[] squared = new float[samples.Count];
        Array.Fill(nearest, -1);
        Array.Fill(squared, float.PositiveInfinity);
        pool ??= WorkerPool.Shared;
        pool.Run(samples.X, (slab, _) => NearBand(mesh, samples, slab, nearest, squared));
        HandOn(mesh, samples, nearest, squared);
        WindingNumbers winding = new(mesh);
        float[] values = new float[samples.Count];
        pool.Run(samples.X, (slab, _) =>
        {
            for (int i = slab * samples.Layer; i < (slab + 1) * samples.Layer; i++)
            {
                double distance = Math.Sqrt(squared[i]) / spacing;
                // Either orientation of the triangles has an inside.
                values[i] = (float)(Math.Abs(winding.Around(samples.At(i))) > 0.5 ? -distance : distance);
            }
        });
        return new(samples.X, samples.Y, samples.Z, spacing, samples.Origin, values);
    }

    // One slab of constant x; ties keep the first triangle.
    private static void NearBand(TriangleMesh mesh, Samples samples, int slab, int[] nearest, float[] squared)
    {
        for (int t = 0; t < mesh.TriangleCount; t++)
        {
            Vector3<Real64> a = mesh.Corner(t, 0), b = mesh.Corner(t, 1), c = mesh.Corner(t, 2);
            (int x0, int x1) = samples.Range(a.X.Value, b.X.Value, c.X.Value, samples.Origin.X.Value, samples.X, Band);
            if (slab < x0 || slab > x1) continue;
            (int y0, int y1) = samples.Range(a.Y.Value, b.Y.Value, c.Y.Value, samples.Origin.Y.Value, samples.Y, Band);
            (int z0, int z1) = samples.Range(a.Z.Value, b.Z.Value, c.Z.Value, samples.Origin.Z.Value, samples.Z, Band);
            for (int y = y0; y <= y1; y++)
            {
                for (int z = z0; z <= z1; z++)
                {
                    int i = (slab * samples.Y + y) * samples.Z + z;
                    Offer(mesh, samples, t, i, nearest, squared);
                }
            }
        }
    }

    // Two rounds of sweeps in all eight directions; the nearest triangle of a node is nearly always that of a neighbour.
    private static void HandOn(TriangleMesh mesh, Samples samples, int[] nearest, float[] squared)
    {
        for (int sweep = 0; sweep < 16; sweep++)
        {
            int dx = (sweep & 1) == 0 ? 1 : -1, dy = (sweep & 2) == 0 ? 1 : -1, dz = (sweep & 4) == 0 ? 1 : -1;
            for (int x = dx > 0 ? 1 : samples.X - 2; x >= 0 && x < samples.X; x += dx)
            {
                for (int y = dy > 0 ? 1 : samples.Y - 2; y >= 0 && y < samples.Y; y += dy)
                {
                    for (int z = dz > 0 ? 1 : samples.Z - 2; z >= 0 && z < samples.Z; z += dz)
                    {
                        int i = (x * samples.Y + y) * samples.Z + z;
                        for (int side = 1; side < 8; side++)
                        {
                            int from = i - ((side & 1) != 0 ? dx * samples.Layer : 0) - ((side & 2) != 0 ? dy * samples.Z : 0)
                                - ((side & 4) != 0 ? dz : 0);
                            int candidate = nearest[from];
                            if (candidate >= 0 && candidate != nearest[i]) Offer(mesh, samples, candidate, i, nearest, squared);
                        }
                    }
                }
            }
        }
    }

    private static void Offer(TriangleMesh mesh, Samples samples, int triangle, int node, int[] nearest, float[] squared)
    {
        float distance = (float)TriangleDistance.Squared(
            samples.At(node), mesh.Corner(triangle, 0), mesh.Corner(triangle, 1), mesh.Corner(triangle, 2));
        if (distance >= squared[node]) return;
        squared[node] = distance;
        nearest[node] = triangle;
    }

    private readonly record struct Samples(int X, int Y, int Z, double Spacing, Vector3<Real64> Origin)
    {
        public int Layer => Y * Z;

        public int Count => X * Y * Z;

        public static Samples Around(TriangleMesh mesh, double spacing)
        {
            Span<double> low = [double.PositiveInfinity, double.PositiveInfinity, double.PositiveInfinity];
            Span<double> high = [double.NegativeInfinity, double.NegativeInfinity, double.NegativeInfinity];
            foreach (int corner in mesh.Corners)
            {
                for (int axis = 0; axis < 3; axis++)
                {
                    low[axis] = Math.Min(low[axis], mesh.Positions[3 * corner + axis]);
                    high[axis] = Math.Max(high[axis], mesh.Positions[3 * corner + axis]);
                }
            }

            Span<double> counts = stackalloc double[3];
            for (int axis = 0; axis < 3; axis++) counts[axis] = Math.Ceiling((high[axis] - low[axis]) / spacing) + 1 + 2 * Padding;
            if (!(counts[0] * counts[1] * counts[2] <= MaximumNodes))
            {
                throw new SimulationSetupException(
                    "MeshDistance.Spacing",
                    FormattableString.Invariant($"a mesh from ({low[0]:g4}, {low[1]:g4}, {low[2]:g4}) to ({high[0]:g4}, {high[1]:g4}, {high[2]:g4}) m needs {counts[0] * counts[1] * counts[2]:g3} samples of {spacing:g3} m"),
                    $"use a larger spacing; at most {MaximumNodes} samples are made");
            }

            double pad = Padding * spacing;
            return new((int)counts[0], (int)counts[1], (int)counts[2], spacing, new(low[0] - pad, low[1] - pad, low[2] - pad));
        }

        public Vector3<Real64> At(int node) =>
            Origin + new Vector3<Real64>(node / Layer * Spacing, node / Z % Y * Spacing, node % Z * Spacing);

        // Nodes along one axis that are within a band of a triangle.
        public (int First, int Last) Range(double a, double b, double c, double origin, int count, int band) =>
            (Math.Max(0, (int)Math.Floor((Math.Min(a, Math.Min(b, c)) - origin) / Spacing) - band + 1),
                Math.Min(count - 1, (int)Math.Ceiling((Math.Max(a, Math.Max(b, c)) - origin) / Spacing) + band - 1));
    }
}
