using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>The default transfer between a point and its 27 nodes: MLS-MPM (Hu et al. 2018) with APIC (Jiang et al. 2015).</summary>
/// <typeparam name="T">A number of one lane.</typeparam>
internal static class MovingLeastSquares<T>
    where T : unmanaged, IReal<T>
{
    /// <summary>Adds a particle's mass and momentum w (m v + A d) to its nodes.</summary>
    /// <param name="grid">The grid.</param>
    /// <param name="stencil">The particle's weights.</param>
    /// <param name="mass">m [kg].</param>
    /// <param name="velocity">v [m/s].</param>
    /// <param name="affine">A, momentum per cell of distance d.</param>
    public static void Scatter(ReferenceGrid<T> grid, in Stencil<T> stencil, T mass, Vector3<T> velocity, in Matrix3x3<T> affine) =>
        Scatter(grid, new GridNodes<T>(grid), in stencil, mass, velocity, in affine);

    /// <summary>Adds a particle's mass and momentum to nodes that need not be those of the grid itself.</summary>
    public static void Scatter<TNodes>(
        ReferenceGrid<T> grid, TNodes nodes, in Stencil<T> stencil, T mass, Vector3<T> velocity, in Matrix3x3<T> affine)
        where TNodes : struct, INodeAccess<T>
    {
        Vector3<T> atBase = mass * velocity - affine * stencil.Offset;
        for (int i = 0; i < 3; i++)
        {
            Vector3<T> atPlane = atBase + T.FromDouble(i) * affine.Column0;
            for (int j = 0; j < 3; j++)
            {
                T wij = Stencil<T>.At(in stencil.WeightsX, i) * Stencil<T>.At(in stencil.WeightsY, j);
                Vector3<T> part = atPlane + T.FromDouble(j) * affine.Column1;
                int node = grid.IndexOf(stencil.I + i, stencil.J + j, stencil.K);
                Add(nodes, node, wij * stencil.WeightsZ.X, mass, part);
                Add(nodes, node + 1, wij * stencil.WeightsZ.Y, mass, part + affine.Column2);
                Add(nodes, node + 2, wij * stencil.WeightsZ.Z, mass, part + (T.One + T.One) * affine.Column2);
            }
        }
    }

    /// <summary>Velocity, sum w v, and its first moment, sum w v d^T with d in cells, at one point.</summary>
    /// <param name="grid">The grid.</param>
    /// <param name="stencil">The point's weights.</param>
    /// <param name="velocity">Velocity [m/s].</param>
    /// <param name="moment">First moment [m/s].</param>
    public static void Gather(ReferenceGrid<T> grid, in Stencil<T> stencil, out Vector3<T> velocity, out Matrix3x3<T> moment) =>
        Gather(grid, new GridNodes<T>(grid), in stencil, out velocity, out moment);

    /// <summary>The same sums over nodes that need not be those of the grid itself.</summary>
    public static void Gather<TNodes>(
        ReferenceGrid<T> grid, TNodes nodes, in Stencil<T> stencil, out Vector3<T> velocity, out Matrix3x3<T> moment)
        where TNodes : struct, INodeAccess<T>
    {
        // Sums relative to the first node; the point's own offset is taken out at the end.
        velocity = default;
        Vector3<T> alongX = default, alongY = default, alongZ = default;
        for (int i = 0; i < 3; i++)
        {
            for (int j = 0; j < 3; j++)
            {
                T wij = Stencil<T>.At(in stencil.WeightsX, i) * Stencil<T>.At(in stencil.WeightsY, j);
                int node = grid.IndexOf(stencil.I + i, stencil.J + j, stencil.K);
                Vector3<T> second = (wij * stencil.WeightsZ.Y) * nodes.VelocityAt(node + 1);
                Vector3<T> third = (wij * stencil.WeightsZ.Z) * nodes.VelocityAt(node + 2);
                Vector3<T> column = (wij * stencil.WeightsZ.X) * nodes.VelocityAt(node) + second + third;
                velocity += column;
                alongX += T.FromDouble(i) * column;
                alongY += T.FromDouble(j) * column;
                alongZ += second + third + third;
            }
        }

        moment = Matrix3x3<T>.FromColumns(
            alongX - stencil.Offset.X * velocity,
            alongY - stencil.Offset.Y * velocity,
            alongZ - stencil.Offset.Z * velocity);
    }

    private static void Add<TNodes>(TNodes nodes, int node, T weight, T mass, Vector3<T> momentum)
        where TNodes : struct, INodeAccess<T> =>
        nodes.Add(node, weight * mass, weight * momentum);
}
