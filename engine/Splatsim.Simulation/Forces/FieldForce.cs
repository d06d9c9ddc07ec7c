using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>
/// A user's field on a grid of points and times, trilinear in space and linear in time, zero outside: accelerations, or (with a
/// rate) velocities that matter takes over.
/// </summary>
/// <param name="Field">The field [m/s^2], or [m/s] with a rate.</param>
public sealed record FieldForce(VectorField Field) : NodeForce
{
    /// <summary>How fast matter takes over the field's velocity [1/s]; null when the field is an acceleration.</summary>
    public double? Rate { get; init; }

    /// <inheritdoc/>
    public override double MaximumSpeed => Rate is null ? 0 : Field.Largest;

    /// <inheritdoc/>
    protected override void Collect(in SubstepMoment moment, double share, SubstepWork work)
    {
        double dx = moment.Domain.CellSize;
        (int earlier, int later, double blend) = Field.SlicesAt(moment.Time + 0.5 * moment.TimeStep);
        double rate = ForceChecks.NotNegative("Field.Rate", Rate ?? 0, "1/s");
        work.Forces.Add(new()
        {
            Kind = Rate is null ? ForceKind.FieldAcceleration : ForceKind.FieldVelocity,
            Weights = -1,
            First = work.AddField(Field),
            EarlierSlice = earlier,
            LaterSlice = later,
            Point = moment.Domain.ToCells(Field.Origin),
            Vector = new(dx / Field.Spacing.X.Value, dx / Field.Spacing.Y.Value, dx / Field.Spacing.Z.Value),
            Extent = new(Field.CountX, Field.CountY, Field.CountZ),
            Blend = blend,
            Strength = share,
            Factor = -double.ExpM1(-rate * share * moment.TimeStep),
        });
    }

    /// <inheritdoc/>
    /// <remarks>Of the rate; the values of the field are held fixed.</remarks>
    protected override void CollectAdjoint(
        in SubstepMoment moment, double share, ReadOnlySpan<ForceCotangents<Real64>> forces, CoefficientGradient gradient)
    {
        if (Rate is not { } rate) return;
        double duration = share * moment.TimeStep;
        gradient.Add("rate", duration * Math.Exp(-rate * duration) * forces[0].Factor.Value);
    }
}
