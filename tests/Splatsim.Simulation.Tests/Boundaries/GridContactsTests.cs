using Splatsim.Mathematics;
using Splatsim.Simulation;

namespace Splatsim.Tests;

public sealed class GridContactsTests
{
    // A few roundings of velocities of about 5 m/s.
    private const double DoubleTolerance = 1e-14;
    private const double SingleTolerance = 3e-6;

    private static readonly Vector3<Real64> Normal = new(0, 0.6, 0.8);

    [Fact]
    public void Respond_Sticky_LeavesNothing() =>
        Bodies.AssertVector(default, Respond(ContactMode.Sticky, 0, new(1, 2, 3)), 0);

    [Theory]
    [InlineData(-1.5)]
    [InlineData(2.5)]
    public void Respond_Slip_KeepsTheTangentOnly(double normalSpeed)
    {
        Vector3<Real64> tangent = new(3, -0.8, 0.6);
        Vector3<Real64> result = Respond(ContactMode.Slip, 0, tangent + new Real64(normalSpeed) * Normal);
        Bodies.AssertVector(tangent, result, DoubleTolerance);
    }

    [Fact]
    public void Respond_Separate_StopsApproachOnly()
    {
        Vector3<Real64> tangent = new(3, -0.8, 0.6);
        Vector3<Real64> leaving = tangent + new Real64(2) * Normal;
        Bodies.AssertVector(leaving, Respond(ContactMode.Separate, 0, leaving), 0);
        Bodies.AssertVector(tangent, Respond(ContactMode.Separate, 0, tangent - new Real64(2) * Normal), DoubleTolerance);
    }

    [Fact]
    public void Respond_Coulomb_TakesFrictionTimesTheNormalImpulse()
    {
        // |tangent| = 5; an approach of 2 with friction 0.5 takes 1 of it, along the tangent.
        Vector3<Real64> tangent = new(4, -2.4, 1.8);
        Vector3<Real64> result = Respond(ContactMode.Coulomb, 0.5, tangent - new Real64(2) * Normal);
        Bodies.AssertVector(new Real64(0.8) * tangent, result, DoubleTolerance);
    }

    [Fact]
    public void Respond_Coulomb_SticksWithinTheCone()
    {
        // |tangent| = 5 <= 0.5 * 10.5.
        Vector3<Real64> tangent = new(4, -2.4, 1.8);
        Bodies.AssertVector(default, Respond(ContactMode.Coulomb, 0.5, tangent - new Real64(10.5) * Normal), 0);
        Bodies.AssertVector(default, Respond(ContactMode.Coulomb, 0.5, new Real64(-3) * Normal), DoubleTolerance);
        Bodies.AssertVector(default, Respond(ContactMode.Coulomb, 0.5, default), 0);
    }

    [Fact]
    public void Respond_Coulomb_LetsGo()
    {
        Vector3<Real64> leaving = new(4, -2.4, 1.9);
        Bodies.AssertVector(leaving, Respond(ContactMode.Coulomb, 0.5, leaving), 0);
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(0.4)]
    [InlineData(1.0)]
    public void Respond_Restitution_SendsTheApproachBack(double restitution)
    {
        // Newton's law of impact: -2 becomes 2 e. Coulomb's cone has the whole impulse 2 (1 + e): |tangent| = 5 loses 0.3 of it.
        Vector3<Real64> tangent = new(4, -2.4, 1.8), approach = tangent - new Real64(2) * Normal, rebound = new Real64(2 * restitution) * Normal;
        Vector3<Real64> separate = GridContacts.Respond(ContactMode.Separate, default, new Real64(restitution), Normal, approach);
        Bodies.AssertVector(tangent + rebound, separate, DoubleTolerance);
        Vector3<Real64> coulomb = GridContacts.Respond(ContactMode.Coulomb, new Real64(0.3), new Real64(restitution), Normal, approach);
        Bodies.AssertVector(new Real64(1 - 0.3 * 2 * (1 + restitution) / 5) * tangent + rebound, coulomb, DoubleTolerance);
        Vector3<Real64> leaving = tangent + Normal;
        Bodies.AssertVector(leaving, GridContacts.Respond(ContactMode.Coulomb, new Real64(0.3), new Real64(restitution), Normal, leaving), 0);
    }

