using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>A shape on a path, at rest, moving or turning, that matter cannot enter.</summary>
public sealed record Collider : IGridBoundary
{
    /// <summary>A shape on a path.</summary>
    /// <param name="shape">The shape.</param>
    /// <param name="path">Where it is and how it is turned.</param>
    /// <param name="surface">What it does to matter.</param>
    /// <exception cref="SimulationSetupException">Friction or restitution do not fit.</exception>
    public Collider(ColliderShape shape, MotionPath path, ContactSurface surface)
    {
        Shape = shape;
        Path = path;
        Surface = surface.Checked();
    }

    /// <summary>The shape.</summary>
    public ColliderShape Shape { get; }

    /// <summary>Where it is and how it is turned.</summary>
    public MotionPath Path { get; }

    /// <summary>What it does to matter.</summary>
    public ContactSurface Surface { get; }

    /// <summary>When it acts; the path goes on outside the window.</summary>
    public TimeWindow Window { get; init; }

    /// <inheritdoc/>
    public double MaximumSpeed => Path.MaximumSpeed + Path.MaximumAngularSpeed * Shape.Reach;

    /// <inheritdoc/>
    public IReadOnlyList<GridField> Fields => Shape.Fields;

    /// <inheritdoc/>
    public void Collect(in SubstepMoment moment, ICollection<GridContact<Real64>> contacts)
    {
        if (!Window.Covers(moment.Time, moment.TimeStep)) return;
        ColliderPose pose = new(
            Path.PositionAt(moment.Time), Path.OrientationAt(moment.Time),
            Path.MeanVelocity(moment.Time, moment.TimeStep), Path.MeanAngularVelocity(moment.Time, moment.TimeStep));
        Shape.Collect(new ContactFrame(in moment, in pose, Surface) { Wall = moment.Walls.NumberOf(this) }, contacts);
    }

    /// <inheritdoc/>
    public void CollectAdjoint(
        in SubstepMoment moment, ReadOnlySpan<GridContact<Real64>> contacts, ReadOnlySpan<ContactCotangents<Real64>> cotangents,
        BoundaryGradient gradient) => ContactFrameAdjoint.Collect(Path, in moment, contacts, cotangents, gradient);
}
