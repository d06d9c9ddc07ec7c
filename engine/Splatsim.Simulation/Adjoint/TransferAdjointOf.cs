using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <inheritdoc/>
/// <typeparam name="T">A number of one lane.</typeparam>
/// <typeparam name="TKernel">The weights.</typeparam>
/// <typeparam name="TScheme">What particles keep.</typeparam>
internal sealed class TransferAdjointOf<T, TKernel, TScheme>(TransferOptions options, GridDomain domain) : TransferAdjoint<T>
    where T : unmanaged, IReal<T>
    where TKernel : struct, ITransferKernel
    where TScheme : struct, ITransferScheme
{
    private readonly GeneralNumbers<T> numbers = GeneralNumbers<T>.From(options, domain);

    public override bool NeedsVelocityBefore => TScheme.NeedsVelocityBefore;

    public override void UpdateAdjoint(
        in TransferSample<T> sample, in TransferCotangents<T> cotangents, out TransferSample<T> bySample, out Vector3<T> byVelocity) =>
        TScheme.UpdateAdjoint(in sample, in numbers.Scheme, in cotangents, out bySample, out byVelocity);

    public override void ScatterAdjoint<TNodes>(TNodes nodes, GridCotangents<T> grid, in ScatterInput<T> input, out ScatterGradient<T> gradient)
    {
        ParticleNodes<T, TKernel> stencil = ParticleNodes<T, TKernel>.Of(input.Cells);
        ParticleBends<T, TKernel> bends = ParticleBends<T, TKernel>.Of(in stencil);
        TransferGift<T> gift = TransferGift<T>.Of(input.Mass, input.Velocity, in input.Affine, in input.Impulse, in numbers);
        GiftAdjoint<T> adjoint = default;
        for (int i = 0; i < TKernel.NodeCount; i++)
        {
            for (int j = 0; j < TKernel.NodeCount; j++)
            {
                int column = ColumnOf(in stencil, i, j);
                for (int k = 0; k < TKernel.NodeCount; k++)
                {
                    int node = column + k;
                    Vector3<T> byMomentum = nodes.ByMomentum(node, out T byMass);
                    adjoint.Add(
                        in gift, in stencil, in bends, numbers.IsClassic, i, j, k, byMass, byMomentum,
                        TScheme.NeedsVelocityBefore ? grid.VelocityBefore[node] : default);
                }
            }
        }

        adjoint.Finish(in gift, input.Velocity, in input.Affine, in numbers, out gradient);
    }

    public override Vector3<T> GatherAdjoint<TNodes>(
        TNodes nodes, GridCotangents<T> grid, ReferenceGrid<T> primal, Vector3<T> cells, in TransferSample<T> bySample)
    {
        ParticleNodes<T, TKernel> stencil = ParticleNodes<T, TKernel>.Of(cells);
        ParticleBends<T, TKernel> bends = ParticleBends<T, TKernel>.Of(in stencil);
        TakeAdjoint<T> adjoint = TakeAdjoint<T>.Of(in bySample, in numbers);
        for (int i = 0; i < TKernel.NodeCount; i++)
        {
            for (int j = 0; j < TKernel.NodeCount; j++)
            {
                int column = ColumnOf(in stencil, i, j);
                for (int k = 0; k < TKernel.NodeCount; k++)
                {
                    int node = column + k;
                    if (!nodes.TryVelocity(node, out Vector3<T> velocity)) continue;
                    adjoint.Add(
                        in stencil, in bends, numbers.IsClassic, i, j, k, velocity, TScheme.NeedsVelocityBefore ? primal.VelocityBefore[node] : default);
                    adjoint.At(in stencil, numbers.IsClassic, i, j, k, out Vector3<T> byVelocity, out Vector3<T> byBefore);
                    nodes.Add(node, byVelocity);
                    if (TScheme.NeedsVelocityBefore) grid.VelocityBefore[node] += byBefore;
                }
            }
        }

        return adjoint.Cells;
    }

    private int ColumnOf(in ParticleNodes<T, TKernel> nodes, int i, int j)
    {
        int x = (int)Scalars.ToDouble(nodes.X.First) + i, y = (int)Scalars.ToDouble(nodes.Y.First) + j;
        return (x * domain.CountY + y) * domain.CountZ + (int)Scalars.ToDouble(nodes.Z.First);
    }
}
