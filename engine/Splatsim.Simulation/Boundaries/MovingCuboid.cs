using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>
/// A box that moves and turns along a path and gives the nodes inside it its own velocity: a gripper, a pusher, or
/// (in the other modes) a solid block.
/// </summary>
public sealed record MovingCuboid : IGridBoundary
{
    /// <summary>A box on a path.</summary>
    /// <param name="halfSize">Half its edges [m].</param>
    /// <param name="path">Where its centre is.</param>
    /// <param name="mode">What it does to the nodes inside.</param>
    /// <param name="friction">Coulomb coefficient, at least 0; only that mode may have one.</param>
    /// <exception cref="SimulationSetupException">A negative size, or the friction does not fit.</exception>
    public MovingCuboid(
        Vector3<Real64> halfSize, MotionPath path, ContactMode mode = ContactMode.Sticky, double friction = 0)
    {
        BoundaryChecks.Box("MovingCuboid.HalfSize", default, halfSize);
        BoundaryChecks.Friction(mode, friction);
        HalfSize = halfSize;
        Path = path;
        Mode = mode;
        Friction = friction;
    }

    /// <summary>Half the edges [m].</summary>
    public Vector3<Real64> HalfSize { get; }

    /// <summary>Its shortest edge [m]: what is thinner than a cell of the grid may hold no nodes.</summary>
    public double Thickness => 2 * Math.Min(HalfSize.X.Value, Math.Min(HalfSize.Y.Value, HalfSize.Z.Value));

    /// <summary>Where the centre is.</summary>
    public MotionPath Path { get; }

    /// <summary>What it does to the nodes inside.</summary>
    public ContactMode Mode { get; }

    /// <summary>Coulomb coefficient.</summary>
    public double Friction { get; }

    /// <summary>When the box acts; the path goes on outside the window.</summary>
    public TimeWindow Window { get; init; }

    /// <inheritdoc/>
    public double MaximumSpeed => Path.MaximumSpeed + Path.MaximumAngularSpeed * HalfSize.Length.Value;

    /// <inheritdoc/>
    public void Collect(in SubstepMoment moment, ICollection<GridContact<Real64>> contacts)
    {
        if (!Window.Covers(moment.Time, moment.TimeStep)) return;
        ColliderPose pose = new(
            Path.PositionAt(moment.Time), Path.OrientationAt(moment.Time),
            Path.MeanVelocity(moment.Time, moment.TimeStep), Path.MeanAngularVelocity(moment.Time, moment.TimeStep));
        ContactFrame frame = new(in moment, in pose, new(Mode, Friction));
        contacts.Add(frame.Start(ContactShape.Box) with { HalfSize = frame.Cells(HalfSize) });
    }

    /// <inheritdoc/>
    public void CollectAdjoint(
        in SubstepMoment moment, ReadOnlySpan<GridContact<Real64>> contacts, ReadOnlySpan<ContactCotangents<Real64>> cotangents,
        BoundaryGradient gradient) => ContactFrameAdjoint.Collect(Path, in moment, contacts, cotangents, gradient);
}
