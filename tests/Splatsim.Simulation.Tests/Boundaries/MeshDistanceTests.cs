using Splatsim.Compute;
using Splatsim.Mathematics;
using Splatsim.Simulation;

namespace Splatsim.Tests;

/// <summary>Sampled distances of meshes against closed forms.</summary>
public sealed class MeshDistanceTests
{
    private const double Radius = 0.3;

    [Fact]
    public void Sample_OfAMeshedSphere_IsWithinTheBoundOfItsTriangles()
    {
        // Corners lie on the sphere; the middle of an edge of length s is s^2 / 8R inside. Nodes are exact, so between them the
        // trilinear error is h^2 times the sum of |second derivatives| / 8 <= 3 h^2 / 8r.
        TriangleMesh mesh = Sphere(24, 48, out double edge);
        const double spacing = 0.03;
        GridField field = MeshDistance.Sample(mesh, spacing);
        double meshing = edge * edge / (4 * Radius);
        for (int i = 0; i < field.Values.Length; i++)
        {
            Vector3<Real64> x = NodeOf(field, i);
            double exact = x.Length.Value - Radius, actual = field.Values[i] * spacing;
            // Samples are floats: of up to 10 spacings, half a unit in the last place is 5e-7 of one.
            Assert.InRange(actual - exact, -1e-6 * spacing, meshing);
        }

        GridContact<Real64> contact = Contact(new DistanceShape(field), out FieldTable table, out GridDomain domain);
        for (int i = 0; i < 200; i++)
        {
            Vector3<Real64> direction = new Vector3<Real64>(Math.Sin(1.7 * i), Math.Cos(2.3 * i), Math.Sin(0.9 * i + 1)).Normalized;
            double distance = 0.06 * Math.Sin(0.37 * i), r = Radius + distance;
            Vector3<Real64> node = domain.ToCells(new Real64(r) * direction);
            double actual = ContactShapes.Distance(in contact, new ScalarFields<Real64>(table), node, out Vector3<Real64> normal).Value * domain.CellSize;
            double trilinear = 3 * spacing * spacing / (8 * (r - 2 * spacing));
            Assert.InRange(actual - distance, -1e-6, meshing + trilinear);
            // The gradient is off by h times the curvature, and by the angle between triangles.
            Assert.True((normal - direction).Length.Value < 2 * spacing / Radius + edge / Radius, $"normal {normal}, expected {direction}");
        }
    }

    [Fact]
    public void Sample_OfABox_IsTheDistanceOfABox()
    {
        // Flat faces are met exactly; samples are floats of a few units.
        TriangleMesh box = Box(new(0.2, 0.13, 0.27));
        GridField field = MeshDistance.Sample(box, 0.04);
        for (int i = 0; i < field.Values.Length; i++)
        {
            Vector3<Real64> x = NodeOf(field, i);
            double qx = Math.Abs(x.X.Value) - 0.2, qy = Math.Abs(x.Y.Value) - 0.13, qz = Math.Abs(x.Z.Value) - 0.27;
            double outside = new Vector3<Real64>(Math.Max(qx, 0), Math.Max(qy, 0), Math.Max(qz, 0)).Length.Value;
            double exact = outside > 0 ? outside : Math.Max(qx, Math.Max(qy, qz));
            Assert.Equal(exact, field.Values[i] * 0.04, 2e-6);
        }
    }

    [Fact]
    public void Sample_OfASphereWithAHoleAndTurnedInsideOut_StillHasAnInside()
    {
        // Without 3 of 48 segments of the cap: the winding number stays above one half everywhere but at the hole itself.
        TriangleMesh whole = Sphere(24, 48, out _);
        int[] corners = [.. whole.Corners[9..].Chunk(3).SelectMany(t => (int[])[t[0], t[2], t[1]])];
        GridField field = MeshDistance.Sample(new(whole.Positions, corners), 0.03);
        for (int i = 0; i < field.Values.Length; i++)
        {
            double r = NodeOf(field, i).Length.Value;
            if (r < Radius - 0.05) Assert.True(field.Values[i] < 0);
            if (r > Radius + 0.05) Assert.True(field.Values[i] > 0);
        }
    }

