using System.Numerics;
using Splatsim.Mathematics;
using static Splatsim.Simulation.Fast.PacketLayout;

namespace Splatsim.Simulation.Fast;

/// <inheritdoc/>
/// <typeparam name="TKernel">The weights.</typeparam>
/// <typeparam name="TScheme">What particles keep.</typeparam>
internal sealed unsafe class GeneralReversal<TKernel, TScheme>(TransferOptions options, GridDomain domain) : GeneralReversal
    where TKernel : struct, ITransferKernel
    where TScheme : struct, ITransferScheme
{
    private readonly GeneralNumbers<Real32> numbers = GeneralNumbers<Real32>.From(options, domain);
    private readonly double cellSize = domain.CellSize;

    /// <inheritdoc/>
    public override bool NeedsVelocityBefore => TScheme.NeedsVelocityBefore;

    /// <inheritdoc/>
    public override void GatherAdjoint(
        in ParticleGroup group, float* returned, float* bars, in CotangentRows rows, double timeStep, in GeneralArenas read, in GeneralArenas given)
    {
        Real32 step = new((float)(timeStep / cellSize));
        for (int i = 0; i < group.Count; i++)
        {
            float* bar = bars + LawBatches.At(i, rows.Stride);
            ParticleNodes<Real32, TKernel> nodes = NodesOf(group.State + LawBatches.At(i, Stride), out int corner);
            TransferSample<Real32> sample = default;
            if (TScheme.NeedsVelocityBefore)
            {
                Sample(in nodes, corner, in read, out sample);
                sample.VolumeRatio = ReadMatrix(returned + LawBatches.At(i, Stride)).Determinant;
                sample.TimeStep = new((float)timeStep);
            }

            TransferCotangents<Real32> by;
            by.Velocity = ReadVector(bar + CotangentPackets.Velocity);
            by.Affine = ReadMatrix(bar + CotangentPackets.Affine);
            by.Drift = step * ReadVector(bar);
            TScheme.UpdateAdjoint(in sample, in numbers.Scheme, in by, out TransferSample<Real32> bySample, out Vector3<Real32> byOld);
            bySample.Gradient += ReadMatrix(bar + rows.Gradient);
            Take(in nodes, corner, in bySample, in read, in given, bar);
            Write(byOld, bar + CotangentPackets.Velocity);
            Matrix3x3<Real32> none = default;
            Write(in none, bar + CotangentPackets.Affine);
            Write(in none, bar + rows.Gradient);
        }
    }

    /// <inheritdoc/>
    public override void CarryAdjoint(
        in ParticleGroup group, ulong moving, float* bars, in CotangentRows rows, double timeStep, in GeneralArenas read, in GeneralArenas given)
    {
        Real32 step = new((float)(timeStep / cellSize)), dt = new((float)timeStep);
        // Tracers do not look at what was before forces.
        GeneralArenas seen = read, target = given;
        seen.Before = target.Before = null;
        for (; moving != 0; moving &= moving - 1)
        {
            int i = BitOperations.TrailingZeroCount(moving);
            float* bar = bars + LawBatches.At(i, rows.Stride);
            ParticleNodes<Real32, TKernel> nodes = NodesOf(group.State + LawBatches.At(i, Stride), out int corner);
            Sample(in nodes, corner, in seen, out TransferSample<Real32> sample);
            Matrix3x3<Real32> byF = ReadMatrix(bar + CotangentPackets.Deformation), f = ReadMatrix(group.Deformation + LawBatches.At(i, Stride));
            TransferSample<Real32> by = default;
            by.Velocity = step * ReadVector(bar);
            by.Gradient = dt * (byF * f.Transposed);
            Take(in nodes, corner, in by, in seen, in target, bar);
            byF = (Matrix3x3<Real32>.Identity + dt * sample.Gradient).Transposed * byF;
            Write(in byF, bar + CotangentPackets.Deformation);
        }
    }

    /// <inheritdoc/>
    public override void ScatterAdjoint(
        in ParticleGroup group, float* bars, in CotangentRows rows, double timeStep, GroupScratch scratch, in GeneralArenas nodes, double* sums, int sumStride)
    {
        for (int i = 0; i < group.Count; i++)
        {
            int at = LawBatches.At(i, Stride);
            float* state = group.State + at, bar = bars + LawBatches.At(i, rows.Stride), t = scratch.Stress + i;
            ParticleNodes<Real32, TKernel> own = NodesOf(state, out int corner);
            ParticleBends<Real32, TKernel> bends = ParticleBends<Real32, TKernel>.Of(in own);
            Real32 scale = new((float)(-timeStep * state[Volume]));
            SymmetricMatrix3x3<Real32> stress = new(t[0], t[Group], t[2 * Group], t[3 * Group], t[4 * Group], t[5 * Group]), impulse = scale * stress;
            Vector3<Real32> velocity = ReadVector(group.Motion + at + Velocity);
            Matrix3x3<Real32> affine = ReadMatrix(group.Transfer + at);
            TransferGift<Real32> gift = TransferGift<Real32>.Of(state[Mass], velocity, in affine, in impulse, in numbers);
            GiftAdjoint<Real32> adjoint = default;
            for (int n = 0; n < TKernel.NodeCount * TKernel.NodeCount * TKernel.NodeCount; n++)
            {
                int offset = Offset(n, corner, out int x, out int y, out int z);
                float* node = nodes.Nodes + offset;
                Vector3<Real32> byBefore = TScheme.NeedsVelocityBefore ? Node(nodes.Before + offset) : default;
                adjoint.Add(in gift, in own, in bends, numbers.IsClassic, x, y, z, node[3], Node(node), byBefore);
            }

            adjoint.Finish(in gift, velocity, in affine, in numbers, out ScatterGradient<Real32> by);
            Add(by.Cells, bar);
            Add(by.Velocity, bar + CotangentPackets.Velocity);
            Matrix3x3<Real32> byAffine = ReadMatrix(bar + CotangentPackets.Affine) + by.Affine;
            Write(in byAffine, bar + CotangentPackets.Affine);
            double* sum = sums + LawBatches.At(i, sumStride);
            sum[0] += by.Mass.Value;
            sum[Lanes] -= timeStep * SymmetricMatrix3x3<Real32>.Dot(in stress, in by.Impulse).Value;
            SymmetricMatrix3x3<Real32> byStress = scale * by.Impulse;
            (t[0], t[Group], t[2 * Group]) = (byStress.XX.Value, byStress.XY.Value, byStress.XZ.Value);
            (t[3 * Group], t[4 * Group], t[5 * Group]) = (byStress.YY.Value, byStress.YZ.Value, byStress.ZZ.Value);
        }

        // Padding has no stress.
        for (int i = group.Count; i < group.Packets * Lanes; i++)
            for (int row = 0; row < 6; row++) scratch.Stress[row * Group + i] = 0;
    }

    // What the grid says at a point.
    private void Sample(in ParticleNodes<Real32, TKernel> nodes, int corner, in GeneralArenas read, out TransferSample<Real32> sample)
    {
        TransferTake<Real32> take = default;
        for (int n = 0; n < TKernel.NodeCount * TKernel.NodeCount * TKernel.NodeCount; n++)
        {
            int offset = Offset(n, corner, out int x, out int y, out int z);
            take.Add(in nodes, numbers.IsClassic, x, y, z, Node(read.Nodes + offset), read.Before is null ? default : Node(read.Before + offset));
        }

        take.Finish(in numbers, out sample);
    }

    // What a point that read the grid gives back to it, and says about its own place.
    private void Take(
        in ParticleNodes<Real32, TKernel> nodes, int corner, in TransferSample<Real32> bySample, in GeneralArenas read, in GeneralArenas given, float* bar)
    {
        ParticleBends<Real32, TKernel> bends = ParticleBends<Real32, TKernel>.Of(in nodes);
        TakeAdjoint<Real32> adjoint = TakeAdjoint<Real32>.Of(in bySample, in numbers);
        for (int n = 0; n < TKernel.NodeCount * TKernel.NodeCount * TKernel.NodeCount; n++)
        {
            int offset = Offset(n, corner, out int x, out int y, out int z);
            adjoint.Add(
                in nodes, in bends, numbers.IsClassic, x, y, z, Node(read.Nodes + offset), read.Before is null ? default : Node(read.Before + offset));
            adjoint.At(in nodes, numbers.IsClassic, x, y, z, out Vector3<Real32> byVelocity, out Vector3<Real32> byBefore);
            AddNode(byVelocity, given.Nodes + offset);
            if (given.Before is not null) AddNode(byBefore, given.Before + offset);
        }

        Add(adjoint.Cells, bar);
    }

    // Positions count from half a cell above a node.
    private static ParticleNodes<Real32, TKernel> NodesOf(float* state, out int corner)
    {
        const float half = 0.5f;
        ParticleNodes<Real32, TKernel> nodes = ParticleNodes<Real32, TKernel>.Of(new(state[0] + half, state[Lanes] + half, state[2 * Lanes] + half));
        corner = ((int)nodes.X.First.Value + 1) * ArenaX + ((int)nodes.Y.First.Value + 1) * ArenaY + 4 * ((int)nodes.Z.First.Value + 1);
        return nodes;
    }

    private static int Offset(int node, int corner, out int x, out int y, out int z)
    {
        (x, y, z) = (node / (TKernel.NodeCount * TKernel.NodeCount), node / TKernel.NodeCount % TKernel.NodeCount, node % TKernel.NodeCount);
        return corner + x * ArenaX + y * ArenaY + 4 * z;
    }

    private static Vector3<Real32> Node(float* node) => new(node[0], node[1], node[2]);

    private static void AddNode(Vector3<Real32> value, float* node)
    {
        node[0] += value.X.Value;
        node[1] += value.Y.Value;
        node[2] += value.Z.Value;
    }

    private static Vector3<Real32> ReadVector(float* rows) => new(rows[0], rows[Lanes], rows[2 * Lanes]);

    private static Matrix3x3<Real32> ReadMatrix(float* rows) =>
        Matrix3x3<Real32>.FromRows(ReadVector(rows), ReadVector(rows + 3 * Lanes), ReadVector(rows + 6 * Lanes));

    private static void Write(Vector3<Real32> value, float* rows) =>
        (rows[0], rows[Lanes], rows[2 * Lanes]) = (value.X.Value, value.Y.Value, value.Z.Value);

    private static void Write(in Matrix3x3<Real32> value, float* rows)
    {
        Write(value.Row0, rows);
        Write(value.Row1, rows + 3 * Lanes);
        Write(value.Row2, rows + 6 * Lanes);
    }

    private static void Add(Vector3<Real32> value, float* rows) => Write(ReadVector(rows) + value, rows);
}
