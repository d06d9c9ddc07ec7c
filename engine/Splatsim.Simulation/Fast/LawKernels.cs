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
            where TLaw : struct, ILaw => Kernel =
                typeof(TLaw) == typeof(NeoHookean) && !tracksDissipation
                    ? new NeoHookeanKernel<TLanes>() : new GenericLawKernel<TLanes, TLaw> { TracksDissipation = tracksDissipation };
    }
}
