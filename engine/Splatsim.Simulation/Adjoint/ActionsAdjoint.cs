using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>The adjoints of the forces and events of a setup, last to first.</summary>
/// <typeparam name="T">A number of one lane.</typeparam>
internal sealed class ActionsAdjoint<T>(
    ReferenceSimulator<T> simulator, SubstepTrace<T> trace, ParticleCotangents<T> bars, ParameterSums sums)
    : SubstepActions(simulator, trace.Owners, sums)
    where T : unmanaged, IReal<T>
{
    public override Vector3<Real64> PositionOf(int particle) =>
        Scalars.ToDouble(trace.Start.Position[particle]) + simulator.Work.Domain.Origin;

    public override Vector3<Real64> VelocityOf(int particle) => Scalars.ToDouble(trace.Start.Velocity[particle]);

    public override void AddByPosition(int particle, Vector3<Real64> value) => bars.Position[particle] += Scalars.FromDouble<T>(value);

    public override void AddByVelocity(int particle, Vector3<Real64> value) => bars.Velocity[particle] += Scalars.FromDouble<T>(value);

    // What never moves takes no part in what actions do.
    public override Vector3<Real64> ByVelocity(int particle) =>
        simulator.TakesPart(particle) ? Scalars.ToDouble(bars.Velocity[particle]) : default;

    public override Matrix3x3<Real64> ByAffineVelocity(int particle)
    {
        if (!simulator.TakesPart(particle)) return default;
        Matrix3x3<T> by = bars.IsSeparate ? bars.Affine[particle] + bars.Gradient[particle] : bars.Affine[particle];
        return Scalars.ToDouble(in by);
    }

    public override void SetVelocityAdjoint(int particle, in Matrix3x3<Real64> slope)
    {
        if (!simulator.TakesPart(particle)) return;
        bars.Position[particle] += Scalars.FromDouble<T>(slope.Transposed * Scalars.ToDouble(bars.Velocity[particle]));
        (bars.Velocity[particle], bars.Affine[particle], bars.Gradient[particle]) = (default, default, default);
    }
}
