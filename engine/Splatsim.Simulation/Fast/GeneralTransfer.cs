namespace Splatsim.Simulation.Fast;

/// <summary>
/// The transfers that are not the default, for one block at a time: particle by particle, four floats per node, any scheme, gradient and kernel.
/// As deterministic as the wide ones and spread over the workers in the same way.
/// </summary>
internal abstract unsafe class GeneralTransfer
{
    /// <summary>The transfer of a choice; null for the default one.</summary>
    public static GeneralTransfer? For(TransferOptions options, double cellSize)
    {
        if (options.IsAffineDefault) return null;
        Maker maker = new(options, cellSize);
        TransferSchemes.Of(options.Scheme).Visit(maker);
        return maker.Transfer;
    }

    /// <summary>Whether the nodes' velocities before forces are needed.</summary>
    public abstract bool NeedsVelocityBefore { get; }

    /// <summary>Nodes per axis that a particle touches.</summary>
    public abstract int KernelNodes { get; }

    /// <summary>A bit per particle that lies outside the bounds, or is not a number.</summary>
    /// <param name="group">The group.</param>
    /// <param name="bounds">Lowest and highest base nodes.</param>
    public abstract ulong Outside(in ParticleGroup group, in BlockBounds bounds);

    /// <summary>Adds mass, momentum and stress (in scratch) of particles inside their bounds to arenas.</summary>
    /// <param name="group">The group; C is in its transfer packets.</param>
    /// <param name="timeStep">dt [s].</param>
    /// <param name="scratch">Rows of the stress.</param>
    /// <param name="arena">The block's arena.</param>
    /// <param name="before">Its arena without forces; null unless needed.</param>
    public abstract void Scatter(in ParticleGroup group, double timeStep, GroupScratch scratch, float* arena, float* before);

    /// <summary>Ends a substep for a group: v, C, L and x.</summary>
    /// <param name="group">The group.</param>
    /// <param name="timeStep">dt [s].</param>
    /// <param name="scratch">The block's velocities; takes the extremes of the positions.</param>
    /// <param name="before">The block's velocities before forces; null unless needed.</param>
    public abstract void Gather(in ParticleGroup group, double timeStep, GroupScratch scratch, float* before);

    /// <summary>Carries tracers with the grid: x and F. Those outside the bounds rest.</summary>
    /// <param name="group">The group.</param>
    /// <param name="bounds">Lowest and highest base nodes.</param>
    /// <param name="timeStep">dt [s].</param>
    /// <param name="scratch">The block's velocities; takes the extremes of the positions.</param>
    public abstract void Carry(in ParticleGroup group, in BlockBounds bounds, double timeStep, GroupScratch scratch);

    private sealed class Maker(TransferOptions options, double cellSize) : ITransferSchemeVisitor
    {
        public GeneralTransfer? Transfer { get; private set; }

        public void Visit<TScheme>()
            where TScheme : struct, ITransferScheme => Transfer = options.Kernel == TransferKernel.Cubic
                ? new GeneralTransfer<CubicKernel, TScheme>(options, cellSize)
                : new GeneralTransfer<QuadraticKernel, TScheme>(options, cellSize);
    }
}
