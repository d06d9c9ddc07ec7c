using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <inheritdoc/>
/// <remarks>
/// With w the weight of a node, d its distance in cells and P = -dt V0 tau, the particle gives p = w (m v + m dx C d) + K/dx w P d
/// (kernel gradient: P grad w / dx). Derivatives by the position come through w, grad w and d = node - x; the first node is a choice
/// and has none (the splines are smooth where it changes).
/// </remarks>
/// <typeparam name="T">A number of one lane.</typeparam>
/// <typeparam name="TKernel">The weights.</typeparam>
/// <typeparam name="TScheme">What particles keep.</typeparam>
internal sealed class TransferAdjointOf<T, TKernel, TScheme>(TransferOptions options, GridDomain domain) : TransferAdjoint<T>
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

    public override void UpdateAdjoint(
        in TransferSample<T> sample, in TransferCotangents<T> cotangents, out TransferSample<T> bySample, out Vector3<T> byVelocity) =>
        TScheme.UpdateAdjoint(in sample, in numbers, in cotangents, out bySample, out byVelocity);

    public override void ScatterAdjoint<TNodes>(TNodes nodes, GridCotangents<T> grid, in ScatterInput<T> input, out ScatterGradient<T> gradient)
    {
        gradient = default;
        KernelNodes<T, TKernel> x = new(input.Cells.X), y = new(input.Cells.Y), z = new(input.Cells.Z);
        Vector3<T> momentum = input.Mass * input.Velocity;
        Matrix3x3<T> perCell = (input.Mass * cellSize) * input.Affine;
        Matrix3x3<T> push = (classic ? inverseCellSize : momentScale) * input.Impulse.Full;
        Vector3<T> sum = default;
        Matrix3x3<T> moment = default, force = default;
        for (int i = 0; i < TKernel.NodeCount; i++)
        {
            Vector3<T> atPlane = momentum + x.Distance(i) * perCell.Column0;
            for (int j = 0; j < TKernel.NodeCount; j++)
            {
                Vector3<T> atColumn = atPlane + y.Distance(j) * perCell.Column1;
                T w = x.W(i) * y.W(j), slopeX = x.G(i) * y.W(j), slopeY = x.W(i) * y.G(j);
                int column = IndexOf(x.First + i, y.First + j, z.First);
                for (int k = 0; k < TKernel.NodeCount; k++)
                {
                    int node = column + k;
                    T weight = w * z.W(k);
                    Vector3<T> slope = new(slopeX * z.W(k), slopeY * z.W(k), w * z.G(k));
                    Vector3<T> distance = new(x.Distance(i), y.Distance(j), z.Distance(k));
                    Vector3<T> byMomentum = nodes.ByMomentum(node, out T byMass), byInertia = byMomentum;
                    if (TScheme.NeedsVelocityBefore) byInertia += grid.VelocityBefore[node];
                    Vector3<T> weighted = weight * byInertia;
                    sum += weighted;
                    moment += Matrix3x3<T>.Outer(weighted, distance);
                    gradient.Mass += weight * byMass;
                    T byWeight = input.Mass * byMass + Vector3<T>.Dot(byInertia, atColumn + z.Distance(k) * perCell.Column2);
                    if (classic)
                    {
                        force += Matrix3x3<T>.Outer(byMomentum, slope);
                        gradient.Cells += Bend(in x, in y, in z, i, j, k, push * byMomentum);
                    }
                    else
                    {
                        Vector3<T> pushed = push * byMomentum;
                        if (TScheme.NeedsVelocityBefore) force += Matrix3x3<T>.Outer(weight * byMomentum, distance);
                        // push is symmetric: it may act on either side.
                        byWeight += Vector3<T>.Dot(pushed, distance);
                        gradient.Cells -= weight * pushed;
                    }

                    gradient.Cells += byWeight * slope;
                }
            }
        }

        // Where the momentum before forces is not kept, one moment serves both.
        if (!classic && !TScheme.NeedsVelocityBefore) force = moment;
        gradient.Cells -= perCell.Transposed * sum;
        gradient.Velocity = input.Mass * sum;
        gradient.Affine = (input.Mass * cellSize) * moment;
        gradient.Mass += Vector3<T>.Dot(sum, input.Velocity) + cellSize * Contract(in moment, in input.Affine);
        Matrix3x3<T> byImpulse = (classic ? inverseCellSize : momentScale) * force;
        gradient.Impulse = SymmetricMatrix3x3<T>.SymmetricPart(in byImpulse);
    }

    public override Vector3<T> GatherAdjoint<TNodes>(
        TNodes nodes, GridCotangents<T> grid, ReferenceGrid<T> primal, Vector3<T> cells, in TransferSample<T> bySample)
    {
        KernelNodes<T, TKernel> x = new(cells.X), y = new(cells.Y), z = new(cells.Z);
        Matrix3x3<T> byMoment = momentScale * (classic ? bySample.Affine : bySample.Affine + bySample.Gradient);
        Matrix3x3<T> byGradient = inverseCellSize * bySample.Gradient;
        Matrix3x3<T> gradientTransposed = byGradient.Transposed;
        Vector3<T> byCells = default, mean = default;
        for (int i = 0; i < TKernel.NodeCount; i++)
        {
            Vector3<T> atPlane = bySample.Velocity + x.Distance(i) * byMoment.Column0;
            for (int j = 0; j < TKernel.NodeCount; j++)
            {
                Vector3<T> atColumn = atPlane + y.Distance(j) * byMoment.Column1;
                T w = x.W(i) * y.W(j), slopeX = x.G(i) * y.W(j), slopeY = x.W(i) * y.G(j);
                int column = IndexOf(x.First + i, y.First + j, z.First);
                for (int k = 0; k < TKernel.NodeCount; k++)
                {
                    int node = column + k;
                    if (!nodes.TryVelocity(node, out Vector3<T> velocity)) continue;
                    T weight = w * z.W(k);
                    Vector3<T> slope = new(slopeX * z.W(k), slopeY * z.W(k), w * z.G(k));
                    Vector3<T> byWeighted = atColumn + z.Distance(k) * byMoment.Column2;
                    Vector3<T> byVelocity = weight * byWeighted;
                    T byWeight = Vector3<T>.Dot(velocity, byWeighted);
                    mean += weight * velocity;
                    if (classic)
                    {
                        byVelocity += byGradient * slope;
                        byCells += Bend(in x, in y, in z, i, j, k, gradientTransposed * velocity);
                    }

                    if (TScheme.NeedsVelocityBefore)
                    {
                        byWeight += Vector3<T>.Dot(primal.VelocityBefore[node], bySample.Before);
                        grid.VelocityBefore[node] += weight * bySample.Before;
                    }

                    nodes.Add(node, byVelocity);
                    byCells += byWeight * slope;
                }
            }
        }

        byCells -= byMoment.Transposed * mean;
        return byCells;
    }

    private int IndexOf(int i, int j, int k) => (i * domain.CountY + j) * domain.CountZ + k;

    // Second derivatives of a weight times a vector.
    private static Vector3<T> Bend(
        in KernelNodes<T, TKernel> x, in KernelNodes<T, TKernel> y, in KernelNodes<T, TKernel> z, int i, int j, int k, Vector3<T> v)
    {
        T xy = x.G(i) * y.G(j) * z.W(k), xz = x.G(i) * y.W(j) * z.G(k), yz = x.W(i) * y.G(j) * z.G(k);
        return new(
            x.H(i) * y.W(j) * z.W(k) * v.X + xy * v.Y + xz * v.Z,
            xy * v.X + x.W(i) * y.H(j) * z.W(k) * v.Y + yz * v.Z,
            xz * v.X + yz * v.Y + x.W(i) * y.W(j) * z.H(k) * v.Z);
    }

    private static T Contract(in Matrix3x3<T> a, in Matrix3x3<T> b) =>
        Vector3<T>.Dot(a.Row0, b.Row0) + Vector3<T>.Dot(a.Row1, b.Row1) + Vector3<T>.Dot(a.Row2, b.Row2);

    private static bool Holds(T cells, int count)
    {
        double first = Scalars.ToDouble(TKernel.Base(cells));
        return first >= 0 && first <= count - TKernel.NodeCount;
    }
}
