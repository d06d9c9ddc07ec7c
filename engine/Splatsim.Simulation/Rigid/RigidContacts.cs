using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>
/// Contacts of rigid bodies with boundaries and with each other, point by point: the nodes that a boundary holds know only a part of the
/// body, and a body that is stopped part by part would sink in.
/// </summary>
/// <remarks>
/// Sequential impulses (Catto 2005, "Iterative dynamics with temporal coherence"): Newton's law of impact, Coulomb's law in both tangential
/// directions, and a gap may be closed within the step but no more. What one body gets the other gives, at the same point.
/// </remarks>
internal sealed class RigidContacts
{
    /// <summary>An approach of so many steps of gravity is that of a body at rest.</summary>
    public const double RestingSteps = 3;

    private const int Iterations = 40;

    // Part of a penetration that one substep takes back, and how deep points may rest [cells].
    private const double Recovery = 0.2, Slack = 0.01, FastestRecovery = 0.02;

    private readonly List<Point> points = [];
    private readonly List<RigidMover> movers = [];

    /// <summary>The momenta that the contacts of a single body with boundaries leave.</summary>
    public RigidState Solve(in RigidMover body, SubstepWork work, FieldTable table, double restingSpeed)
    {
        Clear();
        Add(in body, work, table, restingSpeed);
        Solve();
        return StateOf(0);
    }

    /// <summary>Forgets all bodies.</summary>
    public void Clear()
    {
        points.Clear();
        movers.Clear();
    }

    /// <summary>Adds a body with its contacts with boundaries.</summary>
    /// <param name="body">The body.</param>
    /// <param name="work">The substep with its contacts.</param>
    /// <param name="table">The fields that contacts name.</param>
    /// <param name="restingSpeed">Approach that gives nothing back [m/s]: what weight alone makes of a step.</param>
    public void Add(in RigidMover body, SubstepWork work, FieldTable table, double restingSpeed)
    {
        movers.Add(body);
        foreach (GridContact<Real64> contact in work.Contacts)
        {
            if (contact.Body != 0 || contact.Wall != 0) continue;
            bool isBilateral = contact.Mode is ContactMode.Sticky or ContactMode.Slip;
            ContactSurface surface = new(contact.Mode, contact.Friction.Value, contact.Restitution.Value);
            Collect(in contact, movers.Count - 1, -1, FrictionOf(surface), surface.Restitution, isBilateral, work, table, restingSpeed);
        }
    }

    /// <summary>Adds the contacts of the points of one body with the form of another. The slipperier and the duller of the two surfaces count.</summary>
    /// <param name="contact">The form of the other.</param>
    /// <param name="body">Number of the body in the order of <see cref="Add"/>.</param>
    /// <param name="other">Number of the other.</param>
    /// <param name="own">The surface of the body.</param>
    /// <param name="others">The surface of the other.</param>
    /// <param name="work">The substep.</param>
    /// <param name="table">The fields that contacts name.</param>
    /// <param name="restingSpeed">Approach that gives nothing back [m/s].</param>
    public void Meet(
        in GridContact<Real64> contact, int body, int other, ContactSurface own, ContactSurface others, SubstepWork work, FieldTable table,
        double restingSpeed) =>
        Collect(
            in contact, body, other, Math.Min(FrictionOf(own), FrictionOf(others)), Math.Min(own.Restitution, others.Restitution),
            isBilateral: own.Mode == ContactMode.Sticky && others.Mode == ContactMode.Sticky, work, table, restingSpeed);

    /// <summary>Finds the velocities that all contacts leave.</summary>
    public void Solve()
    {
        Span<Point> all = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(points);
        Span<RigidMover> bodies = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(movers);
        for (int i = 0; i < Iterations; i++)
            foreach (ref Point point in all) Relax(ref point, bodies);
    }

    /// <summary>A body with the momenta that the contacts leave.</summary>
    /// <param name="body">Number of the body in the order of <see cref="Add"/>.</param>
    public RigidState StateOf(int body) => movers[body].Result;

    private static double FrictionOf(ContactSurface surface) => surface.Mode switch
    {
        ContactMode.Coulomb => surface.Friction,
        ContactMode.Sticky => double.PositiveInfinity,
        _ => 0,
    };

