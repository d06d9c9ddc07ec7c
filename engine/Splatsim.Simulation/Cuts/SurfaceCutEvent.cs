using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>
/// A cut along a surface without thickness, at rest or moving: a plate, a disk or a sheet of triangles, open or closed. It parts the matter in
/// front of it from that behind it and removes none.
/// </summary>
public sealed record SurfaceCutEvent : IPartingEvent
{
    /// <summary>A cut.</summary>
    /// <param name="shape">The surface.</param>
    /// <param name="path">Where it is and how it is turned.</param>
    /// <param name="window">When it cuts.</param>
    public SurfaceCutEvent(ThinShape shape, MotionPath path, TimeWindow window) => (Shape, Path, Window) = (shape, path, window);

    /// <summary>The surface.</summary>
    public ThinShape Shape { get; }

    /// <summary>Where it is and how it is turned.</summary>
    public MotionPath Path { get; }

    /// <summary>When it cuts.</summary>
    public TimeWindow Window { get; }

    /// <summary>
    /// How far from the surface matter gets its side [m]: all over and under it unless given. Pieces that are to meet again later should have
    /// theirs as a whole.
    /// </summary>
    public double Reach
    {
        get;
        init => field = ForceChecks.LengthOrInfinite("SurfaceCut.Reach", value);
    }

    = double.PositiveInfinity;

    /// <summary>Least time between two cuts [s]; 0 cuts before every substep, which costs a pass over all particles.</summary>
    public double Period
    {
        get;
        init => field = ForceChecks.Period("SurfaceCut.Period", value);
    }

    /// <inheritdoc/>
    public bool Parts => true;

    /// <inheritdoc/>
    public double Friction
    {
        get;
        init => field = ForceChecks.NotNegative("SurfaceCut.Friction", value, string.Empty);
    }

    /// <inheritdoc/>
    public double MaximumSpeed => 0;

    /// <inheritdoc/>
    public bool? IsInFront(Vector3<Real64> point, double time)
    {
        Vector3<Real64> offset = point - Path.PositionAt(time);
        if (Path.IsTurned) offset = Path.OrientationAt(time).ToMatrix().Transposed * offset;
        return Shape.Nearest(offset, Reach) is { } site ? site.Height >= 0 : null;
    }

    /// <inheritdoc/>
    public IParticleAction Begin() => new PeriodicAction(Window, Period, (particles, time) => particles.Part(this, time));
}
