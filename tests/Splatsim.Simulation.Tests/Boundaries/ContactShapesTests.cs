using Splatsim.Mathematics;
using Splatsim.Simulation;

namespace Splatsim.Tests;

/// <summary>Distances and normals of shapes against closed forms, in double.</summary>
public sealed class ContactShapesTests
{
    // A few roundings of coordinates of about 20 cells.
    private const double Tolerance = 2e-14;

    private static readonly GridDomain Domain = new(new(-0.4, 0.3, 0.2), 0.05, 30, 30, 30);
    private static readonly Quaternion<Real64> Turn = new Quaternion<Real64>(0.7, -0.3, 0.5, 0.2).Normalized;
    private static readonly Vector3<Real64> Center = new(0.31, 1.04, 0.93);

    public static TheoryData<double, double, double> Points { get; } = new()
    {
        { 0.03, 0.02, -0.01 }, { 0.25, 0.01, 0.02 }, { 0.02, 0.3, -0.05 }, { -0.06, -0.31, 0.2 }, { 0.2, -0.2, 0.4 }, { 0.01, -0.12, 0.06 },
    };

    [Theory]
    [MemberData(nameof(Points))]
    public void Sphere_IsTheDistanceToItsCentre(double x, double y, double z)
    {
        double length = Math.Sqrt(x * x + y * y + z * z);
        Check(new SphereShape(0.15), new(x, y, z), length - 0.15, new(x / length, y / length, z / length));
        Check(new SphereShape(0.15, isHollow: true), new(x, y, z), 0.15 - length, new(-x / length, -y / length, -z / length));
    }

    [Theory]
    [MemberData(nameof(Points))]
    public void Capsule_IsTheDistanceToItsSegment(double x, double y, double z)
    {
        double nearest = Math.Clamp(y, -0.1, 0.1);
        double length = Math.Sqrt(x * x + (y - nearest) * (y - nearest) + z * z);
        Check(new CapsuleShape(0.08, 0.1), new(x, y, z), length - 0.08, new(x / length, (y - nearest) / length, z / length));
    }

    [Theory]
    [MemberData(nameof(Points))]
    public void Cylinder_IsTheDistanceToItsNearestPoint(double x, double y, double z)
    {
        const double radius = 0.1, half = 0.14;
        double r = Math.Sqrt(x * x + z * z), side = r - radius, end = Math.Abs(y) - half;
        double sign = Math.Sign(y);
        if (side > 0 && end > 0)
        {
            double d = Math.Sqrt(side * side + end * end);
            Check(new CylinderShape(radius, half), new(x, y, z), d, new(side / d * x / r, end / d * sign, side / d * z / r));
        }
        else if (side > end)
        {
            Check(new CylinderShape(radius, half), new(x, y, z), side, new(x / r, 0, z / r));
        }
        else
        {
            Check(new CylinderShape(radius, half), new(x, y, z), end, new(0, sign, 0));
        }
    }

    [Theory]
    [MemberData(nameof(Points))]
    public void Box_IsTheDistanceToItsNearestPoint(double x, double y, double z)
    {
        double[] half = [0.07, 0.16, 0.11], p = [x, y, z], q = new double[3];
        for (int i = 0; i < 3; i++) q[i] = Math.Abs(p[i]) - half[i];
        double outside = Math.Sqrt(q.Sum(v => Math.Max(v, 0) * Math.Max(v, 0)));
        int face = Array.IndexOf(q, q.Max());
        double[] n = new double[3];
        if (outside > 0) for (int i = 0; i < 3; i++) n[i] = Math.Max(q[i], 0) / outside * Math.Sign(p[i]);
        else n[face] = Math.Sign(p[face]);
        Check(new BoxShape(new(half[0], half[1], half[2])), new(x, y, z), outside > 0 ? outside : q[face], new(n[0], n[1], n[2]));
    }

    [Fact]
    public void HollowBox_IsSixWallsInItsOwnFrame()
    {
        Vector3<Real64> half = new(0.2, 0.25, 0.3), point = new(0.17, -0.2, 0.05);
        List<GridContact<Real64>> walls = ContactsOf(new BoxShape(half, isHollow: true), out _);
        Assert.Equal(6, walls.Count);
        Vector3<Real64> node = Domain.ToCells(Center + Turn.ToMatrix() * point);
        double[] distances = [.. walls.Select(w => ContactShapes.Distance(in w, default(NoFields<Real64>), node, out _).Value * Domain.CellSize)];
        double[] expected = [0.37, 0.03, 0.05, 0.45, 0.35, 0.25];
        for (int i = 0; i < 6; i++) Assert.Equal(expected[i], distances[i], Tolerance);
    }

    [Theory]
    [InlineData(0.31, 0.4, -0.22)]
    [InlineData(-0.3, -0.1, 0.1)]
    public void Heightfield_OfAPlane_IsThePlane(double x, double y, double z)
    {
        // Bilinear interpolation reproduces linear functions; samples are floats.
        const int count = 12;
        const double spacing = 0.08, a = 0.3, b = -0.2, c = 0.05;
        double Place(int i) => (i - 0.5 * (count - 1)) * spacing;
        HeightfieldShape shape = new(count, count, spacing, [.. Enumerable.Range(0, count * count).Select(i => a * Place(i / count) + b * Place(i % count) + c)]);
        double slope = Math.Sqrt(1 + a * a + b * b);
        Check(shape, new(x, y, z), (y - a * x - b * z - c) / slope, new(-a / slope, 1 / slope, -b / slope), 1e-6);
    }

