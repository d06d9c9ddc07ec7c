using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>
/// The definition of the transfers that are not the default: any scheme, gradient and kernel. Distances are in cells, sums run over the
/// nodes in x, y, z order.
/// </summary>
/// <typeparam name="T">A number of one lane.</typeparam>
internal abstract class ReferenceTransfer<T>
    where T : unmanaged, IReal<T>
{
    /// <summary>The transfer of a choice; null for the default one.</summary>
    public static ReferenceTransfer<T>? For(TransferOptions options, GridDomain domain) => options.IsAffineDefault ? null : Of(options, domain);

    /// <summary>The transfer of a choice, the default one among them.</summary>
    public static ReferenceTransfer<T> Of(TransferOptions options, GridDomain domain)
    {
        Maker maker = new(options, domain);
        TransferSchemes.Of(options.Scheme).Visit(maker);
        return maker.Transfer!;
    }

    /// <summary>Whether the nodes' velocities before forces are needed.</summary>
    public abstract bool NeedsVelocityBefore { get; }

    /// <summary>Whether the grid has all nodes of a point; false for NaN.</summary>
    public abstract bool Holds(Vector3<T> cells);

    /// <summary>Adds a particle's mass and momentum to the grid.</summary>
    /// <param name="grid">The grid; its domain holds the point.</param>
    /// <param name="cells">Position [cells].</param>
    /// <param name="mass">m [kg].</param>
    /// <param name="velocity">v [m/s].</param>
    /// <param name="affine">C [1/s].</param>
    /// <param name="impulse">-dt V0 tau [J s].</param>
    public abstract void Scatter(
        ReferenceGrid<T> grid, Vector3<T> cells, T mass, Vector3<T> velocity, in Matrix3x3<T> affine, in SymmetricMatrix3x3<T> impulse);

    /// <summary>What the grid says at a point.</summary>
    public abstract void Gather(ReferenceGrid<T> grid, Vector3<T> cells, out TransferSample<T> sample);

    /// <summary>The scheme's formula.</summary>
    public abstract void Update(in TransferSample<T> sample, ref Vector3<T> velocity, out Matrix3x3<T> affine, out Vector3<T> drift);

    private sealed class Maker(TransferOptions options, GridDomain domain) : ITransferSchemeVisitor
    {
        public ReferenceTransfer<T>? Transfer { get; private set; }

        public void Visit<TScheme>()
            where TScheme : struct, ITransferScheme => Transfer = options.Kernel == TransferKernel.Cubic
                ? new GeneralReferenceTransfer<T, CubicKernel, TScheme>(options, domain)
                : new GeneralReferenceTransfer<T, QuadraticKernel, TScheme>(options, domain);
    }
}
