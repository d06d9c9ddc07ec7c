using Splatsim.Compute;
using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>Signed distances of triangle meshes on grids.</summary>
public static class MeshDistance
{
    // Free nodes around the mesh, so that the border of the field is outside.
    private const int Padding = 3;

    /// <summary>Most nodes of a field: 128 MB of samples.</summary>
    public const int MaximumNodes = 1 << 25;

    /// <summary>
    /// Samples the signed distance of a mesh, exact at every node. The sign is that of the winding number, so that small holes do
    /// not matter.
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
        TriangleTree tree = new(mesh);
        float[] values = new float[samples.Count];
        (pool ?? WorkerPool.Shared).Run(samples.X, (slab, _) =>
        {
            double bound = double.PositiveInfinity;
            for (int i = slab * samples.Layer; i < (slab + 1) * samples.Layer; i++)
            {
                Vector3<Real64> point = samples.At(i);
                // From node to node along a row the distance grows by at most the spacing.
                double distance = tree.Distance(point, i % samples.Z == 0 ? double.PositiveInfinity : bound + spacing);
                bound = distance;
                // Either orientation of the triangles has an inside.
                values[i] = (float)((Math.Abs(tree.WindingNumber(point)) > 0.5 ? -distance : distance) / spacing);
            }
        });
        return new(samples.X, samples.Y, samples.Z, spacing, samples.Origin, values);
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
    }
}
