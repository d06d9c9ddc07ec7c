using Splatsim.Mathematics;
using Splatsim.Mechanics;

namespace Splatsim.Simulation.Fast;

/// <summary>Finds the kernel of a law.</summary>
internal static class LawKernels
{
    /// <summary>The kernel of a law for a register width.</summary>
    /// <param name="law">The law.</param>
    /// <param name="tracksDissipation">Whether it adds up what turns into heat, which only the generic kernel does.</param>
    public static LawKernel<TLanes> For<TLanes>(LawEntry law, bool tracksDissipation = false)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        if (law.Learned is { } learned) return new LearnedLawKernel<TLanes>(learned) { TracksDissipation = tracksDissipation };
        Maker<TLanes> maker = new(tracksDissipation);
        law.Accept(maker);
        return maker.Kernel!;
    }

    private sealed class Maker<TLanes>(bool tracksDissipation) : ILawVisitor
        where TLanes : unmanaged, ILanes<TLanes>
    {
        public LawKernel<TLanes>? Kernel { get; private set; }

        public void Visit<TLaw>(string key)
            where TLaw : struct, ILaw => Kernel = ByHand<TLaw>() ?? new GenericLawKernel<TLanes, TLaw> { TracksDissipation = tracksDissipation };

        private LawKernel<TLanes>? ByHand<TLaw>()
        {
            if (tracksDissipation) return null;
            if (typeof(TLaw) == typeof(NeoHookean)) return new NeoHookeanKernel<TLanes>();
            if (typeof(TLaw) == typeof(NewtonianFluid)) return new VolumetricKernel<TLanes, NewtonianFluid>();
            if (typeof(TLaw) == typeof(LinearFluid)) return new VolumetricKernel<TLanes, LinearFluid>();
            return null;
        }
    }
}
