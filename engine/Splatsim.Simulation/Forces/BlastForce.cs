using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>
/// A push outwards from a point, a = A (1 - (r/R)^2)^2 p(t), with the pressure profile of a blast wave as time goes:
/// p = (1 - t/d) exp(-b t/d) from its start, a push that decays and turns into a weaker pull.
/// </summary>
/// <remarks>Friedlander 1946, "The diffraction of sound pulses". The profile is integrated exactly over every substep.</remarks>
public sealed record BlastForce : NodeForce
{
    /// <summary>A blast.</summary>
    /// <param name="point">Its centre [m].</param>
    /// <param name="acceleration">A, at the centre and the start [m/s^2].</param>
    /// <param name="radius">R, its reach [m].</param>
    /// <param name="start">When [s].</param>
    /// <param name="duration">d, how long it pushes before it pulls [s].</param>
    /// <exception cref="SimulationSetupException">A number that cannot be meant.</exception>
    public BlastForce(Vector3<Real64> point, double acceleration, double radius, double start, double duration)
    {
        Point = ForceChecks.Finite("Blast.Point", point);
        Acceleration = ForceChecks.Finite("Blast.Acceleration", acceleration, "m/s^2");
        Radius = ForceChecks.Positive("Blast.Radius", radius, "m");
        Start = ForceChecks.Finite("Blast.Start", start, "s");
        Duration = ForceChecks.Positive("Blast.Duration", duration, "s");
    }

    /// <summary>Its centre [m].</summary>
    public Vector3<Real64> Point { get; }

    /// <summary>Acceleration at the centre and the start [m/s^2].</summary>
    public double Acceleration { get; }

    /// <summary>Its reach [m].</summary>
    public double Radius { get; }

    /// <summary>When [s].</summary>
    public double Start { get; }

    /// <summary>How long it pushes before it pulls [s].</summary>
    public double Duration { get; }

    /// <summary>b, how fast the profile decays; above 0.</summary>
    public double Decay { get; init; } = 1;

    /// <summary>The fastest that it can make matter at rest: all of the push, at the centre [m/s].</summary>
    public override double MaximumSpeed => Math.Abs(Acceleration) * Impulse(Duration);

    /// <summary>Integral of the profile from its start [s].</summary>
    /// <param name="elapsed">Time since the start [s], at least 0.</param>
    public double Impulse(double elapsed)
    {
        // With s = t/d the integral is d [1/b - 1/b^2 + exp(-b s) (s/b - 1/b + 1/b^2)].
        double b = ForceChecks.Positive("Blast.Decay", Decay, ""), s = elapsed / Duration;
        double start = Duration * (1 / b - 1 / (b * b));
        return start + Math.Exp(-b * s) * (elapsed / b - start);
    }

    /// <inheritdoc/>
    protected override void Collect(in SubstepMoment moment, double share, SubstepWork work)
    {
        double mean = MeanIn(in moment);
        if (mean == 0) return;
        work.Forces.Add(new()
        {
            Kind = ForceKind.Blast,
            Weights = -1,
            Point = moment.Domain.ToCells(Point),
            Strength = Acceleration * mean,
            Radius = Radius / moment.Domain.CellSize,
        });
    }

    /// <inheritdoc/>
    /// <remarks>Of the acceleration, the radius and the point; start, duration and decay are held fixed.</remarks>
    protected override void CollectAdjoint(
        in SubstepMoment moment, double share, ReadOnlySpan<ForceCotangents<Real64>> forces, CoefficientGradient gradient)
    {
        if (forces.Length == 0) return;
        double dx = moment.Domain.CellSize;
        gradient.Add("acceleration", MeanIn(in moment) * forces[0].Strength.Value);
        gradient.Add("radius", forces[0].Radius.Value / dx);
        gradient.Add("point", new Real64(1 / dx) * forces[0].Point);
    }

    // Mean of the profile over a substep; 0 before the start and after the window's end.
    private double MeanIn(in SubstepMoment moment)
    {
        double from = Math.Max(moment.Time, Math.Max(Start, Window.Start));
        double to = Math.Min(moment.Time + moment.TimeStep, Window.End);
        return to <= from ? 0 : (Impulse(to - Start) - Impulse(from - Start)) / moment.TimeStep;
    }
}
