using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>The actions of one substep in reverse, whatever back end has the particles.</summary>
internal abstract class SubstepActions(SimulatorBase simulator, SubstepOwners owners, ParameterSums sums) : ActionAdjoint
{
    private ForceCotangents<Real64>[] forceSums = [];
    private double[]?[] byWeights = [];
    private Range own;
    private CoefficientGradient? coefficients;

    public sealed override ReadOnlySpan<ForceCotangents<Real64>> Forces => forceSums.AsSpan(own);

    public sealed override CoefficientGradient Coefficients => coefficients!;

    public sealed override int ParticleCount => simulator.ParticleCount;

    public sealed override double ByWeight(int force, int particle) => byWeights[own.Start.Value + force]?[particle] ?? 0;

    public sealed override double MassOf(int particle) => simulator.MassOf(particle);

    public sealed override void AddByMass(int particle, double value) => sums.Mass[particle] += value;

    public sealed override void AddByRestVolume(int particle, double value) => sums.RestVolume[particle] += value;

    /// <summary>Forgets the last substep.</summary>
    public void Begin(int forces)
    {
        if (byWeights.Length < forces) byWeights = new double[forces][];
        Array.Clear(byWeights);
    }

    /// <summary>The place for derivatives by the particles' weights in a force.</summary>
    public double[] ByWeightsOf(int force) => byWeights[force] ??= new double[simulator.ParticleCount];

    /// <summary>Reverses all actions of a substep.</summary>
    /// <param name="moment">The substep.</param>
    /// <param name="byForces">Derivatives by its forces.</param>
    public void BeforeSubstep(in SubstepMoment moment, ForceCotangents<Real64>[] byForces)
    {
        forceSums = byForces;
        for (int a = simulator.Actions.Count - 1; a >= 0; a--)
        {
            own = SubstepOwners.RangeOf(owners.ActionEnds, a);
            coefficients = a < sums.Forces.Length ? sums.Forces[a] : sums.Events[a - sums.Forces.Length];
            ((IDifferentiableAction)simulator.Actions[a]).BeforeSubstepAdjoint(in moment, this);
        }
    }
}
