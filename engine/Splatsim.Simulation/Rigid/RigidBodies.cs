using System.Runtime.InteropServices;
using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>The free rigid colliders of one simulation.</summary>
internal sealed class RigidBodies
{
    private readonly RigidBody[] bodies;
    private readonly RigidInertia<Real64>[] inertias;
    private readonly RigidSkin<Real64>[] skins;
    private readonly RigidState[] states;
    private readonly Real64[][] points;
    private readonly double[] radii;
    private readonly Vector3<Real64> gravity;
    private readonly RigidContacts<Real64> contacts = new();
    private readonly RigidWalls? walls;
    private readonly ColliderForm?[] forms;
    private readonly int[] firstSides;
    private RigidBranches meetings;

    /// <summary>The bodies of a setup.</summary>
    /// <param name="setup">The setup.</param>
    /// <param name="sides">Who is on which side of thin walls.</param>
    /// <param name="walls">Thin walls; null for none.</param>
    public RigidBodies(SimulationSetup setup, WallSides sides, RigidWalls? walls)
    {
        (this.walls, firstSides) = (walls, sides.FirstOfBody);
        bodies = [.. setup.RigidBodies];
        gravity = setup.Gravity;
        if (bodies.Any(b => b.Shape is not ThinShape) && setup.Materials.Any(m => m.IsRigid))
        {
            throw new SimulationSetupException(
                "RigidBodies", "rigid colliders and rigid materials do not meet", "make all of them rigid materials");
        }

        inertias = Array.ConvertAll(bodies, b => new RigidInertia<Real64>(b.Mass, b.Inertia));
        skins = Array.ConvertAll(bodies, b => RigidSkin<Real64>.From(b.Surface));
        points = new Real64[bodies.Length][];
        radii = new double[bodies.Length];
        states = new RigidState[bodies.Length];
        forms = [.. bodies.Select((b, i) => walls is null || b.Shape is ThinShape ? null : new ColliderForm(firstSides[i]))];
        for (int i = 0; i < bodies.Length; i++)
        {
            RigidBody body = bodies[i];
            points[i] = Array.ConvertAll(body.Shape.SurfacePoints(out radii[i]), x => new Real64(x));
            Quaternion<Real64> orientation = body.Orientation.Normalized;
            Matrix3x3<Real64> turn = orientation.ToMatrix();
            states[i] = new(
                body.Position, orientation, new Real64(body.Mass) * body.Velocity, turn * (body.Inertia * (turn.Transposed * body.AngularVelocity)));
        }
    }

    public bool Any => bodies.Length > 0;

    public IReadOnlyList<RigidState> States => states;

    /// <summary>What the contacts of the bodies with boundaries and each other have done so far.</summary>
    public RigidBranches Branches => contacts.Branches;

    /// <summary>What the contacts of the bodies with nodes have done so far.</summary>
    public RigidBranches Meetings => meetings;

    /// <summary>What of the mass of nodes behind thin ones is rigid; null where none is.</summary>
    public RigidShares? Shares { get; set; }

    /// <summary>A body as contacts push it.</summary>
    public RigidMover<Real64> MoverOf(int body)
    {
        RigidMotion<Real64> motion = RigidMotion<Real64>.From(in states[body]);
        return new(in motion, in inertias[body], points[body], radii[body], bodies[body].Shape.Reach);
    }

    /// <summary>A body's surface.</summary>
    public RigidSkin<Real64> SkinOf(int body) => skins[body];

    /// <summary>A body takes the momenta that contacts have left.</summary>
    public void Take(int body, in RigidMotion<Real64> pushed) => states[body] = pushed.State;

    /// <summary>Points of a body's surface in its own axes [m], shape [points, 3].</summary>
    public Real64[] PointsOf(int body) => points[body];

    /// <summary>Fastest point of a body [m/s].</summary>
    public double MaximumSpeed
    {
        get
        {
            double fastest = 0;
            for (int i = 0; i < bodies.Length; i++)
            {
                RigidMotion<Real64> motion = RigidMotion<Real64>.From(in states[i]);
                double spin = inertias[i].AngularVelocity(in motion).Length.Value;
                fastest = Math.Max(fastest, inertias[i].Velocity(in motion).Length.Value + spin * bodies[i].Shape.Reach);
            }

            return fastest;
        }
    }

