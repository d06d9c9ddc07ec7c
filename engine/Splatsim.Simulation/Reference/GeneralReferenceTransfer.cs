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
    private readonly TransferNumbers<T> numbers = TransferNumbers<T>.From(options);
    private readonly bool classic = options.Gradient == TransferGradient.KernelGradient;
    private readonly T cellSize = T.FromDouble(domain.CellSize);
    private readonly T inverseCellSize = T.FromDouble(1 / domain.CellSize);
    private readonly T momentScale = T.FromDouble(TKernel.InverseMoment / domain.CellSize);

    public override bool NeedsVelocityBefore => TScheme.NeedsVelocityBefore;

    public override bool Holds(Vector3<T> cells) =>
        Holds(cells.X, domain.CountX) && Holds(cells.Y, domain.CountY) && Holds(cells.Z, domain.CountZ);

    public override void Scatter(
        ReferenceGrid<T> grid, Vector3<T> cells, T mass, Vector3<T> velocity, in Matrix3x3<T> affine, in SymmetricMatrix3x3<T> impulse)
    {
        Locate(cells, out Nodes x, out Nodes y, out Nodes z);
        Vector3<T> momentum = mass * velocity;
        Matrix3x3<T> perCell = (mass * cellSize) * affine;
        Matrix3x3<T> push = (classic ? inverseCellSize : momentScale) * impulse.Full;
        for (int i = 0; i < TKernel.NodeCount; i++)
        {
            for (int j = 0; j < TKernel.NodeCount; j++)
            {
                for (int k = 0; k < TKernel.NodeCount; k++)
                {
                    T weight = x.W(i) * y.W(j) * z.W(k);
                    Vector3<T> distance = new(x.Distance(i), y.Distance(j), z.Distance(k));
                    Vector3<T> inertia = weight * (momentum + perCell * distance);
                    Vector3<T> force = classic
                        ? push * new Vector3<T>(x.G(i) * y.W(j) * z.W(k), x.W(i) * y.G(j) * z.W(k), x.W(i) * y.W(j) * z.G(k))
                        : weight * (push * distance);
                    int node = grid.IndexOf(x.First + i, y.First + j, z.First + k);
                    grid.Add(node, weight * mass, inertia + force);
                    if (TScheme.NeedsVelocityBefore) grid.VelocityBefore[node] += inertia;
                }
            }
        }
    }

    public override void Gather(ReferenceGrid<T> grid, Vector3<T> cells, out TransferSample<T> sample)
    {
        sample = default;
        Locate(cells, out Nodes x, out Nodes y, out Nodes z);
        Matrix3x3<T> moment = default, gradient = default;
        for (int i = 0; i < TKernel.NodeCount; i++)
        {
            for (int j = 0; j < TKernel.NodeCount; j++)
            {
                for (int k = 0; k < TKernel.NodeCount; k++)
                {
                    T weight = x.W(i) * y.W(j) * z.W(k);
                    int node = grid.IndexOf(x.First + i, y.First + j, z.First + k);
                    Vector3<T> velocity = grid.Velocity[node], weighted = weight * velocity;
                    sample.Velocity += weighted;
                    moment += Matrix3x3<T>.Outer(weighted, new(x.Distance(i), y.Distance(j), z.Distance(k)));
                    if (classic)
                        gradient += Matrix3x3<T>.Outer(velocity, new(x.G(i) * y.W(j) * z.W(k), x.W(i) * y.G(j) * z.W(k), x.W(i) * y.W(j) * z.G(k)));
                    if (TScheme.NeedsVelocityBefore) sample.Before += weight * grid.VelocityBefore[node];
                }
            }
        }

        sample.Affine = momentScale * moment;
        sample.Gradient = classic ? inverseCellSize * gradient : sample.Affine;
    }

    public override void Update(in TransferSample<T> sample, ref Vector3<T> velocity, out Matrix3x3<T> affine, out Vector3<T> drift) =>
        TScheme.Update(in sample, in numbers, ref velocity, out affine, out drift);

    private static bool Holds(T cells, int count)
    {
        double first = Scalars.ToDouble(TKernel.Base(cells));
        return first >= 0 && first <= count - TKernel.NodeCount;
    }

    private static void Locate(Vector3<T> cells, out Nodes x, out Nodes y, out Nodes z) =>
        (x, y, z) = (new(cells.X), new(cells.Y), new(cells.Z));

    // The nodes of a point along one axis.
    private readonly struct Nodes
    {
        public readonly int First;
        private readonly T fraction;
        private readonly AxisWeights<T> weights;

        public Nodes(T cells)
        {
            T first = TKernel.Base(cells);
            First = (int)Scalars.ToDouble(first);
            fraction = cells - first;
            TKernel.Weights(fraction, out weights);
        }

        public T Distance(int node) => T.FromDouble(node) - fraction;

        public T W(int node) => node switch { 0 => weights.W0, 1 => weights.W1, 2 => weights.W2, _ => weights.W3 };

        public T G(int node) => node switch { 0 => weights.G0, 1 => weights.G1, 2 => weights.G2, _ => weights.G3 };
    }
}
