using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>The adjoint of the free rigid colliders of a setup, stage by stage of a substep, last to first.</summary>
/// <remarks>
/// Contacts among bodies and with boundaries are sequential impulses, reversed as they were computed; the contact with all nodes at once is
/// the solution of an equation, reversed by the implicit function theorem.
/// </remarks>
internal sealed class FreeBodiesAdjoint(SimulationSetup setup, SimulatorBase simulator)
{
    private readonly RigidCotangents[] bars = [.. setup.RigidBodies.Select(_ => new RigidCotangents())];
    private readonly RigidContacts<Traced> contacts = new();
    private readonly Traced[][] points = [.. setup.RigidBodies.Select((_, i) => Array.ConvertAll(simulator.Colliders.PointsOf(i), x => new Traced(x.Value)))];
    private RigidState[] start = [];

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
    /// <param name="meetings">Their contacts with nodes.</param>
    /// <param name="sums">Receives derivatives by the contacts, added.</param>
    public void End(IReadOnlyList<RigidState> before, IReadOnlyList<RigidMeeting> meetings, Span<ContactCotangents<Real64>> sums)
    {
        if (bars.Length == 0) return;
        SubstepWork work = simulator.Work;
        // As they were when they described themselves: gravity has acted.
        start = [.. before.Select((s, i) => s with { Momentum = s.Momentum + new Real64(work.TimeStep * setup.RigidBodies[i].Mass) * setup.Gravity })];
        RigidState[] met = [.. start];
        foreach (RigidMeeting meeting in meetings) met[meeting.Contact.Body - 1] = meeting.After;
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
    /// <param name="meetings">The contacts.</param>
    /// <param name="nodes">The nodes.</param>
    public void Meet(IReadOnlyList<RigidMeeting> meetings, IMetNodes nodes)
    {
        for (int m = meetings.Count - 1; m >= 0; m--)
        {
            RigidMeeting meeting = meetings[m];
            GridContact<Real64> contact = meeting.Contact;
            int i = contact.Body - 1;
            Trace trace = Trace.Current;
            trace.Clear();
            TracedBody body = Body(trace, i, meeting.Before);
            RigidMotion<Traced> motion = body.Motion;
            TracedMeeting traced = new(trace, TracedContact.Follow(in contact, start[i], in motion, setup.Domain), in motion, body.Inertia, body.Skin, simulator.Table, setup.Domain);
            foreach (ContactedNode node in meeting.Nodes) traced.Add(nodes.PlaceOf(node.Index), in node);
            RigidMotion<Traced> after = traced.Solve(meeting.Velocity, meeting.AngularVelocity);
            bars[i].Seed(trace, in after);
            for (int n = 0; n < meeting.Nodes.Length; n++) trace.Seed(traced.After(n), nodes.ByVelocity(meeting.Nodes[n].Index));
            trace.Reverse();
            body.AddTo(trace, bars[i]);
            for (int n = 0; n < meeting.Nodes.Length; n++)
                nodes.Answer(meeting.Nodes[n].Index, trace.Of(traced.Before(n)), trace.Of(traced.MassOf(n)));
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
}