    /// <summary>Gravity acts, and the bodies describe themselves.</summary>
    public void Begin(in SubstepMoment moment, ICollection<GridContact<Real64>> target)
    {
        meetings.Begin();
        for (int i = 0; i < bodies.Length; i++)
        {
            ref RigidState state = ref states[i];
            state = state with { Momentum = state.Momentum + new Real64(moment.TimeStep * bodies[i].Mass) * gravity };
            RigidMotion<Real64> motion = RigidMotion<Real64>.From(in state);
            ColliderPose pose = new(
                state.Position, state.Orientation, inertias[i].Velocity(in motion), inertias[i].AngularVelocity(in motion));
            bodies[i].Shape.Collect(new ContactFrame(in moment, in pose, bodies[i].Surface) { Body = i + 1, Wall = moment.Walls.NumberOf(bodies[i]) }, target);
        }
    }

    /// <summary>From a body's centre of mass to a node [m].</summary>
    public Vector3<Real64> Arm(int body, Vector3<Real64> node, GridDomain domain) =>
        domain.Origin + new Real64(domain.CellSize) * node - states[body - 1].Position;

    /// <summary>Takes down what contacts with nodes start from and come to; null where nobody asks.</summary>
    public List<RigidMeeting>? Recorder { get; set; }

    /// <summary>The nodes that a contact of a body affects push it and are pushed.</summary>
    public void Meet(in GridContact<Real64> contact, List<ContactedNode> nodes)
    {
        if (nodes.Count == 0) return;
        int i = contact.Body - 1;
        RigidState before = states[i];
        ContactedNode[] untouched = Recorder is null ? [] : [.. nodes];
        states[i] = NodeContactSolver.Solve(
            CollectionsMarshal.AsSpan(nodes), bodies[i].Surface, in inertias[i], in before, out Vector3<Real64> v, out Vector3<Real64> w);
        Recorder?.Add(new(contact, untouched, before, states[i], v, w));
        foreach (ContactedNode node in nodes)
            if (node.Branch != 0) meetings.Add(contact.Body, node.Index, node.Branch);
    }

    /// <summary>The bodies meet boundaries and each other, and move.</summary>
    public void End(SubstepWork work, FieldTable fields)
    {
        RigidScene<Real64> scene = new(CollectionsMarshal.AsSpan(work.Contacts), work, fields, gravity.Length.Value);
        for (int i = 0; i < bodies.Length; i++)
        {
            if (forms[i] is not { } form) continue;
            form.Begin(i + 1, work, fields);
            walls!.FindSides(firstSides[i], points[i], in states[i], bodies[i].Shape.Reach);
        }

        RigidMotion<Real64>[] motions = Array.ConvertAll(states, s => RigidMotion<Real64>.From(in s));
        Solve(contacts, motions, inertias, points, skins, in scene);
        for (int i = 0; i < bodies.Length; i++) states[i] = inertias[i].Moved(contacts.StateOf(i), work.TimeStep).State;
    }

    /// <summary>The bodies meet boundaries and each other: the contacts then have their states.</summary>
    /// <param name="contacts">Solves.</param>
    /// <param name="motions">The bodies.</param>
    /// <param name="inertias">Their masses and inertias.</param>
    /// <param name="points">Points of their surfaces.</param>
    /// <param name="skins">Their surfaces.</param>
    /// <param name="scene">The substep.</param>
    public void Solve<T>(
        RigidContacts<T> contacts, RigidMotion<T>[] motions, RigidInertia<T>[] inertias, T[][] points, RigidSkin<T>[] skins, in RigidScene<T> scene)
        where T : unmanaged, IReal<T>
    {
        contacts.Clear();
        for (int i = 0; i < bodies.Length; i++)
        {
            contacts.Add(new(in motions[i], in inertias[i], points[i], T.FromDouble(radii[i]), bodies[i].Shape.Reach), in scene);
            if (forms[i] is { } form) walls!.Meet(contacts, i, form, in scene);
        }

        if (bodies.Length > 1)
        {
            foreach (ref readonly GridContact<T> contact in scene.Contacts)
            {
                int other = contact.Body - 1;
                for (int i = 0; i < bodies.Length && other >= 0; i++)
                {
                    if (i == other) continue;
                    if (contact.Wall == 0) contacts.Meet(in contact, i, other, skins[i], skins[other], in scene);
                    else if (forms[i] is { } form) contacts.MeetWall(in contact, i, other, skins[i], skins[other], walls!, form, in scene);
                }
            }
        }

        contacts.Solve();
    }

    /// <summary>All states as plain numbers.</summary>
    public ActionState Save()
    {
        double[] reals = new double[RigidState.Reals * states.Length];
        for (int i = 0; i < states.Length; i++) states[i].Write(reals.AsSpan(RigidState.Reals * i));
        return new([], reals);
    }

    /// <summary>Goes back to what <see cref="Save"/> returned.</summary>
    public void Restore(ActionState saved)
    {
        for (int i = 0; i < states.Length; i++) states[i] = RigidState.Read(saved.Reals.AsSpan(RigidState.Reals * i));
    }
}