    [Fact]
    public void Distance_OfALinearField_IsExact()
    {
        // Trilinear interpolation reproduces linear functions; the values are floats.
        const int count = 10;
        const double spacing = 0.07;
        Vector3<Real64> n = new(0.36, 0.48, 0.8), origin = new(-0.3, -0.3, -0.3);
        float[] values = new float[count * count * count];
        for (int i = 0; i < values.Length; i++)
        {
            Vector3<Real64> at = origin + new Vector3<Real64>(i / 100 * spacing, i / 10 % 10 * spacing, i % 10 * spacing);
            values[i] = (float)((Vector3<Real64>.Dot(n, at).Value - 0.1) / spacing);
        }

        Check(new DistanceShape(new GridField(count, count, count, spacing, origin, values)), new(0.11, -0.13, 0.2), 0.0396 - 0.0624 + 0.16 - 0.1, n, 1e-6);
    }

    [Fact]
    public void Shape_ThatTurns_HasVelocityPlusOmegaCrossR()
    {
        Vector3<Real64> velocity = new(0.3, -0.2, 0.1), omega = new(2, -1, 3), arm = new(0.12, -0.08, 0.05);
        foreach (ContactMode mode in Enum.GetValues<ContactMode>())
        {
            MotionPath path = MotionPath.Steady(Center, Turn, velocity, omega);
            List<GridContact<Real64>> contacts = [];
            new Collider(new BoxShape(new(0.3, 0.3, 0.3), isHollow: true), path, new(mode)).Collect(new(0, 1e-6, Domain), contacts);
            foreach (GridContact<Real64> contact in contacts)
            {
                Vector3<Real64> actual = GridContacts.SurfaceVelocity(in contact, Domain.ToCells(Center + arm));
                // Sticky takes the displacement over the step, which differs by |omega|^2 dt |r| / 2 = 1e-6.
                Bodies.AssertVector(velocity + Vector3<Real64>.Cross(omega, arm), actual, mode == ContactMode.Sticky ? 2e-6 : 1e-14);
            }
        }
    }

    [Fact]
    public void Surface_WithNumbersThatDoNotFit_IsRefused()
    {
        Assert.Contains("Friction", Assert.Throws<SimulationSetupException>(() => new ContactSurface(ContactMode.Slip, 0.2).Checked()).Message, StringComparison.Ordinal);
        Assert.Contains("Restitution", Assert.Throws<SimulationSetupException>(() => new ContactSurface(ContactMode.Sticky, 0, 0.2).Checked()).Message, StringComparison.Ordinal);
        Assert.Contains("1.5", Assert.Throws<SimulationSetupException>(() => new ContactSurface(ContactMode.Separate, 0, 1.5).Checked()).Message, StringComparison.Ordinal);
        Assert.Throws<SimulationSetupException>(() => new SphereShape(0));
        Assert.Throws<SimulationSetupException>(() => new CylinderShape(1, double.NaN));
        Assert.Throws<SimulationSetupException>(() => new HeightfieldShape(1, 4, 0.1, [0, 0, 0, 0]));
    }

    [Fact]
    public void ShapeThinnerThanACell_IsRefused()
    {
        // Such a wall can lie between two layers of nodes.
        Refused(new Collider(new BoxShape(new(0.2, 0.2, 0.02)), MotionPath.At(Center), new(ContactMode.Sticky)));
        Refused(new MovingCuboid(new(0.2, 0.02, 0.2), MotionPath.At(Center)));
        // Samples of a slab of 2 cm, its deepest ones 1 cm inside.
        float[] slab = [.. Enumerable.Range(0, 125).Select(i => (float)Math.Abs(i / 5 % 5 - 2) - 1)];
        Refused(new Collider(new DistanceShape(new(5, 5, 5, 0.01, Center, slab)), MotionPath.At(default), new(ContactMode.Sticky)));

        static void Refused(IGridBoundary wall)
        {
            SimulationSetup setup = Bodies.Setup(Domain, Bodies.Cube(Center, 2, Domain.CellSize)) with { Boundaries = [wall] };
            Assert.Contains("thinner than a cell", Assert.Throws<SimulationSetupException>(() => Simulators.Create(setup)).Message, StringComparison.Ordinal);
        }
    }

    private static List<GridContact<Real64>> ContactsOf(ColliderShape shape, out FieldTable table)
    {
        Collider collider = new(shape, MotionPath.At(Center, Turn), new(ContactMode.Separate));
        table = new([collider]);
        List<GridContact<Real64>> contacts = [];
        collider.Collect(new(0, 0.01, Domain) { Fields = table }, contacts);
        return contacts;
    }

    // A point in the collider's frame, its distance [m], and the normal there in that frame.
    private static void Check(ColliderShape shape, Vector3<Real64> point, double distance, Vector3<Real64> normal, double tolerance = Tolerance)
    {
        GridContact<Real64> contact = ContactsOf(shape, out FieldTable table)[0];
        Matrix3x3<Real64> turn = Turn.ToMatrix();
        Vector3<Real64> node = Domain.ToCells(Center + turn * point);
        Real64 actual = ContactShapes.Distance(in contact, new ScalarFields<Real64>(table), node, out Vector3<Real64> direction);
        Assert.Equal(distance, actual.Value * Domain.CellSize, tolerance);
        Bodies.AssertVector(turn * normal, direction, 20 * tolerance);
    }
}
