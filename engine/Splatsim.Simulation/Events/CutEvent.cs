using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>
/// A blade or saw: the half-plane behind a moving edge removes the matter within half a kerf of it, so that what lies on its two sides
/// shares no nodes any more and moves apart freely. The removed mass and momentum are those of the kerf's particles; the sides keep theirs.
/// </summary>
/// <remarks>
/// Particles talk through nodes up to one and a half cells away (two for the cubic kernel), so a kerf of three cells (four) is the least
/// that parts matter at once; a thinner one weakens it, and it tears there when it is stretched.
/// </remarks>
public sealed record CutEvent : IParticleEvent
{
    /// <summary>Cells of the narrowest kerf that parts matter at once, for the quadratic kernel.</summary>
    public const double PartingCells = 3;

    /// <summary>A blade.</summary>
    /// <param name="edge">Where the middle of its edge is.</param>
    /// <param name="direction">Direction in which it cuts; across the normal.</param>
    /// <param name="normal">Normal of its plane.</param>
    /// <param name="kerf">Width of the cut [m].</param>
    /// <param name="window">When it cuts.</param>
    /// <exception cref="SimulationSetupException">A number that cannot be meant.</exception>
    public CutEvent(MotionPath edge, Vector3<Real64> direction, Vector3<Real64> normal, double kerf, TimeWindow window)
    {
        Edge = edge;
        Normal = ForceChecks.Direction("Cut.Normal", normal);
        Vector3<Real64> along = ForceChecks.Direction("Cut.Direction", direction);
        Direction = ForceChecks.Direction("Cut.Direction", along - Vector3<Real64>.Dot(along, Normal) * Normal);
        Kerf = ForceChecks.Positive("Cut.Kerf", kerf, "m");
        Window = window;
    }

    /// <summary>Where the middle of its edge is.</summary>
    public MotionPath Edge { get; }

    /// <summary>Unit vector in its plane along which it cuts.</summary>
    public Vector3<Real64> Direction { get; }

    /// <summary>Unit normal of its plane.</summary>
    public Vector3<Real64> Normal { get; }

    /// <summary>Width of the cut [m].</summary>
    public double Kerf { get; }

    /// <summary>When it cuts.</summary>
    public TimeWindow Window { get; }

    /// <summary>Length of the edge [m]; infinite unless given.</summary>
    public double Length { get; init; } = double.PositiveInfinity;

    /// <summary>How far behind its edge the blade still is [m]; infinite unless given.</summary>
    public double Depth { get; init; } = double.PositiveInfinity;

    /// <summary>Least time between two cuts [s]; 0 cuts before every substep, which costs a pass over all particles.</summary>
    public double Period { get; init; }

    /// <inheritdoc/>
    public double MaximumSpeed => 0;

    /// <summary>Whether the blade is at a point.</summary>
    /// <param name="point">The point [m].</param>
    /// <param name="time">The time [s].</param>
    public bool IsAt(Vector3<Real64> point, double time)
    {
        Vector3<Real64> d = point - Edge.PositionAt(time);
        double ahead = Vector3<Real64>.Dot(d, Direction).Value;
        return Math.Abs(Vector3<Real64>.Dot(d, Normal).Value) <= 0.5 * Kerf && ahead <= 0 && ahead >= -Depth
            && Math.Abs(Vector3<Real64>.Dot(d, Vector3<Real64>.Cross(Normal, Direction)).Value) <= 0.5 * Length;
    }

    /// <inheritdoc/>
    public IParticleAction Begin() => new Action(this);

    private sealed class Action(CutEvent data) : IParticleAction
    {
        private double next = double.NegativeInfinity;

        public void BeforeSubstep(in SubstepMoment moment, IParticleAccess particles, SubstepWork work)
        {
            if (!data.Window.Covers(moment.Time, moment.TimeStep) || moment.Time + 0.5 * moment.TimeStep < next) return;
            next = moment.Time + data.Period;
            for (int p = 0; p < particles.ParticleCount; p++)
                if (particles.IsActive(p) && data.IsAt(particles.PositionOf(p), moment.Time)) particles.Deactivate(p);
        }

        public ActionState Save() => new([], [next]);

        public void Restore(ActionState saved) => next = saved.Reals[0];
    }
}
