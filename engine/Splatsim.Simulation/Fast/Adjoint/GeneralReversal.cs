using Splatsim.Mathematics;

namespace Splatsim.Simulation.Fast;

/// <summary>
/// The adjoints of the transfers that are not the default, for groups of one block at a time, lanes of particles: <see cref="TakeAdjoint{T}"/> and
/// <see cref="GiftAdjoint{T}"/> over the nodes of an arena. Positions and derivatives by them are in cells.
/// </summary>
internal abstract unsafe class GeneralReversal
{
    /// <summary>The adjoints of a choice; null for the default one.</summary>
    public static GeneralReversal? For<TLanes>(TransferOptions options, GridDomain domain)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        if (options.IsAffineDefault) return null;
        Maker<TLanes> maker = new(options, domain);
        TransferSchemes.Of(options.Scheme).Visit(maker);
        return maker.Reversal;
    }

    /// <summary>Whether the nodes' velocities before forces are needed.</summary>
    public abstract bool NeedsVelocityBefore { get; }

    /// <summary>The adjoint of the substep's end: derivatives by x, v, C and L after it become those by x and v before.</summary>
    /// <param name="group">The group at the start of the substep.</param>
    /// <param name="returned">F after the law; null unless velocities before forces are needed.</param>
    /// <param name="bars">Derivatives.</param>
    /// <param name="rows">Where in packets of them.</param>
    /// <param name="timeStep">dt [s].</param>
    /// <param name="read">What the particles read.</param>
    /// <param name="given">Takes the derivatives by it, added.</param>
    public abstract void GatherAdjoint(
        in ParticleGroup group, float* returned, float* bars, in CotangentRows rows, double timeStep, in GeneralArenas read, in GeneralArenas given);

    /// <summary>The same of tracers: derivatives by x and F.</summary>
    /// <param name="group">The group at the start of the substep.</param>
    /// <param name="moving">A bit per tracer that the grid carries.</param>
    /// <param name="bars">Derivatives.</param>
    /// <param name="rows">Where in packets of them.</param>
    /// <param name="timeStep">dt [s].</param>
    /// <param name="read">What the tracers read.</param>
    /// <param name="given">Takes the derivatives by it, added.</param>
    public abstract void CarryAdjoint(
        in ParticleGroup group, ulong moving, float* bars, in CotangentRows rows, double timeStep, in GeneralArenas read, in GeneralArenas given);

    /// <summary>The adjoint of the transfer to the grid: what momenta and masses say about x, v, C, m, V0 and the stress, whose rows are replaced.</summary>
    /// <param name="group">The group, with velocities as they were transferred.</param>
    /// <param name="bars">Derivatives, added to.</param>
    /// <param name="rows">Where in packets of them.</param>
    /// <param name="timeStep">dt [s].</param>
    /// <param name="scratch">Rows of the stress.</param>
    /// <param name="nodes">Derivatives by momenta and masses.</param>
    /// <param name="sums">Rows of sums: by mass, by rest volume.</param>
    /// <param name="sumStride">Numbers of a packet of sums.</param>
    public abstract void ScatterAdjoint(
        in ParticleGroup group, float* bars, in CotangentRows rows, double timeStep, GroupScratch scratch, in GeneralArenas nodes, double* sums, int sumStride);

    private sealed class Maker<TLanes>(TransferOptions options, GridDomain domain) : ITransferSchemeVisitor
        where TLanes : unmanaged, ILanes<TLanes>
    {
        public GeneralReversal? Reversal { get; private set; }

        public void Visit<TScheme>()
            where TScheme : struct, ITransferScheme => Reversal = options.Kernel == TransferKernel.Cubic
                ? new GeneralReversal<TLanes, CubicKernel, TScheme>(options, domain)
                : new GeneralReversal<TLanes, QuadraticKernel, TScheme>(options, domain);
    }
}

/// <summary>A block's arena of vectors, and that of the vectors without the forces of the substep; null unless these are needed.</summary>
internal unsafe struct GeneralArenas
{
    /// <summary>Four floats a node.</summary>
    public float* Nodes;

    /// <summary>The same without forces.</summary>
    public float* Before;
}
