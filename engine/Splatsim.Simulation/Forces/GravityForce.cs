using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>An acceleration of everything that varies in time: turning gravity, a shaken box, an earthquake's inertia.</summary>
/// <param name="Acceleration">The acceleration [m/s^2]; its mean over each substep is applied.</param>
public sealed record GravityForce(VectorCurve Acceleration) : NodeForce
{
    /// <inheritdoc/>
    public override double MaximumSpeed => 0;

    /// <inheritdoc/>
    protected override void Collect(in SubstepMoment moment, double share, SubstepWork work)
    {
        double start = Math.Max(moment.Time, Window.Start);
        Vector3<Real64> mean = Acceleration.Mean(start, share * moment.TimeStep);
        work.Forces.Add(new() { Kind = ForceKind.Acceleration, Weights = -1, Vector = new Real64(share) * mean });
    }

    /// <inheritdoc/>
    protected override void CollectAdjoint(
        in SubstepMoment moment, double share, ReadOnlySpan<ForceCotangents<Real64>> forces, CoefficientGradient gradient)
    {
        // A constant added to the curve.
        gradient.Add("acceleration", new Real64(share) * forces[0].Vector);
    }
}
