using Splatsim.Mathematics;
using static Splatsim.Simulation.Fast.PacketLayout;

namespace Splatsim.Simulation.Fast;

/// <inheritdoc/>
/// <typeparam name="TLanes">The register width: as many particles at a time.</typeparam>
/// <typeparam name="TKernel">The weights.</typeparam>
/// <typeparam name="TScheme">What particles keep.</typeparam>
internal sealed unsafe class GeneralReversal<TLanes, TKernel, TScheme>(TransferOptions options, GridDomain domain) : GeneralReversal
    where TLanes : unmanaged, ILanes<TLanes>
    where TKernel : struct, ITransferKernel
    where TScheme : struct, ITransferScheme
{
    // x and F of a tracer.
    private const int CarriedRows = 12;

    private readonly GeneralNumbers<TLanes> numbers = GeneralNumbers<TLanes>.From(options, domain);
    private readonly double cellSize = domain.CellSize;

    private static int NodeCount => TKernel.NodeCount * TKernel.NodeCount * TKernel.NodeCount;

    /// <inheritdoc/>
    public override bool NeedsVelocityBefore => TScheme.NeedsVelocityBefore;

    /// <inheritdoc/>
    public override void GatherAdjoint(
        in ParticleGroup group, float* returned, float* bars, in CotangentRows rows, double timeStep, in GeneralArenas read, in GeneralArenas given)
    {
        TLanes step = TLanes.FromDouble(timeStep / cellSize);
        LaneNodes<TKernel> corners = default;
        for (int i = 0; i < group.Count; i += TLanes.LaneCount)
        {
            float* bar = bars + LawBatches.At(i, rows.Stride);
            ParticleNodes<TLanes, TKernel> nodes = corners.Of<TLanes>(group.State + LawBatches.At(i, Stride), group.Real >> i);
            TransferSample<TLanes> sample = default;
            if (TScheme.NeedsVelocityBefore)
            {
                Sample(in nodes, in corners, in read, out sample);
                LanePackets.Load(returned + LawBatches.At(i, Stride), out Matrix3x3<TLanes> f);
                sample.VolumeRatio = f.Determinant;
                sample.TimeStep = TLanes.FromDouble(timeStep);
            }

            TransferCotangents<TLanes> by;
            by.Velocity = LanePackets.Load<TLanes>(bar + CotangentPackets.Velocity);
            LanePackets.Load(bar + CotangentPackets.Affine, out by.Affine);
            by.Drift = step * LanePackets.Load<TLanes>(bar);
            TScheme.UpdateAdjoint(in sample, in numbers.Scheme, in by, out TransferSample<TLanes> bySample, out Vector3<TLanes> byOld);
            LanePackets.Load(bar + rows.Gradient, out Matrix3x3<TLanes> byGradient);
            bySample.Gradient += byGradient;
            Take(in nodes, in corners, in bySample, in read, in given, bar);
            LanePackets.Store(byOld, bar + CotangentPackets.Velocity);
            Matrix3x3<TLanes> none = default;
            LanePackets.Store(in none, bar + CotangentPackets.Affine);
            LanePackets.Store(in none, bar + rows.Gradient);
        }
    }

    /// <inheritdoc/>
    public override void CarryAdjoint(
        in ParticleGroup group, ulong moving, float* bars, in CotangentRows rows, double timeStep, in GeneralArenas read, in GeneralArenas given)
    {
        TLanes step = TLanes.FromDouble(timeStep / cellSize), dt = TLanes.FromDouble(timeStep);
        // Tracers do not look at what was before forces.
        GeneralArenas seen = read, target = given;
        seen.Before = target.Before = null;
        LaneNodes<TKernel> corners = default;
        float* kept = stackalloc float[CarriedRows * Lanes];
        for (int i = 0; i < group.Count; i += TLanes.LaneCount)
        {
            float* bar = bars + LawBatches.At(i, rows.Stride);
            float* byF = bar + CotangentPackets.Deformation;
            Copy(bar, byF, kept);
            ParticleNodes<TLanes, TKernel> nodes = corners.Of<TLanes>(group.State + LawBatches.At(i, Stride), moving >> i);
            Sample(in nodes, in corners, in seen, out TransferSample<TLanes> sample);
            LanePackets.Load(byF, out Matrix3x3<TLanes> by);
            LanePackets.Load(group.Deformation + LawBatches.At(i, Stride), out Matrix3x3<TLanes> f);
            TransferSample<TLanes> bySample = default;
            bySample.Velocity = step * LanePackets.Load<TLanes>(bar);
            bySample.Gradient = dt * (by * f.Transposed);
            Take(in nodes, in corners, in bySample, in seen, in target, bar);
            by = (Matrix3x3<TLanes>.Identity + dt * sample.Gradient).Transposed * by;
            LanePackets.Store(in by, byF);
            Rest(kept, bar, byF, ~(moving >> i));
        }
    }

    /// <inheritdoc/>
    public override void ScatterAdjoint(
        in ParticleGroup group, float* bars, in CotangentRows rows, double timeStep, GroupScratch scratch, in GeneralArenas nodes, double* sums, int sumStride)
    {
        LaneNodes<TKernel> corners = default;
        for (int i = 0; i < group.Packets * Lanes; i += TLanes.LaneCount)
        {
            int at = LawBatches.At(i, Stride);
            float* state = group.State + at, bar = bars + LawBatches.At(i, rows.Stride), stressRows = scratch.Stress + i;
            ParticleNodes<TLanes, TKernel> own = corners.Of<TLanes>(state, i < group.Count ? group.Real >> i : 0);
            ParticleBends<TLanes, TKernel> bends = ParticleBends<TLanes, TKernel>.Of(in own);
            TLanes mass = TLanes.Load(state + Mass), scale = TLanes.FromDouble(-timeStep) * TLanes.Load(state + Volume);
            LanePackets.LoadStress(stressRows, out SymmetricMatrix3x3<TLanes> stress);
            SymmetricMatrix3x3<TLanes> impulse = scale * stress;
            Vector3<TLanes> velocity = LanePackets.Load<TLanes>(group.Motion + at + Velocity);
            LanePackets.Load(group.Transfer + at, out Matrix3x3<TLanes> affine);
            TransferGift<TLanes> gift = TransferGift<TLanes>.Of(mass, velocity, in affine, in impulse, in numbers);
            GiftAdjoint<TLanes> adjoint = default;
            for (int n = 0; n < NodeCount; n++)
            {
                int offset = LaneNodes<TKernel>.Offset(n, out int x, out int y, out int z);
                Vector3<TLanes> byMomentum = corners.Load<TLanes>(nodes.Nodes, offset, out TLanes byMass);
                Vector3<TLanes> byBefore = TScheme.NeedsVelocityBefore ? corners.Load<TLanes>(nodes.Before, offset, out _) : default;
                adjoint.Add(in gift, in own, in bends, numbers.IsClassic, x, y, z, byMass, byMomentum, byBefore);
            }

            adjoint.Finish(in gift, velocity, in affine, in numbers, out ScatterGradient<TLanes> by);
            LanePackets.Store(LanePackets.Load<TLanes>(bar) + by.Cells, bar);
            LanePackets.Store(LanePackets.Load<TLanes>(bar + CotangentPackets.Velocity) + by.Velocity, bar + CotangentPackets.Velocity);
            LanePackets.Load(bar + CotangentPackets.Affine, out Matrix3x3<TLanes> byAffine);
            byAffine += by.Affine;
            LanePackets.Store(in byAffine, bar + CotangentPackets.Affine);
            double* sum = sums + LawBatches.At(i, sumStride);
            LaneSums.Add(by.Mass, sum);
            LaneSums.Add(TLanes.FromDouble(-timeStep) * SymmetricMatrix3x3<TLanes>.Dot(in stress, in by.Impulse), sum + Lanes);
            SymmetricMatrix3x3<TLanes> byStress = scale * by.Impulse;
            LanePackets.StoreStress(in byStress, stressRows);
        }
    }

    // What the grid says at points.
    private void Sample(in ParticleNodes<TLanes, TKernel> nodes, in LaneNodes<TKernel> corners, in GeneralArenas read, out TransferSample<TLanes> sample)
    {
        TransferTake<TLanes> take = default;
        for (int n = 0; n < NodeCount; n++)
        {
            int offset = LaneNodes<TKernel>.Offset(n, out int x, out int y, out int z);
            Vector3<TLanes> velocity = corners.Load<TLanes>(read.Nodes, offset, out _);
            take.Add(in nodes, numbers.IsClassic, x, y, z, velocity, read.Before is null ? default : corners.Load<TLanes>(read.Before, offset, out _));
        }

        take.Finish(in numbers, out sample);
    }

    // What points that read the grid give back to it, and say about their own places.
    private void Take(
        in ParticleNodes<TLanes, TKernel> nodes, in LaneNodes<TKernel> corners, in TransferSample<TLanes> bySample, in GeneralArenas read,
        in GeneralArenas given, float* bar)
    {
        ParticleBends<TLanes, TKernel> bends = ParticleBends<TLanes, TKernel>.Of(in nodes);
        TakeAdjoint<TLanes> adjoint = TakeAdjoint<TLanes>.Of(in bySample, in numbers);
        for (int n = 0; n < NodeCount; n++)
        {
            int offset = LaneNodes<TKernel>.Offset(n, out int x, out int y, out int z);
            Vector3<TLanes> velocity = corners.Load<TLanes>(read.Nodes, offset, out _);
            Vector3<TLanes> before = read.Before is null ? default : corners.Load<TLanes>(read.Before, offset, out _);
            adjoint.Add(in nodes, in bends, numbers.IsClassic, x, y, z, velocity, before);
            adjoint.At(in nodes, numbers.IsClassic, x, y, z, out Vector3<TLanes> byVelocity, out Vector3<TLanes> byBefore);
            corners.Add(byVelocity, given.Nodes, offset);
            if (given.Before is not null) corners.Add(byBefore, given.Before, offset);
        }

        LanePackets.Store(LanePackets.Load<TLanes>(bar) + adjoint.Cells, bar);
    }

    // Derivatives by x and F, and those of tracers at rest, which stay.
    private static void Copy(float* bar, float* byF, float* kept)
    {
        for (int row = 0; row < CarriedRows; row++) TLanes.Load(row < 3 ? bar + row * Lanes : byF + (row - 3) * Lanes).Store(kept + row * Lanes);
    }

    private static void Rest(float* kept, float* bar, float* byF, ulong resting)
    {
        for (int lane = 0; lane < TLanes.LaneCount; lane++)
        {
            if ((resting >> lane & 1) == 0) continue;
            for (int row = 0; row < CarriedRows; row++) (row < 3 ? bar + row * Lanes : byF + (row - 3) * Lanes)[lane] = kept[row * Lanes + lane];
        }
    }
}
