using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>Sums over the nodes of a point, in transfers that are not the default.</summary>
/// <typeparam name="T">A number of one lane.</typeparam>
internal struct TransferTake<T>
    where T : unmanaged, IReal<T>
{
    /// <summary>sum w v [m/s].</summary>
    public Vector3<T> Velocity;

    /// <summary>sum w u, of the velocities before forces [m/s].</summary>
    public Vector3<T> Before;

    private Matrix3x3<T> moment;
    private Matrix3x3<T> slopes;

    /// <summary>Adds a node.</summary>
    /// <param name="nodes">The point's nodes.</param>
    /// <param name="isClassic">Not 0 for the classic form of gradients.</param>
    /// <param name="i">The node along x.</param>
    /// <param name="j">The node along y.</param>
    /// <param name="k">The node along z.</param>
    /// <param name="velocity">Its velocity [m/s].</param>
    /// <param name="before">Its velocity before forces [m/s]; 0 for schemes that do not look at it.</param>
    /// <typeparam name="TKernel">The weights.</typeparam>
    public void Add<TKernel>(
        in ParticleNodes<T, TKernel> nodes, int isClassic, int i, int j, int k, Vector3<T> velocity, Vector3<T> before)
        where TKernel : struct, ITransferKernel
    {
        T weight = nodes.Weight(i, j, k);
        Vector3<T> weighted = weight * velocity;
        Velocity += weighted;
        moment += Matrix3x3<T>.Outer(weighted, nodes.Distance(i, j, k));
        if (isClassic != 0) slopes += Matrix3x3<T>.Outer(velocity, nodes.Slope(i, j, k));
        Before += weight * before;
    }

    /// <summary>What the grid says at the point.</summary>
    public readonly void Finish(in GeneralNumbers<T> numbers, out TransferSample<T> sample)
    {
        sample = default;
        sample.Velocity = Velocity;
        sample.Before = Before;
        sample.Affine = numbers.MomentScale * moment;
        sample.Gradient = numbers.IsClassic != 0 ? numbers.InverseCellSize * slopes : sample.Affine;
    }
}
