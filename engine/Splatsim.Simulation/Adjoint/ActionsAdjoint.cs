using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>The adjoints of the forces and events of a setup, last to first.</summary>
/// <typeparam name="T">A number of one lane.</typeparam>
internal sealed class ActionsAdjoint<T>(
    ReferenceSimulator<T> simulator, SubstepTrace<T> trace, ParticleCotangents<T> bars, ParameterSums sums) : ActionAdjoint
    where T : unmanaged, IReal<T>
{
    private ForceCotangents<Real64>[] forceSums = [];
    private double[]?[] byWeights = [];
    private Range own;
    private CoefficientGradient? coefficients;

    public override ReadOnlySpan<ForceCotangents<Real64>> Forces => forceSums.AsSpan(own);

    public override CoefficientGradient Coefficients => coefficients!;

    public override int ParticleCount => simulator.ParticleCount;

    public override Vector3<Real64> PositionOf(int particle) =>
        Scalars.ToDouble(trace.Start.Position[particle]) + simulator.Work.Domain.Origin;

    public override double ByWeight(int force, int particle) => byWeights[own.Start.Value + force]?[particle] ?? 0;

    public override Vector3<Real64> VelocityOf(int particle) => Scalars.ToDouble(trace.Start.Velocity[particle]);

    public override double MassOf(int particle) => simulator.MassOf(particle);

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

    public override void AddByMass(int particle, double value) => sums.Mass[particle] += value;

    public override void AddByRestVolume(int particle, double value) => sums.RestVolume[particle] += value;

    public override void SetVelocityAdjoint(int particle, in Matrix3x3<Real64> slope)
    {
        if (!simulator.TakesPart(particle)) return;
        bars.Position[particle] += Scalars.FromDouble<T>(slope.Transposed * Scalars.ToDouble(bars.Velocity[particle]));
        (bars.Velocity[particle], bars.Affine[particle], bars.Gradient[particle]) = (default, default, default);
    }

    /// <summary>Forgets the last substep.</summary>
    public void Begin(int forces)
    {
        if (byWeights.Length < forces) byWeights = new double[forces][];
        Array.Clear(byWeights);
    }

    /// <summary>Takes note of the derivative by a particle's weight in a force.</summary>
    public void AddByWeight(int force, int particle, double value) =>
        (byWeights[force] ??= new double[simulator.ParticleCount])[particle] += value;

    /// <summary>Reverses all actions of a substep.</summary>
    /// <param name="moment">The substep.</param>
    /// <param name="byForces">Derivatives by its forces.</param>
    public void BeforeSubstep(in SubstepMoment moment, ForceCotangents<Real64>[] byForces)
    {
        forceSums = byForces;
        for (int a = simulator.Actions.Count - 1; a >= 0; a--)
        {
            own = SubstepOwners.RangeOf(trace.Owners.ActionEnds, a);
            coefficients = a < sums.Forces.Length ? sums.Forces[a] : sums.Events[a - sums.Forces.Length];
            ((IDifferentiableAction)simulator.Actions[a]).BeforeSubstepAdjoint(in moment, this);
        }
    }
}