    [Fact]
    public void Sample_IsTheSameForAnyNumberOfWorkers()
    {
        TriangleMesh mesh = Sphere(8, 12, out _);
        using WorkerPool one = new(1), three = new(3);
        Assert.Equal(MeshDistance.Sample(mesh, 0.05, one).Values.ToArray(), MeshDistance.Sample(mesh, 0.05, three).Values.ToArray());
    }

    [Fact]
    public void Sample_TooFine_IsRefusedBeforeAnythingIsAllocated()
    {
        SimulationSetupException error = Assert.Throws<SimulationSetupException>(() => MeshDistance.Sample(Box(new(1, 1, 1)), 1e-4));
        Assert.Contains("larger spacing", error.Message, StringComparison.Ordinal);
    }

    /// <summary>A box of 12 triangles around the origin.</summary>
    internal static TriangleMesh Box(Vector3<Real64> half)
    {
        double[] positions = new double[24];
        for (int i = 0; i < 8; i++)
        {
            positions[3 * i] = (i & 1) == 0 ? -half.X.Value : half.X.Value;
            positions[3 * i + 1] = (i & 2) == 0 ? -half.Y.Value : half.Y.Value;
            positions[3 * i + 2] = (i & 4) == 0 ? -half.Z.Value : half.Z.Value;
        }

        return new(positions,
        [
            0, 2, 1, 1, 2, 3, 4, 5, 6, 5, 7, 6, 0, 1, 4, 1, 5, 4, 2, 6, 3, 3, 6, 7, 0, 4, 2, 2, 4, 6, 1, 3, 5, 3, 7, 5,
        ]);
    }

    // Rings of corners on the sphere; the longest edge is that of a square's diagonal at the equator.
    private static TriangleMesh Sphere(int rings, int segments, out double edge)
    {
        List<double> positions = [];
        for (int ring = 0; ring <= rings; ring++)
        {
            for (int segment = 0; segment < segments; segment++)
            {
                double polar = Math.PI * ring / rings, around = 2 * Math.PI * segment / segments;
                positions.AddRange([Radius * Math.Sin(polar) * Math.Cos(around), Radius * Math.Cos(polar), Radius * Math.Sin(polar) * Math.Sin(around)]);
            }
        }

        List<int> corners = [];
        for (int ring = 0; ring < rings; ring++)
        {
            for (int segment = 0; segment < segments; segment++)
            {
                int next = (segment + 1) % segments, a = ring * segments + segment, b = ring * segments + next, c = a + segments, d = b + segments;
                if (ring > 0) corners.AddRange([a, b, d]);
                if (ring < rings - 1) corners.AddRange([a, d, c]);
            }
        }

        double up = Radius * Math.PI / rings, along = Radius * 2 * Math.PI / segments;
        edge = Math.Sqrt(up * up + along * along);
        return new([.. positions], [.. corners]);
    }

    private static Vector3<Real64> NodeOf(GridField field, int index)
    {
        int x = index / (field.CountY * field.CountZ), y = index / field.CountZ % field.CountY, z = index % field.CountZ;
        return field.Origin + new Vector3<Real64>(x * field.Spacing, y * field.Spacing, z * field.Spacing);
    }

    private static GridContact<Real64> Contact(ColliderShape shape, out FieldTable table, out GridDomain domain)
    {
        domain = new(new(-1, -1, -1), 0.05, 41, 41, 41);
        Collider collider = new(shape, MotionPath.At(default), new(ContactMode.Separate));
        table = new([collider]);
        List<GridContact<Real64>> contacts = [];
        collider.Collect(new(0, 0.01, domain) { Fields = table }, contacts);
        return contacts[0];
    }
}
