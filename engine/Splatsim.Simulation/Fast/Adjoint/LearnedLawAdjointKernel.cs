using Splatsim.Mathematics;
using Splatsim.Mechanics;
using static Splatsim.Simulation.Fast.PacketLayout;

namespace Splatsim.Simulation.Fast;

/// <summary>The adjoint of a law of batches, in the batches of <see cref="LearnedLawKernel{TLanes}"/>.</summary>
/// <typeparam name="TLanes">The register width.</typeparam>
internal sealed unsafe class LearnedLawAdjointKernel<TLanes>(ILearnedLawAdjoint law) : LawAdjointKernel<TLanes>
    where TLanes : unmanaged, ILanes<TLanes>
{
    private const int Width = LawParameters<Real32>.Capacity, Memory = LawHistory<Real32>.Capacity;

    private readonly int scalars = law.Description.History.Count;

    /// <inheritdoc/>
    public override ulong Apply(
        in ParticleGroup group, int coefficients, float timeStep, float* bars, int stride, GroupScratch scratch, double* sums, int sumStride)
    {
        // Rows of the trial F, then of the derivatives by it and by C; padding has none.
        const int matrices = GroupPackets * Stride;
        float* trial = stackalloc float[3 * matrices], byTrial = trial + matrices, byAffine = byTrial + matrices;
        new Span<float>(byTrial, 2 * matrices).Clear();
        TLanes dt = TLanes.Broadcast(timeStep);
        for (int i = 0; i < group.Packets * Lanes; i += TLanes.LaneCount)
        {
            int at = LawBatches.At(i, Stride);
            LanePackets.Load(group.Affine + at, out Matrix3x3<TLanes> c);
            TrialPackets.Load(group.Deformation + at, in c, dt, out Matrix3x3<TLanes> f);
            LanePackets.Store(in f, trial + at);
        }

        Span<int> members = stackalloc int[Group];
        for (ulong rest = group.Real; rest != 0;)
        {
            int count = LawBatches.Take(in group, ref rest, members, out int row);
            ReverseBatch(in group, timeStep, members[..count], row, trial, byTrial, byAffine, bars, stride, scratch, sums, sumStride);
        }

        for (int i = 0; i < group.Packets * Lanes; i += TLanes.LaneCount)
        {
            int at = LawBatches.At(i, Stride);
            float* bar = bars + LawBatches.At(i, stride);
            LanePackets.Load(group.Affine + at, out Matrix3x3<TLanes> c);
            LanePackets.Load(byTrial + at, out Matrix3x3<TLanes> byF);
            LanePackets.Load(byAffine + at, out Matrix3x3<TLanes> byC);
            TrialPackets.Finish(
                group.Deformation + at, in c, dt, in byF, in byC, bar + CotangentPackets.Affine, bar + CotangentPackets.Deformation);
        }

        // Laws of batches do not tell here whose stretches they have lifted.
        return 0;
    }

    private void ReverseBatch(
        in ParticleGroup group, float timeStep, ReadOnlySpan<int> members, int row, float* trial, float* byTrial, float* byAffine, float* bars,
        int stride, GroupScratch scratch, double* sums, int sumStride)
    {
        int count = members.Length;
        Span<float> f = stackalloc float[9 * Group], c = stackalloc float[9 * Group], returned = stackalloc float[9 * Group];
        Span<float> history = stackalloc float[Memory * Group], after = stackalloc float[Memory * Group], tau = stackalloc float[6 * Group];
        Span<float> byF = stackalloc float[9 * Group], byC = stackalloc float[9 * Group], before = stackalloc float[Memory * Group];
        Span<float> byParameters = stackalloc float[Width * Group];
        byF.Clear();
        byC.Clear();
        before.Clear();
        byParameters.Clear();
        for (int k = 0; k < count; k++)
        {
            LawBatches.Read(trial, Stride, members[k], f.Slice(9 * k, 9));
            LawBatches.Read(group.Affine, Stride, members[k], c.Slice(9 * k, 9));
            LawBatches.Read(group.History, group.HistoryStride, members[k], history.Slice(scalars * k, scalars));
            LawBatches.Read(bars + CotangentPackets.Deformation, stride, members[k], returned.Slice(9 * k, 9));
            LawBatches.Read(bars + CotangentPackets.History, stride, members[k], after.Slice(scalars * k, scalars));
            for (int i = 0; i < 6; i++) tau[6 * k + i] = scratch.Stress[i * Group + members[k]];
        }

        law.UpdateAdjoint(new LawBatchAdjoint
        {
            Count = count,
            TimeStep = timeStep,
            Parameters = new(group.Table + (long)row * Width, Width),
            F = f[..(9 * count)],
            C = c[..(9 * count)],
            History = history[..(scalars * count)],
            ByReturned = returned[..(9 * count)],
            ByHistoryAfter = after[..(scalars * count)],
            ByKirchhoff = tau[..(6 * count)],
            ByF = byF[..(9 * count)],
            ByC = byC[..(9 * count)],
            ByHistory = before[..(scalars * count)],
            ByParameters = byParameters[..(Width * count)],
        });
        for (int k = 0; k < count; k++)
        {
            LawBatches.Write(byF.Slice(9 * k, 9), byTrial, Stride, members[k]);
            LawBatches.Write(byC.Slice(9 * k, 9), byAffine, Stride, members[k]);
            LawBatches.Write(before.Slice(scalars * k, scalars), bars + CotangentPackets.History, stride, members[k]);
            double* sum = sums + LawBatches.At(members[k], sumStride) + FirstCoefficient * Lanes;
            for (int i = 0; i < CoefficientCount; i++) sum[i * Lanes] += byParameters[Width * k + i];
        }
    }
}
