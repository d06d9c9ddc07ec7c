using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>The adjoint of <see cref="ContactFrame"/>: from the contacts of a thing on a path to its motion.</summary>
internal static class ContactFrameAdjoint
{
    /// <summary>Adds the derivatives of one substep.</summary>
    /// <param name="path">The path.</param>
    /// <param name="moment">The substep.</param>
    /// <param name="contacts">The contacts.</param>
    /// <param name="cotangents">Derivatives by them.</param>
    /// <param name="gradient">Receives the derivatives.</param>
    public static void Collect(
        MotionPath path, in SubstepMoment moment, ReadOnlySpan<GridContact<Real64>> contacts,
        ReadOnlySpan<ContactCotangents<Real64>> cotangents, BoundaryGradient gradient)
    {
        Vector3<Real64> origin = moment.Domain.ToCells(path.PositionAt(moment.Time));
        Vector3<Real64> velocity = default, point = default, turn = default;
        Matrix3x3<Real64> slope = default;
        for (int i = 0; i < contacts.Length; i++)
        {
            ref readonly ContactCotangents<Real64> by = ref cotangents[i];
            gradient.Friction += by.Friction.Value;
            gradient.Restitution += by.Restitution.Value;
            velocity += by.Velocity;
            point += by.Point;
            // A turn about the origin moves a contact's own point, and what the contact calls the velocity there.
            Vector3<Real64> arm = contacts[i].Point - origin;
            turn += by.Turn + Vector3<Real64>.Cross(arm, by.Point + contacts[i].VelocityGradient.Transposed * by.Velocity);
            // The velocity at the contact's own point is that of the origin and the arm's.
            slope += by.VelocityGradient + Matrix3x3<Real64>.Outer(by.Velocity, arm);
        }

        Real64 perMetre = 1 / moment.Domain.CellSize, since = moment.Time - path.StartTime;
        gradient.Position += perMetre * point;
        gradient.Velocity += velocity + (since * perMetre) * point;
        Vector3<Real64> spin = path.MeanAngularVelocity(moment.Time, moment.TimeStep);
        ContactMode mode = contacts.Length > 0 ? contacts[0].Mode : ContactMode.Slip;
        Vector3<Real64> bySpin = new Real64(moment.Domain.CellSize) * BySpin(spin, in slope, mode, moment.TimeStep);
        if (path.IsSteady)
        {
            // The orientation is exp(t w) times the first one.
            gradient.AngularVelocity += bySpin + since * (LeftJacobian(since * spin).Transposed * turn);
            return;
        }

        // A turn that is added turns the path's own angular velocity too.
        gradient.AngularVelocity += bySpin + since * (turn + Vector3<Real64>.Cross(spin, bySpin));
    }

    private static Vector3<Real64> BySpin(Vector3<Real64> spin, in Matrix3x3<Real64> slope, ContactMode mode, double timeStep)
    {
        if (mode != ContactMode.Sticky) return Axial(in slope);
        // (exp(dt w) - 1)/dt: a change dw turns by J dw dt on the left.
        Vector3<Real64> angle = new Real64(timeStep) * spin;
        Matrix3x3<Real64> back = slope * Rotations.FromVector(angle).ToMatrix().Transposed;
        return LeftJacobian(angle).Transposed * Axial(in back);
    }

    // The sum over entries of a matrix times those of the cross product with a unit vector.
    private static Vector3<Real64> Axial(in Matrix3x3<Real64> m) => new(m.M21 - m.M12, m.M02 - m.M20, m.M10 - m.M01);

    // Turn on the left that a change of a rotation vector makes.
    private static Matrix3x3<Real64> LeftJacobian(Vector3<Real64> angle)
    {
        double a = angle.Length.Value;
        double first = a < 1e-4 ? 0.5 - a * a / 24 : (1 - Math.Cos(a)) / (a * a);
        double second = a < 1e-2 ? 1.0 / 6 - a * a / 120 + a * a * a * a / 5040 : (a - Math.Sin(a)) / (a * a * a);
        Matrix3x3<Real64> cross = Rotations.Cross(angle);
        return Matrix3x3<Real64>.Identity + new Real64(first) * cross + new Real64(second) * (cross * cross);
    }
}
