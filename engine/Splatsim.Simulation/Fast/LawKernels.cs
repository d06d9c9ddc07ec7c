using Splatsim.Mathematics;
using Splatsim.Mechanics;

namespace Splatsim.Simulation.Fast;

/// <summary>Finds the kernel of a law.</summary>
internal static class LawKernels
{
    /// <summary>The kernel of a law for a register width.</summary>
    public static LawKernel<TLanes> For<TLanes>(LawEntry law)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        Maker<TLanes> maker = new();
        law.Accept(maker);
        return maker.Kernel!;
    }

    private sealed class Maker<TLanes> : ILawVisitor
        where TLanes : unmanaged, ILanes<TLanes>
    {
        public LawKernel<TLanes>? Kernel { get; private set; }

        public void Visit<TLaw>(string key)
            where TLaw : struct, ILaw => Kernel =
                typeof(TLaw) == typeof(NeoHookean) ? new NeoHookeanKernel<TLanes>() : new GenericLawKernel<TLanes, TLaw>();
    }
}