    private void Collect(
        in GridContact<Real64> contact, int index, int other, double friction, double restitution, bool isBilateral, SubstepWork work,
        FieldTable table, double restingSpeed)
    {
        RigidMover body = movers[index];
        GridDomain domain = work.Domain;
        ScalarFields<Real64> fields = new(table);
        double dx = domain.CellSize, dt = work.TimeStep;
        double ahead = body.Radius + dt * body.FastestPoint + (other < 0 ? 0 : dt * movers[other].FastestPoint);
        // Heights and fields know nothing of what lies beside them.
        bool isSimple = contact.Shape is not (ContactShape.Heightfield or ContactShape.SignedDistance);
        if (isSimple && ContactShapes.Distance(in contact, in fields, domain.ToCells(body.State.Position), out _).Value * dx > body.Reach + 2 * ahead) return;
        for (int i = 0; i < body.Arms.Length / 3; i++)
        {
            Vector3<Real64> arm = body.Turn * new Vector3<Real64>(body.Arms[3 * i], body.Arms[3 * i + 1], body.Arms[3 * i + 2]);
            Vector3<Real64> node = domain.ToCells(body.State.Position + arm);
            double gap = ContactShapes.Distance(in contact, in fields, node, out Vector3<Real64> normal).Value * dx - body.Radius;
            if (gap > ahead) continue;
            if (other >= 0 && Grazes(in contact, in fields, node, normal, gap / dx, body.Radius / dx)) continue;
            Vector3<Real64> lever = arm - new Real64(body.Radius) * normal;
            Point point = new()
            {
                Body = index,
                Other = other,
                Arm = lever,
                OtherArm = other < 0 ? default : body.State.Position + lever - movers[other].State.Position,
                Normal = normal,
                Surface = other < 0 ? GridContacts.SurfaceVelocity(in contact, node) : default,
                Friction = friction,
                IsBilateral = isBilateral && gap <= 0,
            };
            double approach = Vector3<Real64>.Dot(Relative(in point, System.Runtime.InteropServices.CollectionsMarshal.AsSpan(movers)), normal).Value;
            bool touches = gap <= 0 || approach * dt < -gap;
            if (!touches && isBilateral) continue;
            double depth = -gap - Slack * dx;
            double least = gap > 0 ? -gap / dt : depth > 0 ? Math.Min(Recovery * depth, FastestRecovery * dx) / dt : 0;
            if (touches && approach < -restingSpeed) least = Math.Max(least, -restitution * approach);
            points.Add(point with { LeastSpeed = least });
        }
    }

    // A point of a face that another body rests or slides on is met by the other's sides as well, to which it is no obstacle: a little
    // further in it is not inside.
    private static bool Grazes(
        in GridContact<Real64> contact, in ScalarFields<Real64> fields, Vector3<Real64> point, Vector3<Real64> normal, double gap, double radius)
    {
        Vector3<Real64> inside = point - new Real64(Math.Max(gap, 0) + 3 * Slack) * normal;
        return ContactShapes.Distance(in contact, in fields, inside, out _).Value - radius > -2 * Slack;
    }

    private static void Relax(ref Point point, Span<RigidMover> bodies)
    {
        double speed = Vector3<Real64>.Dot(Relative(in point, bodies), point.Normal).Value;
        double change = (point.LeastSpeed - speed) / Mobility(in point, point.Normal, bodies);
        double total = point.IsBilateral ? point.Impulse + change : Math.Max(0, point.Impulse + change);
        Push(in point, new Real64(total - point.Impulse) * point.Normal, bodies);
        point.Impulse = total;
        if (point.Friction == 0) return;

        Vector3<Real64> relative = Relative(in point, bodies);
        Vector3<Real64> sliding = relative - Vector3<Real64>.Dot(relative, point.Normal) * point.Normal;
        double length = sliding.Length.Value;
        if (length < 1e-14) return;
        Vector3<Real64> direction = new Real64(1 / length) * sliding;
        Vector3<Real64> wanted = point.Drag - new Real64(length / Mobility(in point, direction, bodies)) * direction;
        double limit = double.IsPositiveInfinity(point.Friction) ? double.PositiveInfinity : point.Friction * point.Impulse;
        double size = wanted.Length.Value;
        if (size > limit) wanted = new Real64(limit / size) * wanted;
        Push(in point, wanted - point.Drag, bodies);
        point.Drag = wanted;
    }

    private static Vector3<Real64> Relative(in Point point, Span<RigidMover> bodies)
    {
        Vector3<Real64> own = bodies[point.Body].VelocityAt(point.Arm);
        return point.Other < 0 ? own - point.Surface : own - bodies[point.Other].VelocityAt(point.OtherArm);
    }

    // Change of the relative speed of a point per impulse in the same direction.
    private static double Mobility(in Point point, Vector3<Real64> direction, Span<RigidMover> bodies)
    {
        double own = bodies[point.Body].Mobility(point.Arm, direction);
        return point.Other < 0 ? own : own + bodies[point.Other].Mobility(point.OtherArm, direction);
    }

    private static void Push(in Point point, Vector3<Real64> impulse, Span<RigidMover> bodies)
    {
        bodies[point.Body].Push(point.Arm, impulse);
        if (point.Other >= 0) bodies[point.Other].Push(point.OtherArm, -impulse);
    }

    private struct Point
    {
        public int Body, Other;
        public Vector3<Real64> Arm, OtherArm, Normal, Surface, Drag;
        public double LeastSpeed, Friction, Impulse;
        public bool IsBilateral;
    }
}
