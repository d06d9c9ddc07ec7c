using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>
/// A blade or saw: a half-plane behind a moving edge. Without a kerf it parts matter and takes nothing away: what lies on its two sides moves
/// apart freely, slides along the cut and presses on it (see <see cref="IPartingEvent"/>). With a kerf it removes the matter within half of
/// that from its plane, with its mass and momentum (<see cref="SimulationStatistics.RemovedMass"/>).
/// </summary>
/// <remarks>
/// Matter on the two sides of a kerf is one again where it touches. Particles talk through nodes up to one and a half cells away (two for the
/// cubic kernel), so a kerf of three cells (four) is the least that parts matter at once; a thinner one weakens it, and it tears there when it is
/// stretched.
/// </remarks>
public sealed record CutEvent : IPartingEvent
{
    /// <summary>A blade.</summary>
    /// <param name="edge">Where the middle of its edge is.</param>
    /// <param name="direction">Direction in which it cuts; across the normal.</param>
    /// <param name="normal">Normal of its plane.</param>
    /// <param name="kerf">Width of the matter that it removes [m]; 0 removes none.</param>
    /// <param name="window">When it cuts.</param>
    /// <exception cref="SimulationSetupException">A number that cannot be meant.</exception>
    public CutEvent(MotionPath edge, Vector3<Real64> direction, Vector3<Real64> normal, double kerf, TimeWindow window)
    {
        Edge = edge;
        Normal = ForceChecks.Direction("Cut.Normal", normal);
        Vector3<Real64> along = ForceChecks.Direction("Cut.Direction", direction);
        Direction = ForceChecks.Direction("Cut.Direction", along - Vector3<Real64>.Dot(along, Normal) * Normal);
        Kerf = ForceChecks.NotNegative("Cut.Kerf", kerf, "m");
        Window = window;
    }

    /// <summary>Where the middle of its edge is.</summary>
    public MotionPath Edge { get; }

    /// <summary>Unit vector in its plane along which it cuts.</summary>
    public Vector3<Real64> Direction { get; }

    /// <summary>Unit normal of its plane.</summary>
    public Vector3<Real64> Normal { get; }

    /// <summary>Width of the matter that it removes [m]; 0 removes none.</summary>
    public double Kerf { get; }

    /// <inheritdoc/>
    public bool Parts => Kerf == 0;

    /// <inheritdoc/>
    public double Friction
    {
        get;
        init => field = ForceChecks.NotNegative("Cut.Friction", value, string.Empty);
    }

    /// <summary>When it cuts.</summary>
    public TimeWindow Window { get; }

    /// <summary>Length of the edge [m]; infinite unless given.</summary>
    public double Length
    {
        get;
        init => field = ForceChecks.LengthOrInfinite("Cut.Length", value);
    }

    = double.PositiveInfinity;

    /// <summary>How far behind its edge the blade still is [m]; infinite unless given.</summary>
    public double Depth
    {
        get;
        init => field = ForceChecks.LengthOrInfinite("Cut.Depth", value);
    }

    = double.PositiveInfinity;

    /// <summary>Least time between two cuts [s]; 0 cuts before every substep, which costs a pass over all particles.</summary>
    public double Period
    {
        get;
        init => field = ForceChecks.Period("Cut.Period", value);
    }

    /// <inheritdoc/>
    public double MaximumSpeed => 0;

    /// <summary>Whether the blade is at a point, with half its kerf on each side.</summary>
    /// <param name="point">The point [m].</param>
    /// <param name="time">The time [s].</param>
    public bool IsAt(Vector3<Real64> point, double time)
    {
        Vector3<Real64> d = point - Edge.PositionAt(time);
        return Math.Abs(Vector3<Real64>.Dot(d, Normal).Value) <= 0.5 * Kerf && IsAlong(d);
    }

    /// <inheritdoc/>
    public bool? IsInFront(Vector3<Real64> point, double time)
    {
        Vector3<Real64> d = point - Edge.PositionAt(time);
        return IsAlong(d) ? Vector3<Real64>.Dot(d, Normal).Value >= 0 : null;
    }

    /// <inheritdoc/>
    public IParticleAction Begin() => new PeriodicAction(Window, Period, Cut);

    // Behind the edge, as far as the blade goes.
    private bool IsAlong(Vector3<Real64> fromEdge)
    {
        double ahead = Vector3<Real64>.Dot(fromEdge, Direction).Value;
        return ahead <= 0 && ahead >= -Depth
            && Math.Abs(Vector3<Real64>.Dot(fromEdge, Vector3<Real64>.Cross(Normal, Direction)).Value) <= 0.5 * Length;
    }

    private void Cut(IParticleAccess particles, double time)
    {
        if (Parts)
        {
            particles.Part(this, time);
            return;
        }

        for (int p = 0; p < particles.ParticleCount; p++)
            if (particles.IsActive(p) && IsAt(particles.PositionOf(p), time)) particles.Deactivate(p);
    }
}
