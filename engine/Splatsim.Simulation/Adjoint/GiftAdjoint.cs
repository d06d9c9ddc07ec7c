using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>The adjoint of <see cref="TransferGift{T}"/>: what masses and momenta of the nodes say about one particle, node by node.</summary>
/// <remarks>
/// With w the weight of a node, d its distance in cells and P = -dt V0 tau, the particle gives p = w (m v + m dx C d) + K/dx w P d
/// (kernel gradient: P grad w / dx). Derivatives by the position come through w, grad w and d = node - x; the first node is a choice
/// and has none (the splines are smooth where it changes).
/// </remarks>
/// <typeparam name="T">A number of one lane.</typeparam>
internal struct GiftAdjoint<T>
    where T : unmanaged, IReal<T>
{
    private Vector3<T> sum, byCells;
    private Matrix3x3<T> moment, force;
    private T byMass;

    /// <summary>Adds a node.</summary>
    /// <param name="gift">What the particle gave.</param>
    /// <param name="nodes">The particle's nodes.</param>
    /// <param name="bends">Second derivatives of their weights.</param>
    /// <param name="isClassic">Not 0 for the classic form of forces.</param>
    /// <param name="i">The node along x.</param>
    /// <param name="j">The node along y.</param>
    /// <param name="k">The node along z.</param>
    /// <param name="byNodeMass">Derivative by the node's mass.</param>
    /// <param name="byMomentum">Derivatives by its momentum.</param>
    /// <param name="byBefore">Derivatives by its momentum without forces; 0 for schemes that do not keep it.</param>
    /// <typeparam name="TKernel">The weights.</typeparam>
    public void Add<TKernel>(
        in TransferGift<T> gift, in ParticleNodes<T, TKernel> nodes, in ParticleBends<T, TKernel> bends, int isClassic, int i, int j, int k,
        T byNodeMass, Vector3<T> byMomentum, Vector3<T> byBefore)
        where TKernel : struct, ITransferKernel
    {
        T weight = nodes.Weight(i, j, k);
        Vector3<T> distance = nodes.Distance(i, j, k), slope = nodes.Slope(i, j, k);
        Vector3<T> byInertia = byMomentum + byBefore, weighted = weight * byInertia, pushed = gift.Push * byMomentum;
        sum += weighted;
        moment += Matrix3x3<T>.Outer(weighted, distance);
        byMass += weight * byNodeMass;
        T byWeight = gift.Mass * byNodeMass + Vector3<T>.Dot(byInertia, gift.Momentum + gift.PerCell * distance);
        // The push is symmetric: it may act on either side.
        if (isClassic != 0)
        {
            force += Matrix3x3<T>.Outer(byMomentum, slope);
            byCells += bends.Times(in nodes, i, j, k, pushed);
        }
        else
        {
            force += Matrix3x3<T>.Outer(weight * byMomentum, distance);
            byWeight += Vector3<T>.Dot(pushed, distance);
            byCells -= weight * pushed;
        }

        byCells += byWeight * slope;
    }

    /// <summary>The derivatives by the particle.</summary>
    /// <param name="gift">What the particle gave.</param>
    /// <param name="velocity">Its velocity [m/s].</param>
    /// <param name="affine">Its affine velocity [1/s].</param>
    /// <param name="numbers">The numbers of the choice.</param>
    /// <param name="gradient">Receives the derivatives.</param>
    public readonly void Finish(
        in TransferGift<T> gift, Vector3<T> velocity, in Matrix3x3<T> affine, in GeneralNumbers<T> numbers, out ScatterGradient<T> gradient)
    {
        gradient.Cells = byCells - gift.PerCell.Transposed * sum;
        gradient.Velocity = gift.Mass * sum;
        gradient.Affine = (gift.Mass * numbers.CellSize) * moment;
        T along = Vector3<T>.Dot(moment.Row0, affine.Row0) + Vector3<T>.Dot(moment.Row1, affine.Row1) + Vector3<T>.Dot(moment.Row2, affine.Row2);
        gradient.Mass = byMass + Vector3<T>.Dot(sum, velocity) + numbers.CellSize * along;
        T scale = numbers.IsClassic != 0 ? numbers.InverseCellSize : numbers.MomentScale;
        Matrix3x3<T> byImpulse = scale * force;
        gradient.Impulse = SymmetricMatrix3x3<T>.SymmetricPart(in byImpulse);
        gradient.ImpulseFactor = Vector3<T>.Dot(gift.Push.Row0, force.Row0) + Vector3<T>.Dot(gift.Push.Row1, force.Row1)
            + Vector3<T>.Dot(gift.Push.Row2, force.Row2);
    }
}
