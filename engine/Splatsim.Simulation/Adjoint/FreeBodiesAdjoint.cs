using System.Runtime.InteropServices;
using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>The adjoint of the free rigid colliders of a setup, stage by stage of a substep, last to first.</summary>
/// <remarks>
/// Contacts among bodies and with boundaries are sequential impulses, reversed as they were computed; the contact with all nodes at once is
/// the solution of an equation, reversed by the implicit function theorem.
/// </remarks>
/// <typeparam name="T">The number of the grid; bodies are in double.</typeparam>
internal sealed class FreeBodiesAdjoint<T>(SimulationSetup setup, ReferenceSimulator<T> simulator)
    where T : unmanaged, IReal<T>
{
    private readonly RigidCotangents[] bars = [.. setup.RigidBodies.Select(_ => new RigidCotangents())];
    private readonly RigidContacts<Traced> contacts = new();
    private readonly Traced[][] points = [.. setup.RigidBodies.Select((_, i) => Array.ConvertAll(simulator.Colliders.PointsOf(i), x => new Traced(x.Value)))];
    private readonly List<Meeting> meetings = [];
    private RigidState[] start = [], met = [];

    /// <summary>Derivatives by the bodies at the present moment of the reverse run.</summary>
    public IReadOnlyList<RigidCotangents> Bars => bars;

    /// <summary>Adds what a loss says about the bodies at this moment, 13 numbers each.</summary>
    public void Add(double[]? seed)
    {
        if (seed is null) return;
        for (int i = 0; i < bars.Length; i++) bars[i].Add(seed.AsSpan(RigidState.Reals * i, RigidState.Reals));
    }

    /// <summary>The end of a substep: bodies meet boundaries and each other, and move.</summary>
    /// <param name="before">Bodies at the substep's start.</param>
    /// <param name="velocities">Velocities of the nodes before the bodies met them; others are not asked for.</param>
    /// <param name="walls">The same of the nodes behind thin walls.</param>
    /// <param name="sums">Receives derivatives by the contacts, added.</param>
    public void End(IReadOnlyList<RigidState> before, Vector3<T>[] velocities, WallAdjoint<T> walls, Span<ContactCotangents<Real64>> sums)
    {
        if (bars.Length == 0) return;
        SubstepWork work = simulator.Work;
        // As they were when they described themselves: gravity has acted.
        start = [.. before.Select((s, i) => s with { Momentum = s.Momentum + new Real64(work.TimeStep * setup.RigidBodies[i].Mass) * setup.Gravity })];
        met = [.. start];
        MeetNodes(work, velocities, walls);
        Trace trace = Trace.Current;
        trace.Clear();
        TracedBody[] bodies = [.. met.Select((s, i) => Body(trace, i, in s))];
        RigidMotion<Traced>[] motions = Array.ConvertAll(bodies, b => b.Motion);
        TracedScene scene = new(trace, work, simulator.Table, setup.Gravity.Length.Value, start, motions);
        simulator.Colliders.Solve(contacts, motions, Array.ConvertAll(bodies, b => b.Inertia), points, Array.ConvertAll(bodies, b => b.Skin), scene.Scene);
        for (int i = 0; i < bars.Length; i++)
        {
            RigidMotion<Traced> solved = contacts.StateOf(i), moved = bodies[i].Inertia.Moved(in solved, work.TimeStep);
            bars[i].Seed(trace, in moved);
        }

        trace.Reverse();
        for (int i = 0; i < bars.Length; i++) bodies[i].AddTo(trace, bars[i]);
        scene.AddTo(trace, sums);
    }

    /// <summary>The contacts with nodes, from derivatives by the nodes' velocities after them to those before.</summary>
    /// <param name="grid">Derivatives by velocities.</param>
    /// <param name="walls">Derivatives by the nodes behind thin walls.</param>
    /// <param name="byMass">Receives derivatives by the nodes' masses, added.</param>
    public void Meet(GridCotangents<T> grid, WallAdjoint<T> walls, Dictionary<int, double> byMass)
    {
        for (int m = meetings.Count - 1; m >= 0; m--)
        {
            Meeting meeting = meetings[m];
            GridContact<Real64> contact = simulator.Work.Contacts[meeting.Contact];
            int i = contact.Body - 1;
            Trace trace = Trace.Current;
            trace.Clear();
            TracedBody body = Body(trace, i, meeting.Before);
            RigidMotion<Traced> motion = body.Motion;
            TracedMeeting traced = new(trace, TracedContact.Follow(in contact, start[i], in motion, setup.Domain), in motion, body.Inertia, body.Skin, simulator.Table, setup.Domain);
            foreach (ContactedNode node in meeting.Nodes)
                traced.Add(simulator.Grid.NodeOf(node.Index < 0 ? walls.Nodes[(int)~node.Index].Node : (int)node.Index), in node);
            RigidMotion<Traced> after = traced.Solve(meeting.Velocity, meeting.AngularVelocity);
            bars[i].Seed(trace, in after);
            for (int n = 0; n < meeting.Nodes.Length; n++)
            {
                int node = (int)meeting.Nodes[n].Index;
                trace.Seed(traced.After(n), Scalars.ToDouble(node < 0 ? walls.Velocities[~node] : grid.Velocity[node]));
            }

            trace.Reverse();
            body.AddTo(trace, bars[i]);
            for (int n = 0; n < meeting.Nodes.Length; n++)
            {
                int node = (int)meeting.Nodes[n].Index;
                double byOwn = trace.Of(traced.MassOf(n));
                Vector3<T> byVelocity = Scalars.FromDouble<T>(trace.Of(traced.Before(n)));
                if (node < 0)
                {
                    walls.Masses[~node] += T.FromDouble(byOwn);
                    walls.Velocities[~node] = byVelocity;
                    continue;
                }

                byMass[node] = byMass.GetValueOrDefault(node) + byOwn;
                grid.Replace(node, byVelocity);
            }
        }
    }

    /// <summary>The start of a substep: gravity acts.</summary>
    public void Begin(ParameterSums sums)
    {
        double dt = simulator.Work.TimeStep;
        for (int i = 0; i < bars.Length; i++)
        {
            Vector3<Real64> by = new Real64(dt) * bars[i].State.Momentum;
            sums.Gravity += new Real64(setup.RigidBodies[i].Mass) * by;
            bars[i].Mass += Vector3<Real64>.Dot(setup.Gravity, by).Value;
        }
    }

    /// <summary>The derivatives by what the bodies started from.</summary>
    public RigidBodyGradient[] Finish() => [.. bars.Select((_, i) => Finish(i))];

    private RigidBodyGradient Finish(int i)
    {
        RigidBody body = setup.RigidBodies[i];
        Trace trace = Trace.Current;
        trace.Clear();
        Vector3<Traced> position = trace.Input(body.Position), v = trace.Input(body.Velocity), w = trace.Input(body.AngularVelocity);
        Vector3<Traced> turn = trace.Input(default(Vector3<Real64>));
        Traced mass = trace.Input(body.Mass);
        Matrix3x3<Traced> perMass = Scalars.FromDouble<Traced>(new Real64(1 / body.Mass) * body.Inertia), inertia = mass * perMass;
        Quaternion<Real64> first = body.Orientation.Normalized;
        RigidMotion<Traced> motion = RigidMotion<Traced>.From(new(default, first, default, default));
        motion.Position = position;
        motion.Orientation = Rotations.FromVector(turn) * motion.Orientation;
        Matrix3x3<Traced> axes = motion.Orientation.ToMatrix();
        motion.Momentum = mass * v;
        motion.AngularMomentum = axes * (inertia * (axes.Transposed * w));
        bars[i].Seed(trace, in motion);
        trace.Seed(mass, bars[i].Mass);
        trace.Seed(in inertia, in bars[i].Inertia);
        trace.Reverse();
        return new()
        {
            Position = trace.Of(position),
            Turn = trace.Of(turn),
            Velocity = trace.Of(v),
            AngularVelocity = trace.Of(w),
            Mass = trace.Of(mass),
            Friction = bars[i].Friction,
            Restitution = bars[i].Restitution,
        };
    }

    private TracedBody Body(Trace trace, int i, in RigidState state)
    {
        RigidBody body = setup.RigidBodies[i];
        return new(trace, in state, body.Mass, body.Inertia, body.Surface);
    }

    // The contacts with nodes once more, taken down: the same sums follow.
    private void MeetNodes(SubstepWork work, Vector3<T>[] velocities, WallAdjoint<T> walls)
    {
        meetings.Clear();
        Dictionary<long, Vector3<Real64>> changed = [];
        ScalarFields<Real64> fields = new(simulator.Table);
        ReadOnlySpan<GridContact<Real64>> all = CollectionsMarshal.AsSpan(work.Contacts);
        for (int c = 0; c < all.Length; c++)
        {
            ref readonly GridContact<Real64> contact = ref all[c];
            if (contact.Body == 0) continue;
            int i = contact.Body - 1;
            List<ContactedNode> nodes = [];
            simulator.Collect(in contact, start[i].Position, in fields, nodes);
            if (nodes.Count == 0) continue;
            // Those on the grid are the ones after all contacts.
            foreach (ref ContactedNode node in CollectionsMarshal.AsSpan(nodes))
                node.Velocity = changed.TryGetValue(node.Index, out Vector3<Real64> now) ? now : Scalars.ToDouble(node.Index < 0 ? walls.Met[(int)~node.Index] : velocities[(int)node.Index]);
            ContactedNode[] before = [.. nodes];
            RigidState state = met[i];
            RigidInertia<Real64> inertia = new(setup.RigidBodies[i].Mass, setup.RigidBodies[i].Inertia);
            met[i] = NodeContactSolver.Solve(CollectionsMarshal.AsSpan(nodes), setup.RigidBodies[i].Surface, in inertia, in state, out Vector3<Real64> v, out Vector3<Real64> w);
            foreach (ContactedNode node in nodes) changed[node.Index] = node.Velocity;
            meetings.Add(new(c, before, state, v, w));
        }
    }

    private sealed record Meeting(int Contact, ContactedNode[] Nodes, RigidState Before, Vector3<Real64> Velocity, Vector3<Real64> AngularVelocity);
}
