using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>
/// The adjoints of every transfer between particles and nodes, the default one among them: the scatter's adjoint gathers, the gather's
/// scatters, over the same nodes with the same weights.
/// </summary>
/// <typeparam name="T">A number of one lane.</typeparam>
internal abstract class TransferAdjoint<T>
    where T : unmanaged, IReal<T>
{
    public static TransferAdjoint<T> For(TransferOptions options, GridDomain domain)
    {
        Maker maker = new(options, domain);
        TransferSchemes.Of(options.Scheme).Visit(maker);
        return maker.Transfer!;
    }

    /// <summary>Whether the nodes' velocities before forces are needed.</summary>
    public abstract bool NeedsVelocityBefore { get; }

    /// <summary>The adjoint of the transfer to the grid: what masses and momenta of the nodes say about one particle.</summary>
    /// <param name="nodes">Derivatives by masses and momenta of the nodes as the particle deals with them.</param>
    /// <param name="grid">Derivatives by momenta before forces.</param>
    /// <param name="input">The particle as it was transferred.</param>
    /// <param name="gradient">Receives the derivatives by all of it.</param>
    public abstract void ScatterAdjoint<TNodes>(TNodes nodes, GridCotangents<T> grid, in ScatterInput<T> input, out ScatterGradient<T> gradient)
        where TNodes : struct, INodeCotangents<T>;

    /// <summary>The adjoint of the transfer from the grid, added to the nodes' velocities.</summary>
    /// <param name="nodes">The nodes after the update, which receive derivatives by their velocities.</param>
    /// <param name="grid">Receives derivatives by velocities before forces.</param>
    /// <param name="primal">The grid after the update.</param>
    /// <param name="cells">Position [cells].</param>
    /// <param name="bySample">Derivatives by what the grid said.</param>
    /// <returns>Derivatives by the position [1/cell].</returns>
    public abstract Vector3<T> GatherAdjoint<TNodes>(
        TNodes nodes, GridCotangents<T> grid, ReferenceGrid<T> primal, Vector3<T> cells, in TransferSample<T> bySample)
        where TNodes : struct, INodeCotangents<T>;

    /// <summary>The adjoint of the scheme's formula.</summary>
    public abstract void UpdateAdjoint(
        in TransferSample<T> sample, in TransferCotangents<T> cotangents, out TransferSample<T> bySample, out Vector3<T> byVelocity);

    private sealed class Maker(TransferOptions options, GridDomain domain) : ITransferSchemeVisitor
    {
        public TransferAdjoint<T>? Transfer { get; private set; }

        public void Visit<TScheme>()
            where TScheme : struct, ITransferScheme => Transfer = options.Kernel == TransferKernel.Cubic
                ? new TransferAdjointOf<T, CubicKernel, TScheme>(options, domain)
                : new TransferAdjointOf<T, QuadraticKernel, TScheme>(options, domain);
    }
}

/// <summary>A particle as it is transferred to the grid.</summary>
/// <typeparam name="T">The number.</typeparam>
internal struct ScatterInput<T>
    where T : unmanaged, IReal<T>
{
    /// <summary>Position [cells].</summary>
    public Vector3<T> Cells;

    /// <summary>m [kg].</summary>
    public T Mass;

    /// <summary>v [m/s].</summary>
    public Vector3<T> Velocity;

    /// <summary>C [1/s].</summary>
    public Matrix3x3<T> Affine;

    /// <summary>-dt V0 tau [J s].</summary>
    public SymmetricMatrix3x3<T> Impulse;
}

/// <summary>Derivatives of a loss by a particle as it is transferred to the grid.</summary>
/// <typeparam name="T">The number.</typeparam>
internal struct ScatterGradient<T>
    where T : unmanaged, IReal<T>
{
    /// <summary>By the position [1/cell].</summary>
    public Vector3<T> Cells;

    /// <summary>By m.</summary>
    public T Mass;

    /// <summary>By v.</summary>
    public Vector3<T> Velocity;

    /// <summary>By C.</summary>
    public Matrix3x3<T> Affine;

    /// <summary>By -dt V0 tau, over all nine entries.</summary>
    public SymmetricMatrix3x3<T> Impulse;

    /// <summary>By a factor of -dt V0 tau.</summary>
    public T ImpulseFactor;
}
