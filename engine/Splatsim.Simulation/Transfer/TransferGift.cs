using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>What a particle gives to its nodes, in transfers that are not the default.</summary>
/// <typeparam name="T">A number of one lane.</typeparam>
internal struct TransferGift<T>
    where T : unmanaged, IReal<T>
{
    /// <summary>m [kg].</summary>
    public T Mass;

    /// <summary>m v [kg m/s].</summary>
    public Vector3<T> Momentum;

    /// <summary>m C dx: change of momentum per cell [kg m/s].</summary>
    public Matrix3x3<T> PerCell;

    /// <summary>-dt V0 tau, by what the node's distance or slope is multiplied with to be a momentum [kg m/s].</summary>
    public Matrix3x3<T> Push;

    /// <summary>The gift of a particle.</summary>
    /// <param name="mass">m [kg].</param>
    /// <param name="velocity">v [m/s].</param>
    /// <param name="affine">C [1/s].</param>
    /// <param name="impulse">-dt V0 tau [J s].</param>
    /// <param name="numbers">The numbers of the choice.</param>
    public static TransferGift<T> Of(
        T mass, Vector3<T> velocity, in Matrix3x3<T> affine, in SymmetricMatrix3x3<T> impulse, in GeneralNumbers<T> numbers)
    {
        TransferGift<T> gift;
        gift.Mass = mass;
        gift.Momentum = mass * velocity;
        gift.PerCell = (mass * numbers.CellSize) * affine;
        gift.Push = (numbers.IsClassic != 0 ? numbers.InverseCellSize : numbers.MomentScale) * impulse.Full;
        return gift;
    }

    /// <summary>One node's part.</summary>
    /// <param name="nodes">The particle's nodes.</param>
    /// <param name="isClassic">Not 0 for the classic form of forces.</param>
    /// <param name="i">The node along x.</param>
    /// <param name="j">The node along y.</param>
    /// <param name="k">The node along z.</param>
    /// <param name="mass">Its mass [kg].</param>
    /// <param name="inertia">The momentum that the particle brings along [kg m/s].</param>
    /// <param name="force">The momentum that its stress adds [kg m/s].</param>
    /// <typeparam name="TKernel">The weights.</typeparam>
    public readonly void At<TKernel>(
        in ParticleNodes<T, TKernel> nodes, int isClassic, int i, int j, int k, out T mass, out Vector3<T> inertia, out Vector3<T> force)
        where TKernel : struct, ITransferKernel
    {
        T weight = nodes.Weight(i, j, k);
        Vector3<T> distance = nodes.Distance(i, j, k);
        mass = weight * Mass;
        inertia = weight * (Momentum + PerCell * distance);
        force = isClassic != 0 ? Push * nodes.Slope(i, j, k) : weight * (Push * distance);
    }
}