    [Fact]
    public void Apply_MovingPlane_IsTheSameInItsOwnFrame()
    {
        Vector3<Real64> carried = new(0.4, -0.2, 0.5), velocity = new(1, -2, -3);
        foreach (ContactMode mode in Enum.GetValues<ContactMode>())
        {
            GridContact<Real64> contact = Plane(mode, carried);
            Vector3<Real64> moved = velocity;
            GridContacts.Apply(in contact, new(3, 2, 1), ref moved);
            Vector3<Real64> expected = carried + GridContacts.Respond(mode, contact.Friction, contact.Restitution, Normal, velocity - carried);
            Bodies.AssertVector(expected, moved, DoubleTolerance);
        }
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(-2, true)]
    [InlineData(5e-7, true)]
    [InlineData(2e-6, false)]
    [InlineData(1, false)]
    public void Apply_Plane_AffectsNodesUpToAMillionthOfACell(double height, bool affected)
    {
        GridContact<Real64> contact = Plane(ContactMode.Sticky, default);
        Vector3<Real64> velocity = new(1, 2, 3);
        GridContacts.Apply(in contact, contact.Point + new Real64(height) * Normal, ref velocity);
        Assert.Equal(affected ? 0 : 1, velocity.X.Value);
    }

    [Fact]
    public void Apply_SinglePrecision_StillHoldsNodesOnThePlane()
    {
        // Node (100, 30, 70) lies exactly on this oblique plane; its distance in float is rounding only.
        GridDomain domain = GridDomain.Cube(128, 0.01);
        GridContact<Real64> exact = new PlaneAt(new(1.0, 0.30, 0.70)).In(domain);
        GridContact<Real32> contact = GridContact<Real32>.From(in exact, domain);
        Vector3<Real32> velocity = new(Real32.One, Real32.One, Real32.One);
        GridContacts.Apply(
            in contact, new(Real32.FromDouble(100), Real32.FromDouble(30), Real32.FromDouble(70)), ref velocity);
        Assert.Equal(0f, velocity.X.Value);
    }

    // Walls without thickness have sides and no inside: tests of their own.
    public static TheoryData<string> Keys => new(GridBoundaries.All.Where(e => !e.IsThin).Select(e => e.Key));

    [Theory]
    [MemberData(nameof(Keys))]
    public void RegisteredBoundary_EveryNumber_GivesTheSameVelocity(string key)
    {
        GridDomain domain = new(new(-0.3, 0.2, 1.1), 0.05, 12, 13, 14);
        GridBoundaryEntry entry = GridBoundaries.All.Single(e => e.Key == key);
        int affected = 0, free = 0;
        IReadOnlyList<IGridBoundary> examples = entry.Examples(domain);
        FieldTable table = new(examples);
        ScalarFields<Real64> exactFields = new(table);
        ScalarFields<Real32> singleFields = new(table);
        LaneFields<Lanes8> laneFields = new(table);
        foreach (GridContact<Real64> contact in examples.SelectMany(b => Contacts(b, domain, 0, table)))
        {
            GridContact<Real32> single = GridContact<Real32>.From(in contact, domain);
            GridContact<Lanes8> lanes = GridContact<Lanes8>.From(in contact, domain);
            for (int n = 0; n < domain.NodeCount; n++)
            {
                Vector3<Real64> node = new(n / (13 * 14), n / 14 % 13, n % 14);
                if (IsUndecided(in contact, in exactFields, node)) continue;
                Vector3<Real64> before = new(1 + 0.1 * (n % 7), -2, 0.5 - 0.2 * (n % 5)), exact = before;
                GridContacts.Apply(in contact, in exactFields, node, ref exact);
                Vector3<Real32> inSingle = Convert<Real32>(before);
                GridContacts.Apply(in single, in singleFields, Convert<Real32>(node), ref inSingle);
                Vector3<Lanes8> inLanes = Convert<Lanes8>(before);
                GridContacts.Apply(in lanes, in laneFields, Convert<Lanes8>(node), ref inLanes);
                Bodies.AssertVector(exact, Scalars.ToDouble(inSingle), SingleTolerance);
                Bodies.AssertVector(
                    exact, new(inLanes.X.Value[3], inLanes.Y.Value[5], inLanes.Z.Value[7]), SingleTolerance);
                bool changed = (exact - before).LengthSquared.Value > 0;
                affected += changed ? 1 : 0;
                free += changed ? 0 : 1;
            }
        }

        Assert.True(affected > 0 && free > 0, $"{key}: {affected} nodes affected, {free} free");
    }

