using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>The adjoint of <see cref="TransferTake{T}"/>: what a point that read the nodes says about their velocities, and about its own place.</summary>
/// <typeparam name="T">A number of one lane.</typeparam>
internal struct TakeAdjoint<T>
    where T : unmanaged, IReal<T>
{
    /// <summary>By the sum of weighted velocities.</summary>
    public Vector3<T> Velocity;

    /// <summary>By their first moment, with distances in cells.</summary>
    public Matrix3x3<T> Moment;

    /// <summary>By the sum of velocities times slopes in cells: gradients of the classic form.</summary>
    public Matrix3x3<T> Slope;

    /// <summary>By the sum of weighted velocities before forces.</summary>
    public Vector3<T> Before;

    // Compilers for devices mistake structs for one another whose numbers, nesting aside, are the same list: this one must not have as many as ParticleNodes.
    private Vector3<T> byCells;

    /// <summary>That of a sample.</summary>
    /// <param name="bySample">Derivatives by what the grid said.</param>
    /// <param name="numbers">The numbers of the choice.</param>
    public static TakeAdjoint<T> Of(in TransferSample<T> bySample, in GeneralNumbers<T> numbers)
    {
        // Where the gradient is that of the moment, both say something of it.
        Matrix3x3<T> byAffine = bySample.Affine;
        if (numbers.IsClassic == 0) byAffine += bySample.Gradient;
        TakeAdjoint<T> adjoint = default;
        adjoint.Velocity = bySample.Velocity;
        adjoint.Moment = numbers.MomentScale * byAffine;
        adjoint.Slope = numbers.InverseCellSize * bySample.Gradient;
        adjoint.Before = bySample.Before;
        return adjoint;
    }

    /// <summary>Derivatives by one node's velocity.</summary>
    /// <param name="nodes">The point's nodes.</param>
    /// <param name="isClassic">Not 0 for the classic form of gradients.</param>
    /// <param name="i">The node along x.</param>
    /// <param name="j">The node along y.</param>
    /// <param name="k">The node along z.</param>
    /// <param name="byVelocity">By its velocity.</param>
    /// <param name="byBefore">By its velocity before forces.</param>
    /// <typeparam name="TKernel">The weights.</typeparam>
    public readonly void At<TKernel>(
        in ParticleNodes<T, TKernel> nodes, int isClassic, int i, int j, int k, out Vector3<T> byVelocity, out Vector3<T> byBefore)
        where TKernel : struct, ITransferKernel
    {
        T weight = nodes.Weight(i, j, k);
        byVelocity = weight * (Velocity + Moment * nodes.Distance(i, j, k));
        if (isClassic != 0) byVelocity += Slope * nodes.Slope(i, j, k);
        byBefore = weight * Before;
    }

    /// <summary>Adds what one node says about the place of the point.</summary>
    /// <param name="nodes">The point's nodes.</param>
    /// <param name="bends">Second derivatives of their weights.</param>
    /// <param name="isClassic">Not 0 for the classic form of gradients.</param>
    /// <param name="i">The node along x.</param>
    /// <param name="j">The node along y.</param>
    /// <param name="k">The node along z.</param>
    /// <param name="velocity">Its velocity [m/s].</param>
    /// <param name="before">Its velocity before forces [m/s]; 0 for schemes that do not look at it.</param>
    /// <typeparam name="TKernel">The weights.</typeparam>
    public void Add<TKernel>(
        in ParticleNodes<T, TKernel> nodes, in ParticleBends<T, TKernel> bends, int isClassic, int i, int j, int k,
        Vector3<T> velocity, Vector3<T> before)
        where TKernel : struct, ITransferKernel
    {
        T byWeight = Vector3<T>.Dot(velocity, Velocity + Moment * nodes.Distance(i, j, k)) + Vector3<T>.Dot(before, Before);
        byCells -= Moment.Transposed * (nodes.Weight(i, j, k) * velocity);
        if (isClassic != 0) byCells += bends.Times(in nodes, i, j, k, Slope.Transposed * velocity);
        byCells += byWeight * nodes.Slope(i, j, k);
    }

    /// <summary>Derivatives by the place of the point [1/cell].</summary>
    public readonly Vector3<T> Cells => byCells;
}
