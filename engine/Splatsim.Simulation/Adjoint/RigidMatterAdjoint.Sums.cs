using Splatsim.Mathematics;

namespace Splatsim.Simulation;

// For back ends that sum over the particles themselves.
internal sealed partial class RigidMatterAdjoint
{
    /// <summary>Reverses the part of one body in a substep.</summary>
    /// <param name="body">Which body.</param>
    /// <param name="before">The body at the substep's start.</param>
    /// <param name="sums">What its particles have gathered, and what is said about them.</param>
    /// <param name="contactSums">Receives derivatives by contacts, added.</param>
    /// <returns>Derivatives by the momenta that the particles have gathered: 0 for a body on a path.</returns>
    public (Vector3<Real64> ByMomentum, Vector3<Real64> ByAngular) Substep(
        int body, in RigidState before, in RigidSums sums, Span<ContactCotangents<Real64>> contactSums)
    {
        Trace trace = Trace.Current;
        trace.Clear();
        Group group = groups[body];
        RigidGroup parts = group.Body;
        Traced mass = trace.Input(parts.Inertia.Mass.Value);
        Matrix3x3<Traced> matrix = trace.Input(parts.Inertia.Inertia);
        RigidInertia<Traced> inertia = new(mass, matrix);
        if (parts.Path is { } path)
        {
            Vector3<Traced> start = trace.Input(parts.Start);
            Seed(trace, group, RigidParticles.Follow(path, simulator.Work.Time + simulator.Work.TimeStep, simulator.Work.TimeStep, start, in inertia), in inertia, in sums);
            trace.Reverse();
            group.Cotangents.State = default;
            group.ByStart += trace.Of(start);
            AddInertia();
            return default;
        }

        Vector3<Traced> position = trace.Input(before.Position), momentum = trace.Input(sums.Momentum), own = trace.Input(sums.Angular);
        Quaternion<Traced> orientation = trace.Input(before.Orientation);
        // The particles' arms turn with the body.
        Matrix3x3<Traced> turn = orientation.ToMatrix(), lever = Scalars.FromDouble<Traced>(sums.Lever);
        Matrix3x3<Traced> turned = turn - Scalars.FromDouble<Traced>(Scalars.ToDouble(in turn));
        Vector3<Traced> angular = own + Vector3<Traced>.Cross(turned.Column0, lever.Column0) + Vector3<Traced>.Cross(turned.Column1, lever.Column1)
            + Vector3<Traced>.Cross(turned.Column2, lever.Column2);
        Traced radius = trace.Input(parts.Radius);
        Vector3<Traced>[] outer = [.. parts.Outer.Select(i => trace.Input(parts.Offset(i)))];
        TracedScene scene = new(trace, simulator.Work, simulator.Table, setup.Gravity.Length.Value, [], []);
        RigidMotion<Traced> gathered = new() { Position = position, Orientation = orientation, Momentum = momentum, AngularMomentum = angular };
        RigidMotion<Traced> pushed = new RigidContacts<Traced>().Solve(
            new(in gathered, inertia, [.. outer.SelectMany(o => new[] { o.X, o.Y, o.Z })], radius, parts.Reach), scene.Scene);
        Seed(trace, group, inertia.Moved(in pushed, simulator.Work.TimeStep), in inertia, in sums);
        trace.Reverse();
        group.Cotangents.State = new() { Position = trace.Of(position), Orientation = trace.Of(orientation) };
        for (int i = 0; i < outer.Length; i++) group.ByOffset[parts.Outer[i]] += trace.Of(outer[i]);
        group.ByRadius += trace.Of(radius);
        AddInertia();
        scene.AddTo(trace, contactSums);
        return (trace.Of(momentum), trace.Of(own));

        void AddInertia()
        {
            group.Cotangents.Mass += trace.Of(mass);
            group.Cotangents.Inertia += trace.Of(in matrix);
        }
    }

    /// <summary>Adds derivatives by what a body knows of a particle, which a back end has summed itself.</summary>
    /// <param name="body">Which body.</param>
    /// <param name="i">Which of its particles.</param>
    /// <param name="byOffset">By the way from the centre of mass at the start [1/m].</param>
    /// <param name="byMass">By the mass [1/kg].</param>
    /// <param name="byDeformation">By F at the start.</param>
    public void Add(int body, int i, Vector3<Real64> byOffset, double byMass, in Matrix3x3<Real64> byDeformation)
    {
        groups[body].ByOffset[i] += byOffset;
        groups[body].ByMass[i] += byMass;
        groups[body].ByDeformation[i] += byDeformation;
    }

    private static void Seed(Trace trace, Group group, in RigidMotion<Traced> moved, in RigidInertia<Traced> inertia, in RigidSums sums)
    {
        group.Cotangents.Seed(trace, in moved);
        trace.Seed(moved.Position, sums.ByPosition);
        trace.Seed(moved.Orientation.ToMatrix(), sums.ByTurn);
        trace.Seed(inertia.Velocity(in moved), sums.ByVelocity);
        trace.Seed(inertia.AngularVelocity(in moved), sums.BySpin);
    }
}