    [Fact]
    public void RegisteredBoundaries_HaveTheirOwnTypes()
    {
        Assert.Equal(GridBoundaries.All.Count, GridBoundaries.All.Select(e => e.Key).Distinct().Count());
        foreach (GridBoundaryEntry entry in GridBoundaries.All)
            Assert.All(entry.Examples(GridDomain.Cube(16, 0.1)), b => Assert.IsType(entry.Type, b));
    }

    internal static List<GridContact<Real64>> Contacts(IGridBoundary boundary, GridDomain domain, double time, FieldTable? table = null)
    {
        List<GridContact<Real64>> contacts = [];
        boundary.Collect(new(time, 0.01, domain) { Fields = table ?? new([boundary]) }, contacts);
        return contacts;
    }

    private static Vector3<Real64> Respond(ContactMode mode, double friction, Vector3<Real64> relative) =>
        GridContacts.Respond(mode, new Real64(friction), default, Normal, relative);

    private static GridContact<Real64> Plane(ContactMode mode, Vector3<Real64> velocity) => new()
    {
        Shape = ContactShape.HalfSpace,
        Mode = mode,
        Point = new(3, 3, 1),
        Normal = Normal,
        Tolerance = GridContacts.SurfaceTolerance,
        Friction = 0.3,
        Velocity = velocity,
    };

    // Where a node is within rounding of the surface, of two faces or of two cells of a field, rounding decides: there the neighbourhood
    // has different answers.
    private static bool IsUndecided(in GridContact<Real64> contact, in ScalarFields<Real64> fields, Vector3<Real64> node)
    {
        const double step = 1e-4;
        Real64 here = ContactShapes.Distance(in contact, in fields, node, out Vector3<Real64> normal);
        for (int axis = 0; axis < 6; axis++)
        {
            double h = axis % 2 == 0 ? step : -step;
            Vector3<Real64> moved = node + new Vector3<Real64>(axis / 2 == 0 ? h : 0, axis / 2 == 1 ? h : 0, axis / 2 == 2 ? h : 0);
            Real64 there = ContactShapes.Distance(in contact, in fields, moved, out Vector3<Real64> other);
            if ((normal - other).Length.Value > 20 * step) return true;
            if (here.Value <= contact.Tolerance.Value != there.Value <= contact.Tolerance.Value && contact.Shape != ContactShape.HalfSpace) return true;
        }

        return false;
    }

    private static Vector3<T> Convert<T>(Vector3<Real64> v)
        where T : unmanaged, IReal<T> => Scalars.FromDouble<T>(v);

    private readonly record struct PlaneAt(Vector3<Real64> Point)
    {
        public GridContact<Real64> In(GridDomain domain) =>
            Contacts(new PlaneBoundary(ContactMode.Sticky, Point, new(1, 2, 3)), domain, 0)[0];
    }
}
