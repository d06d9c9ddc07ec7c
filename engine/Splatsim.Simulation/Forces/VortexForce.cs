using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>
/// A whirl about an axis: matter takes over the velocity of a Rankine vortex (solid rotation in the core, 1/r outside) at a rate.
/// </summary>
public sealed record VortexForce : NodeForce
{
    /// <summary>A vortex.</summary>
    /// <param name="point">A point of the axis [m].</param>
    /// <param name="axis">The axis; right-handed rotation.</param>
    /// <param name="angularSpeed">Angular velocity of the core [rad/s].</param>
    /// <param name="coreRadius">Radius of the core [m].</param>
    /// <param name="rate">How fast matter follows [1/s].</param>
    /// <exception cref="SimulationSetupException">A number that cannot be meant.</exception>
    public VortexForce(Vector3<Real64> point, Vector3<Real64> axis, double angularSpeed, double coreRadius, double rate)
    {
        Point = ForceChecks.Finite("Vortex.Point", point);
        Axis = ForceChecks.Direction("Vortex.Axis", axis);
        AngularSpeed = ForceChecks.Finite("Vortex.AngularSpeed", angularSpeed, "rad/s");
        CoreRadius = ForceChecks.Positive("Vortex.CoreRadius", coreRadius, "m");
        Rate = ForceChecks.NotNegative("Vortex.Rate", rate, "1/s");
    }

    /// <summary>A point of the axis [m].</summary>
    public Vector3<Real64> Point { get; }

    /// <summary>Unit vector along the axis.</summary>
    public Vector3<Real64> Axis { get; }

    /// <summary>Angular velocity of the core [rad/s].</summary>
    public double AngularSpeed { get; }

    /// <summary>Radius of the core [m].</summary>
    public double CoreRadius { get; }

    /// <summary>How fast matter follows [1/s].</summary>
    public double Rate { get; }

    /// <inheritdoc/>
    public override double MaximumSpeed => Math.Abs(AngularSpeed) * CoreRadius;

    /// <inheritdoc/>
    protected override void Collect(in SubstepMoment moment, double share, SubstepWork work)
    {
        double dx = moment.Domain.CellSize;
        work.Forces.Add(new()
        {
            Kind = ForceKind.Vortex,
            Weights = -1,
            Point = moment.Domain.ToCells(Point),
            Vector = Axis,
            Strength = AngularSpeed * dx,
            Radius = CoreRadius / dx,
            Factor = -double.ExpM1(-Rate * share * moment.TimeStep),
        });
    }

    /// <inheritdoc/>
    protected override void CollectAdjoint(
        in SubstepMoment moment, double share, ReadOnlySpan<ForceCotangents<Real64>> forces, CoefficientGradient gradient)
    {
        double dx = moment.Domain.CellSize, duration = share * moment.TimeStep;
        gradient.Add("angularSpeed", dx * forces[0].Strength.Value);
        gradient.Add("coreRadius", forces[0].Radius.Value / dx);
        gradient.Add("rate", duration * Math.Exp(-Rate * duration) * forces[0].Factor.Value);
        gradient.Add("point", new Real64(1 / dx) * forces[0].Point);
    }
}
