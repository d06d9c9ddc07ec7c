using Splatsim.Mathematics;
using Splatsim.Mechanics;

namespace Splatsim.Simulation.Fast;

/// <summary>The adjoint of a constitutive law, applied to a group of packets.</summary>
/// <typeparam name="TLanes">The register width.</typeparam>
internal abstract unsafe class LawAdjointKernel<TLanes>
    where TLanes : unmanaged, ILanes<TLanes>
{
    /// <summary>Rows of sums before those by the coefficients: by mass and by rest volume.</summary>
    public const int FirstCoefficient = 2;

    /// <summary>Coefficients, counted from the first, whose derivatives are summed.</summary>
    public int CoefficientCount { get; init; }

    /// <summary>
    /// From derivatives by the returned F, the history and the stress to those by F and the history before, C, and the coefficients; those by C
    /// and the coefficients are added.
    /// </summary>
    /// <param name="group">The group at the start of its substep.</param>
    /// <param name="coefficients">Coefficients that the law has.</param>
    /// <param name="timeStep">dt [s].</param>
    /// <param name="bars">Derivatives.</param>
    /// <param name="stride">Floats of a packet of derivatives.</param>
    /// <param name="scratch">Rows of derivatives by the stress.</param>
    /// <param name="sums">Rows of sums.</param>
    /// <param name="sumStride">Numbers of a packet of sums.</param>
    /// <returns>A bit per particle whose stretches were lifted.</returns>
    public abstract ulong Apply(
        in ParticleGroup group, int coefficients, float timeStep, float* bars, int stride, GroupScratch scratch, double* sums, int sumStride);

    /// <summary>The kernel of a law.</summary>
    /// <param name="law">The law.</param>
    /// <param name="materials">The materials that have it.</param>
    /// <exception cref="NotDifferentiableException">The law is evaluated in batches and offers no adjoint.</exception>
    public static LawAdjointKernel<TLanes> For(LawEntry law, IEnumerable<Material> materials)
    {
        if (law.Learned is { } learned)
        {
            if (learned is not ILearnedLawAdjoint adjoint) throw TapeChecks.Learned(law.Key);
            return new LearnedLawAdjointKernel<TLanes>(adjoint) { CoefficientCount = law.Description.Parameters.Count };
        }

        Maker maker = new(materials);
        law.Accept(maker);
        return maker.Kernel!;
    }

    private sealed class Maker(IEnumerable<Material> materials) : ILawVisitor
    {
        public LawAdjointKernel<TLanes>? Kernel { get; private set; }

        public void Visit<TLaw>(string key)
            where TLaw : struct, ILaw
        {
            int count = materials.Max(m => m.Animated.Count > 0
                ? LawParameters<TLanes>.Capacity : PrepareAdjoint.CoefficientCount<TLaw>(m.UserParameters));
            Kernel = typeof(TLaw) == typeof(NeoHookean)
                ? new NeoHookeanAdjointKernel<TLanes> { CoefficientCount = count }
                : new GenericLawAdjointKernel<TLanes, TLaw> { CoefficientCount = count };
        }
    }
}
