using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <inheritdoc/>
/// <typeparam name="T">A number of one lane.</typeparam>
/// <typeparam name="TKernel">The weights.</typeparam>
/// <typeparam name="TScheme">What particles keep.</typeparam>
internal sealed class GeneralReferenceTransfer<T, TKernel, TScheme>(TransferOptions options, GridDomain domain) : ReferenceTransfer<T>
    where T : unmanaged, IReal<T>
    where TKernel : struct, ITransferKernel
    where TScheme : struct, ITransferScheme
{
    private readonly GeneralNumbers<T> numbers = GeneralNumbers<T>.From(options, domain);

    public override bool NeedsVelocityBefore => TScheme.NeedsVelocityBefore;

    public override bool Holds(Vector3<T> cells) =>
        Holds(cells.X, domain.CountX) && Holds(cells.Y, domain.CountY) && Holds(cells.Z, domain.CountZ);

    public override void Scatter(
        ReferenceGrid<T> grid, Vector3<T> cells, T mass, Vector3<T> velocity, in Matrix3x3<T> affine, in SymmetricMatrix3x3<T> impulse)
    {
        ParticleNodes<T, TKernel> nodes = ParticleNodes<T, TKernel>.Of(cells);
        TransferGift<T> gift = TransferGift<T>.Of(mass, velocity, in affine, in impulse, in numbers);
        for (int i = 0; i < TKernel.NodeCount; i++)
        {
            for (int j = 0; j < TKernel.NodeCount; j++)
            {
                for (int k = 0; k < TKernel.NodeCount; k++)
                {
                    gift.At(in nodes, numbers.IsClassic, i, j, k, out T part, out Vector3<T> inertia, out Vector3<T> force);
                    int node = IndexOf(grid, in nodes, i, j, k);
                    grid.Add(node, part, inertia + force);
                    if (TScheme.NeedsVelocityBefore) grid.VelocityBefore[node] += inertia;
                }
            }
        }
    }

    public override void Gather(ReferenceGrid<T> grid, Vector3<T> cells, out TransferSample<T> sample)
    {
        ParticleNodes<T, TKernel> nodes = ParticleNodes<T, TKernel>.Of(cells);
        TransferTake<T> sums = default;
        for (int i = 0; i < TKernel.NodeCount; i++)
        {
            for (int j = 0; j < TKernel.NodeCount; j++)
            {
                for (int k = 0; k < TKernel.NodeCount; k++)
                {
                    int node = IndexOf(grid, in nodes, i, j, k);
                    sums.Add(
                        in nodes, numbers.IsClassic, i, j, k, grid.Velocity[node],
                        TScheme.NeedsVelocityBefore ? grid.VelocityBefore[node] : default);
                }
            }
        }

        sums.Finish(in numbers, out sample);
    }

    public override void Update(in TransferSample<T> sample, ref Vector3<T> velocity, out Matrix3x3<T> affine, out Vector3<T> drift) =>
        TScheme.Update(in sample, in numbers.Scheme, ref velocity, out affine, out drift);

    private static bool Holds(T cells, int count)
    {
        double first = Scalars.ToDouble(TKernel.Base(cells));
        return first >= 0 && first <= count - TKernel.NodeCount;
    }

    private static int IndexOf(ReferenceGrid<T> grid, in ParticleNodes<T, TKernel> nodes, int i, int j, int k) => grid.IndexOf(
        (int)Scalars.ToDouble(nodes.X.First) + i, (int)Scalars.ToDouble(nodes.Y.First) + j, (int)Scalars.ToDouble(nodes.Z.First) + k);
}
