using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>
/// A moving point that attracts matter as a point mass does, a = S d / (d^2 + s^2)^(3/2); negative strength repels.
/// </summary>
public sealed record AttractorForce : NodeForce
{
    /// <summary>An attractor.</summary>
    /// <param name="path">Where it is.</param>
    /// <param name="strength">S, the product of the gravitational constant and the mass [m^3/s^2].</param>
    /// <param name="softening">s, the distance below which the attraction fades [m].</param>
    /// <exception cref="SimulationSetupException">A number that cannot be meant.</exception>
    public AttractorForce(MotionPath path, double strength, double softening)
    {
        Path = path;
        Strength = ForceChecks.Finite("Attractor.Strength", strength, "m^3/s^2");
        Softening = ForceChecks.NotNegative("Attractor.Softening", softening, "m");
    }

    /// <summary>Where it is.</summary>
    public MotionPath Path { get; }

    /// <summary>The product of the gravitational constant and the mass [m^3/s^2].</summary>
    public double Strength { get; }

    /// <summary>The distance below which the attraction fades [m].</summary>
    public double Softening { get; }

    /// <inheritdoc/>
    public override double MaximumSpeed => 0;

    /// <inheritdoc/>
    protected override void Collect(in SubstepMoment moment, double share, SubstepWork work)
    {
        double dx = moment.Domain.CellSize;
        work.Forces.Add(new()
        {
            Kind = ForceKind.Attractor,
            Weights = -1,
            Point = moment.Domain.ToCells(Path.PositionAt(moment.Time)),
            Strength = share * Strength / (dx * dx),
            Radius = Softening / dx,
        });
    }

    /// <inheritdoc/>
    protected override void CollectAdjoint(
        in SubstepMoment moment, double share, ReadOnlySpan<ForceCotangents<Real64>> forces, CoefficientGradient gradient)
    {
        double dx = moment.Domain.CellSize;
        gradient.Add("strength", share / (dx * dx) * forces[0].Strength.Value);
        gradient.Add("softening", forces[0].Radius.Value / dx);
        // A shift of the path.
        gradient.Add("position", new Real64(1 / dx) * forces[0].Point);
    }
}
