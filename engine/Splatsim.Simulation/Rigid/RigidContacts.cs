using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>
/// Contacts of one rigid body with boundaries, point by point: the nodes that a boundary holds know only a part of the body, and a body
/// that is stopped part by part would sink in.
/// </summary>
/// <remarks>
/// Sequential impulses (Catto 2005, "Iterative dynamics with temporal coherence"): Newton's law of impact, Coulomb's law in both tangential
/// directions, and a gap may be closed within the step but no more.
/// </remarks>
internal sealed class RigidContacts
{
    /// <summary>An approach of so many steps of gravity is that of a body at rest.</summary>
    public const double RestingSteps = 3;

    private const int Iterations = 40;

    // Part of a penetration that one substep takes back, and how deep points may rest [cells].
    private const double Recovery = 0.2, Slack = 0.01, FastestRecovery = 0.02;

    private readonly List<Point> points = [];

    /// <summary>The momenta that the contacts leave.</summary>
    /// <param name="state">The body, with the momenta before contact.</param>
    /// <param name="inertia">Its mass and inertia.</param>
    /// <param name="arms">Points of its surface, in its own axes [m].</param>
    /// <param name="radius">How far its surface lies outside these points [m].</param>
    /// <param name="reach">Distance of the farthest point from the centre [m].</param>
    /// <param name="work">The substep with its contacts.</param>
    /// <param name="table">The fields that contacts name.</param>
    /// <param name="restingSpeed">Approach that gives nothing back [m/s]: what weight alone makes of a step.</param>
    public RigidState Solve(
        in RigidState state, in RigidInertia inertia, double[] arms, double radius, double reach, SubstepWork work, FieldTable table,
        double restingSpeed)
    {
        Matrix3x3<Real64> turn = state.Orientation.ToMatrix();
        Vector3<Real64> v = inertia.Velocity(in state), w = inertia.AngularVelocity(in state);
        points.Clear();
        foreach (GridContact<Real64> contact in work.Contacts)
            Collect(in contact, in state, in turn, v, w, arms, radius, reach, work, table, restingSpeed);
        if (points.Count == 0) return state;

        Matrix3x3<Real64> inverse = turn * (inertia.Inertia.Inverse * turn.Transposed);
        double inverseMass = 1 / inertia.Mass;
        Span<Point> all = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(points);
        for (int i = 0; i < Iterations; i++)
            foreach (ref Point point in all) Relax(ref point, inverseMass, in inverse, ref v, ref w);
        return state with { Momentum = new Real64(inertia.Mass) * v, AngularMomentum = turn * (inertia.Inertia * (turn.Transposed * w)) };
    }

