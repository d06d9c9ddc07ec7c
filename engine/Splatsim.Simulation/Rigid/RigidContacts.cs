using System.Runtime.InteropServices;
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
/// <typeparam name="T">A number of one lane.</typeparam>
internal sealed partial class RigidContacts<T>
    where T : unmanaged, IReal<T>
{
    private const int Iterations = 40;

    // Of the largest change of speed: what the iterations leave undone is less, 1e-6 at a box that lands flat on 25 points.
    private const double Undone = 1e-3;

    // Part of a penetration that one substep takes back, and how deep points may rest [cells].
    private const double Recovery = 0.2, Slack = 0.01, FastestRecovery = 0.02;

    private readonly List<Point> points = [];
    private readonly List<RigidMover<T>> movers = [];
    private RigidBranches branches;

    /// <summary>What the contacts have done in all substeps so far.</summary>
    public RigidBranches Branches => branches;

    /// <summary>The momenta that the contacts of a single body with boundaries leave.</summary>
    public RigidMotion<T> Solve(in RigidMover<T> body, in RigidScene<T> scene)
    {
        Clear();
        Add(in body, in scene);
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
    /// <param name="scene">The substep with its contacts.</param>
    public void Add(in RigidMover<T> body, in RigidScene<T> scene)
    {
        movers.Add(body);
        foreach (ref readonly GridContact<T> contact in scene.Contacts)
        {
            if (contact.Body != 0 || contact.Wall != 0) continue;
            bool isBilateral = contact.Mode is ContactMode.Sticky or ContactMode.Slip;
            RigidSkin<T> skin = new(contact.Mode, contact.Friction, contact.Restitution);
            Collect(in contact, movers.Count - 1, -1, skin.Grip, skin.Restitution, isBilateral, in scene);
        }
    }

    /// <summary>Adds the contacts of the points of one body with the form of another. The slipperier and the duller of the two surfaces count.</summary>
    /// <param name="contact">The form of the other.</param>
    /// <param name="body">Number of the body in the order of <see cref="Add"/>.</param>
    /// <param name="other">Number of the other.</param>
    /// <param name="own">The surface of the body.</param>
    /// <param name="others">The surface of the other.</param>
    /// <param name="scene">The substep.</param>
    public void Meet(in GridContact<T> contact, int body, int other, RigidSkin<T> own, RigidSkin<T> others, in RigidScene<T> scene) =>
        Collect(
            in contact, body, other, T.Min(own.Grip, others.Grip), T.Min(own.Restitution, others.Restitution),
            isBilateral: own.Mode == ContactMode.Sticky && others.Mode == ContactMode.Sticky, in scene);

    /// <summary>Finds the velocities that all contacts leave.</summary>
    public void Solve()
    {
        Span<Point> all = CollectionsMarshal.AsSpan(points);
        Span<RigidMover<T>> bodies = CollectionsMarshal.AsSpan(movers);
        for (int i = 0; i < Iterations; i++)
            foreach (ref Point point in all) Relax(ref point, bodies);
        TakeNote(all, bodies);
    }

    /// <summary>A body with the momenta that the contacts leave.</summary>
    /// <param name="body">Number of the body in the order of <see cref="Add"/>.</param>
    public RigidMotion<T> StateOf(int body) => movers[body].Result;

    private void Collect(
        in GridContact<T> contact, int index, int other, T friction, T restitution, bool isBilateral, in RigidScene<T> scene)
    {
        RigidMover<T> body = movers[index];
        ScalarFields<T> fields = scene.Fields;
        double dx = scene.Domain.CellSize, dt = scene.TimeStep;
        T length = T.FromDouble(dx), radius = body.Radius;
        double around = Scalars.ToDouble(radius), ahead = around + dt * body.FastestPoint + (other < 0 ? 0 : dt * movers[other].FastestPoint);
        // Heights and fields know nothing of what lies beside them.
        bool isSimple = contact.Shape is not (ContactShape.Heightfield or ContactShape.SignedDistance);
        if (isSimple && Scalars.ToDouble(ContactShapes.Distance(in contact, in fields, scene.ToCells(body.State.Position), out _)) * dx > body.Reach + 2 * ahead) return;
        for (int i = 0; i < body.Arms.Length / 3; i++)
        {
            Vector3<T> arm = body.Turn * body.ArmOf(i);
            Vector3<T> node = scene.ToCells(body.State.Position + arm);
            T gap = ContactShapes.Distance(in contact, in fields, node, out Vector3<T> normal) * length - radius;
            double room = Scalars.ToDouble(gap);
            if (room > ahead) continue;
            if (other >= 0 && Grazes(in contact, in fields, node, normal, room / dx, around / dx)) continue;
            Point point = new()
            {
                Body = index,
                Other = other,
                Number = i,
                Arm = arm - radius * normal,
                Normal = normal,
                Surface = other < 0 ? GridContacts.SurfaceVelocity(in contact, node) : default,
                Friction = friction,
                IsBilateral = isBilateral,
            };
            Touch(point, gap, restitution, in scene);
        }
    }

    // A point at a gap takes part, unless it is one that holds only what it touches.
    private void Touch(Point point, T gap, T restitution, in RigidScene<T> scene)
    {
        double room = Scalars.ToDouble(gap), dx = scene.Domain.CellSize, dt = scene.TimeStep;
        Vector3<T> position = movers[point.Body].State.Position;
        bool holds = point.IsBilateral;
        point.IsBilateral = holds && room <= 0;
        if (point.Other >= 0) point.OtherArm = position + point.Arm - movers[point.Other].State.Position;
        T approach = Vector3<T>.Dot(Relative(in point, CollectionsMarshal.AsSpan(movers)), point.Normal);
        double speed = Scalars.ToDouble(approach);
        bool touches = room <= 0 || speed * dt < -room;
        if (!touches && holds) return;
        T depth = -gap - T.FromDouble(Slack * dx), perStep = T.FromDouble(1 / dt);
        T least = room > 0 ? -(perStep * gap)
            : Scalars.ToDouble(depth) > 0 ? T.Min(T.FromDouble(Recovery) * depth, T.FromDouble(FastestRecovery * dx)) * perStep : T.Zero;
        LeastSpeedOf source = room > 0 ? LeastSpeedOf.Gap
            : !(Scalars.ToDouble(depth) > 0) ? LeastSpeedOf.Rest
            : Recovery * Scalars.ToDouble(depth) < FastestRecovery * dx ? LeastSpeedOf.Recovery : LeastSpeedOf.FastestRecovery;
        if (touches && speed < -scene.RestingSpeed)
        {
            T bounce = -(restitution * approach);
            if (T.Any(bounce > least)) source = LeastSpeedOf.Bounce;
            least = T.Max(least, bounce);
        }

        points.Add(point with { LeastSpeed = least, Source = source, Approach = speed });
    }

    // A point of a face that another body rests or slides on is met by the other's sides as well, to which it is no obstacle: a little
    // further in it is not inside.
    private static bool Grazes(
        in GridContact<T> contact, in ScalarFields<T> fields, Vector3<T> point, Vector3<T> normal, double gap, double radius)
    {
        Vector3<T> inside = point - T.FromDouble(Math.Max(gap, 0) + 3 * Slack) * normal;
        return Scalars.ToDouble(ContactShapes.Distance(in contact, in fields, inside, out _)) - radius > -2 * Slack;
    }

    private static void Relax(ref Point point, Span<RigidMover<T>> bodies)
    {
        T speed = Vector3<T>.Dot(Relative(in point, bodies), point.Normal);
        T total = point.Impulse + (point.LeastSpeed - speed) / Mobility(in point, point.Normal, bodies);
        if (!point.IsBilateral) total = T.Max(T.Zero, total);
        Push(in point, (total - point.Impulse) * point.Normal, bodies);
        point.Impulse = total;
        if (Scalars.ToDouble(point.Friction) == 0) return;

        Vector3<T> relative = Relative(in point, bodies);
        Vector3<T> sliding = relative - Vector3<T>.Dot(relative, point.Normal) * point.Normal;
        T length = Norms.Safe(in sliding);
        if (Scalars.ToDouble(length) < 1e-14) return;
        Vector3<T> direction = (T.One / length) * sliding;
        Vector3<T> wanted = point.Drag - (length / Mobility(in point, direction, bodies)) * direction;
        if (!double.IsPositiveInfinity(Scalars.ToDouble(point.Friction)))
        {
            T limit = point.Friction * point.Impulse, size = Norms.Safe(in wanted);
            if (T.Any(size > limit)) wanted = (limit / size) * wanted;
        }

        Push(in point, wanted - point.Drag, bodies);
        point.Drag = wanted;
    }

    // Which points are held, whether they slide, and where their least speeds come from. The motion tells, not the impulses: where more points
    // are held than a body has freedoms, many shares of one load leave the same motion, and which of them is found depends on rounding.
    private void TakeNote(Span<Point> all, Span<RigidMover<T>> bodies)
    {
        branches.Begin();
        double largest = 0;
        foreach (ref readonly Point point in all) largest = Math.Max(largest, Scalars.ToDouble(point.LeastSpeed) - point.Approach);
        if (!(largest > 0)) return;
        foreach (ref readonly Point point in all)
        {
            Vector3<T> relative = Relative(in point, bodies);
            T speed = Vector3<T>.Dot(relative, point.Normal);
            if (!point.IsBilateral && Scalars.ToDouble(speed - point.LeastSpeed) > Undone * largest) continue;
            bool slides = Scalars.ToDouble(point.Friction) > 0 && Scalars.ToDouble(relative - speed * point.Normal).Length.Value > Undone * largest;
            // A gap no larger is one that an earlier substep has closed.
            bool rests = point.Source == LeastSpeedOf.Gap && -Scalars.ToDouble(point.LeastSpeed) <= Undone * largest;
            LeastSpeedOf source = rests ? LeastSpeedOf.Rest : point.Source;
            branches.Add((long)point.Body << 32 | (uint)point.Other, point.Number, 2 * (int)source + (slides ? 1 : 0));
        }
    }

    private static Vector3<T> Relative(in Point point, Span<RigidMover<T>> bodies)
    {
        Vector3<T> own = bodies[point.Body].VelocityAt(point.Arm);
        return point.Other < 0 ? own - point.Surface : own - bodies[point.Other].VelocityAt(point.OtherArm);
    }

    // Change of the relative speed of a point per impulse in the same direction.
    private static T Mobility(in Point point, Vector3<T> direction, Span<RigidMover<T>> bodies)
    {
        T own = bodies[point.Body].Mobility(point.Arm, direction);
        return point.Other < 0 ? own : own + bodies[point.Other].Mobility(point.OtherArm, direction);
    }

    private static void Push(in Point point, Vector3<T> impulse, Span<RigidMover<T>> bodies)
    {
        bodies[point.Body].Push(point.Arm, impulse);
        if (point.Other >= 0) bodies[point.Other].Push(point.OtherArm, -impulse);
    }

    // What a point's least speed does: the gap closes, it stays, penetration is taken back, as fast as may be, or it bounces.
    private enum LeastSpeedOf
    {
        Gap,
        Rest,
        Recovery,
        FastestRecovery,
        Bounce,
    }

    private struct Point
    {
        public int Body, Other, Number;
        public LeastSpeedOf Source;
        public double Approach;
        public Vector3<T> Arm, OtherArm, Normal, Surface, Drag;
        public T LeastSpeed, Friction, Impulse;
        public bool IsBilateral;
    }
}
