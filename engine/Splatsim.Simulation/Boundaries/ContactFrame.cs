using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>What all contacts of a collider have in common during one substep; shapes start their contacts from it.</summary>
public readonly struct ContactFrame
{
    private readonly Matrix3x3<Real64> turn;
    private readonly Matrix3x3<Real64> gradient;
    private readonly bool isTurned;
    private readonly bool isSpinning;

    /// <summary>The frame of a collider.</summary>
    /// <param name="moment">The substep.</param>
    /// <param name="pose">Where it is and how it moves.</param>
    /// <param name="surface">What it does to matter.</param>
    public ContactFrame(in SubstepMoment moment, in ColliderPose pose, ContactSurface surface)
    {
        Moment = moment;
        Pose = pose;
        Surface = surface;
        isTurned = Math.Abs(pose.Orientation.W.Value) < 1;
        turn = isTurned ? pose.Orientation.ToMatrix() : Matrix3x3<Real64>.Identity;
        isSpinning = pose.AngularVelocity.LengthSquared.Value > 0;
        if (isSpinning) gradient = Gradient(moment.TimeStep, pose.AngularVelocity, surface.Mode);
        gradient = new Real64(moment.Domain.CellSize) * gradient;
    }

    /// <summary>The substep.</summary>
    public SubstepMoment Moment { get; }

    /// <summary>Where the collider is and how it moves.</summary>
    public ColliderPose Pose { get; }

    /// <summary>What it does to matter.</summary>
    public ContactSurface Surface { get; }

    /// <summary>Number of the rigid body that feels the contacts, from 1; 0 for none.</summary>
    public int Body { get; init; }

    /// <summary>Number of the thin wall that the collider is, from 1; 0 for none.</summary>
    public int Wall { get; init; }

    /// <summary>A contact of a shape around the collider's origin.</summary>
    /// <param name="shape">The shape.</param>
    /// <param name="isHollow">Whether the free side is inside.</param>
    public GridContact<Real64> Start(ContactShape shape, bool isHollow = false) => new()
    {
        Shape = shape,
        Mode = Surface.Mode,
        Point = Moment.Domain.ToCells(Pose.Position),
        IsTurned = isTurned ? 1 : 0,
        Rotation = turn.Transposed,
        IsHollow = isHollow ? 1 : 0,
        Tolerance = GridContacts.SurfaceTolerance,
        Friction = Surface.Friction,
        Restitution = Surface.Restitution,
        Velocity = Pose.Velocity,
        IsSpinning = isSpinning ? 1 : 0,
        VelocityGradient = gradient,
        Body = Body,
        Wall = Wall,
    };

    /// <summary>A half-space that moves with the collider.</summary>
    /// <param name="point">A point of the plane, in the collider's axes [m].</param>
    /// <param name="normal">Unit normal into the free side, in the collider's axes.</param>
    public GridContact<Real64> Plane(Vector3<Real64> point, Vector3<Real64> normal)
    {
        GridContact<Real64> contact = Start(ContactShape.HalfSpace);
        Vector3<Real64> arm = new Real64(1 / Moment.Domain.CellSize) * (turn * point);
        contact.Point += arm;
        contact.Normal = turn * normal;
        if (isSpinning) contact.Velocity += gradient * arm;
        return contact;
    }

    /// <summary>Lengths in cells.</summary>
    /// <param name="lengths">Lengths [m].</param>
    public Vector3<Real64> Cells(Vector3<Real64> lengths) => new Real64(1 / Moment.Domain.CellSize) * lengths;

    // Matter that sticks takes the displacement of its place, so that it turns in circles whatever the time step; matter that slides
    // along is told the velocity of the surface, which has no part towards the axis.
    private static Matrix3x3<Real64> Gradient(double timeStep, Vector3<Real64> angularVelocity, ContactMode mode)
    {
        if (mode != ContactMode.Sticky) return Rotations.Cross(angularVelocity);
        Matrix3x3<Real64> turned = Rotations.FromVector(new Real64(timeStep) * angularVelocity).ToMatrix();
        return new Real64(1 / timeStep) * (turned - Matrix3x3<Real64>.Identity);
    }
}
