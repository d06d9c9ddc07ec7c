using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>A contact whose numbers derivatives are asked by: of a boundary as it is, or of a rigid body, which it follows.</summary>
internal sealed class TracedContact
{
    private readonly Traced friction, restitution;
    private readonly Vector3<Traced> velocity, point, turn;
    private readonly Matrix3x3<Traced> gradient;

    /// <summary>A contact of a boundary.</summary>
    public TracedContact(Trace trace, in GridContact<Real64> contact, GridDomain domain)
    {
        (friction, restitution) = (trace.Input(contact.Friction.Value), trace.Input(contact.Restitution.Value));
        (velocity, point, turn) = (trace.Input(contact.Velocity), trace.Input(contact.Point), trace.Input(default(Vector3<Real64>)));
        Matrix3x3<Real64> slope = contact.IsSpinning == 0 ? default : contact.VelocityGradient;
        gradient = trace.Input(in slope);
        Matrix3x3<Traced> axes = Scalars.FromDouble<Traced>(contact.IsTurned == 0 ? Matrix3x3<Real64>.Identity : contact.Rotation);
        Vector3<Traced> normal = Scalars.FromDouble<Traced>(contact.Normal);
        Contact = GridContact<Traced>.From(in contact, domain) with
        {
            Friction = friction,
            Restitution = restitution,
            Velocity = velocity,
            Point = point,
            // Of a boundary that does not spin, too: it could.
            IsSpinning = 1,
            VelocityGradient = gradient,
            Normal = normal + Vector3<Traced>.Cross(turn, normal),
            IsTurned = 1,
            // A turned shape has the rows of its axes turned with it.
            Rotation = Matrix3x3<Traced>.FromRows(Turned(axes.Row0), Turned(axes.Row1), Turned(axes.Row2)),
        };

        Vector3<Traced> Turned(Vector3<Traced> axis) => axis + Vector3<Traced>.Cross(turn, axis);
    }

    /// <summary>The contact.</summary>
    public GridContact<Traced> Contact { get; }

    /// <summary>A contact of a body wherever the body is.</summary>
    /// <param name="contact">The contact.</param>
    /// <param name="at">Where the body was when it described it.</param>
    /// <param name="motion">The body.</param>
    /// <param name="domain">The grid.</param>
    public static GridContact<Traced> Follow(in GridContact<Real64> contact, in RigidState at, in RigidMotion<Traced> motion, GridDomain domain)
    {
        Matrix3x3<Real64> before = at.Orientation.ToMatrix();
        Vector3<Real64> arm = before.Transposed * (contact.Point - domain.ToCells(at.Position)), normal = before.Transposed * contact.Normal;
        Matrix3x3<Real64> axes = (contact.IsTurned == 0 ? Matrix3x3<Real64>.Identity : contact.Rotation) * before;
        Matrix3x3<Traced> turn = motion.Orientation.ToMatrix();
        Vector3<Traced> cells = new Traced(1 / domain.CellSize) * (motion.Position - Scalars.FromDouble<Traced>(domain.Origin));
        return GridContact<Traced>.From(in contact, domain) with
        {
            Point = cells + turn * Scalars.FromDouble<Traced>(arm),
            Normal = turn * Scalars.FromDouble<Traced>(normal),
            IsTurned = 1,
            Rotation = Scalars.FromDouble<Traced>(in axes) * turn.Transposed,
        };
    }

    /// <summary>Adds the derivatives that a reversed trace has found.</summary>
    public void AddTo(Trace trace, ref ContactCotangents<Real64> sum)
    {
        sum.Friction += trace.Of(friction);
        sum.Restitution += trace.Of(restitution);
        sum.Velocity += trace.Of(velocity);
        sum.VelocityGradient += trace.Of(in gradient);
        sum.Point += trace.Of(point);
        sum.Turn += trace.Of(turn);
    }
}