    private void Collect(
        in GridContact<Real64> contact, in RigidState state, in Matrix3x3<Real64> turn, Vector3<Real64> v, Vector3<Real64> w, double[] arms,
        double radius, double reach, SubstepWork work, FieldTable table, double restingSpeed)
    {
        if (contact.Body != 0 || contact.Wall != 0) return;
        GridDomain domain = work.Domain;
        ScalarFields<Real64> fields = new(table);
        double dx = domain.CellSize, dt = work.TimeStep;
        double ahead = radius + dt * (v.Length.Value + w.Length.Value * reach);
        // Heights and fields know nothing of what lies beside them.
        bool isSimple = contact.Shape is not (ContactShape.Heightfield or ContactShape.SignedDistance);
        if (isSimple && ContactShapes.Distance(in contact, in fields, domain.ToCells(state.Position), out _).Value * dx > reach + 2 * ahead) return;
        for (int i = 0; i < arms.Length / 3; i++)
        {
            Vector3<Real64> arm = turn * new Vector3<Real64>(arms[3 * i], arms[3 * i + 1], arms[3 * i + 2]);
            Vector3<Real64> node = domain.ToCells(state.Position + arm);
            double gap = ContactShapes.Distance(in contact, in fields, node, out Vector3<Real64> normal).Value * dx - radius;
            if (gap > ahead) continue;
            Vector3<Real64> surface = GridContacts.SurfaceVelocity(in contact, node);
            Vector3<Real64> lever = arm - new Real64(radius) * normal;
            double approach = Vector3<Real64>.Dot(v + Vector3<Real64>.Cross(w, lever) - surface, normal).Value;
            bool touches = gap <= 0 || approach * dt < -gap;
            bool isBilateral = contact.Mode is ContactMode.Sticky or ContactMode.Slip;
            if (!touches && isBilateral) continue;
            double depth = -gap - Slack * dx;
            double least = gap > 0 ? -gap / dt : depth > 0 ? Math.Min(Recovery * depth, FastestRecovery * dx) / dt : 0;
            if (touches && approach < -restingSpeed) least = Math.Max(least, -contact.Restitution.Value * approach);
            points.Add(new()
            {
                Arm = lever,
                Normal = normal,
                Surface = surface,
                LeastSpeed = least,
                Friction = contact.Mode == ContactMode.Coulomb ? contact.Friction.Value : contact.Mode == ContactMode.Sticky ? double.PositiveInfinity : 0,
                IsBilateral = isBilateral && gap <= 0,
            });
        }
    }

    private static void Relax(ref Point point, double inverseMass, in Matrix3x3<Real64> inverse, ref Vector3<Real64> v, ref Vector3<Real64> w)
    {
        double speed = Vector3<Real64>.Dot(Relative(in point, v, w), point.Normal).Value;
        double change = (point.LeastSpeed - speed) / Mobility(in point, point.Normal, inverseMass, in inverse);
        double total = point.IsBilateral ? point.Impulse + change : Math.Max(0, point.Impulse + change);
        Push(in point, new Real64(total - point.Impulse) * point.Normal, inverseMass, in inverse, ref v, ref w);
        point.Impulse = total;
        if (point.Friction == 0) return;

        Vector3<Real64> relative = Relative(in point, v, w);
        Vector3<Real64> sliding = relative - Vector3<Real64>.Dot(relative, point.Normal) * point.Normal;
        double length = sliding.Length.Value;
        if (length < 1e-14) return;
        Vector3<Real64> direction = new Real64(1 / length) * sliding;
        Vector3<Real64> wanted = point.Drag - new Real64(length / Mobility(in point, direction, inverseMass, in inverse)) * direction;
        double limit = double.IsPositiveInfinity(point.Friction) ? double.PositiveInfinity : point.Friction * point.Impulse;
        double size = wanted.Length.Value;
        if (size > limit) wanted = new Real64(limit / size) * wanted;
        Push(in point, wanted - point.Drag, inverseMass, in inverse, ref v, ref w);
        point.Drag = wanted;
    }

    private static Vector3<Real64> Relative(in Point point, Vector3<Real64> v, Vector3<Real64> w) =>
        v + Vector3<Real64>.Cross(w, point.Arm) - point.Surface;

    // Change of the speed of a point per impulse in the same direction.
    private static double Mobility(in Point point, Vector3<Real64> direction, double inverseMass, in Matrix3x3<Real64> inverse)
    {
        Vector3<Real64> lever = Vector3<Real64>.Cross(point.Arm, direction);
        return inverseMass + Vector3<Real64>.Dot(lever, inverse * lever).Value;
    }

    private static void Push(
        in Point point, Vector3<Real64> impulse, double inverseMass, in Matrix3x3<Real64> inverse, ref Vector3<Real64> v, ref Vector3<Real64> w)
    {
        v += new Real64(inverseMass) * impulse;
        w += inverse * Vector3<Real64>.Cross(point.Arm, impulse);
    }

    private struct Point
    {
        public Vector3<Real64> Arm, Normal, Surface, Drag;
        public double LeastSpeed, Friction, Impulse;
        public bool IsBilateral;
    }
}
