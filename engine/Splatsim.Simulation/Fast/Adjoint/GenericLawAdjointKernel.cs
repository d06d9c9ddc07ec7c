using System.Runtime.CompilerServices;
using Splatsim.Mathematics;
using Splatsim.Mechanics;
using static Splatsim.Simulation.Fast.PacketLayout;

namespace Splatsim.Simulation.Fast;

/// <summary>The adjoint of any registered law.</summary>
/// <typeparam name="TLanes">The register width.</typeparam>
/// <typeparam name="TLaw">The law.</typeparam>
internal unsafe class GenericLawAdjointKernel<TLanes, TLaw> : LawAdjointKernel<TLanes>
    where TLanes : unmanaged, ILanes<TLanes>
    where TLaw : struct, ILaw
{
    // A constant once compiled.
    private static readonly int HistoryCount = TLaw.Description.History.Count;

    /// <inheritdoc/>
    public sealed override ulong Apply(
        in ParticleGroup group, int coefficients, float timeStep, float* bars, int stride, GroupScratch scratch, double* sums, int sumStride)
    {
        ulong bits = 0;
        for (int packet = 0; packet < group.Packets; packet++)
        {
            for (int lane = 0; lane < Lanes; lane += TLanes.LaneCount)
            {
                ref readonly LawParameters<TLanes> parameters = ref scratch.Coefficients.Of<TLanes>(in group, packet, lane, coefficients);
                uint clamped = ApplyLanes(
                    in group, packet, lane, timeStep, in parameters, bars + packet * stride + lane, scratch.Stress + packet * Lanes + lane,
                    sums + packet * sumStride + FirstCoefficient * Lanes + lane);
                bits |= (ulong)clamped << (packet * Lanes + lane);
            }
        }

        return bits;
    }

    /// <summary>The same for one register of particles.</summary>
    /// <param name="group">The group.</param>
    /// <param name="packet">Its packet.</param>
    /// <param name="lane">First lane of the register.</param>
    /// <param name="timeStep">dt [s].</param>
    /// <param name="parameters">Coefficients.</param>
    /// <param name="bar">Derivatives.</param>
    /// <param name="stress">Rows of derivatives by the stress.</param>
    /// <param name="sum">Rows of sums by the coefficients.</param>
    /// <returns>A bit per lane whose stretches were lifted.</returns>
    [SkipLocalsInit]
    protected virtual uint ApplyLanes(
        in ParticleGroup group, int packet, int lane, float timeStep, in LawParameters<TLanes> parameters, float* bar, float* stress, double* sum)
    {
        LawGradient<TLanes> gradient;
        Unsafe.SkipInit(out gradient);
        Reverse(in group, packet, lane, timeStep, in parameters, bar, stress, ref gradient);
        TLanes* byPrepared = (TLanes*)&gradient.Prepared;
        for (int k = 0; k < CoefficientCount; k++) LaneSums.Add(byPrepared[k], sum + k * Lanes);
        return TLanes.Bits(gradient.Clamped);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    [SkipLocalsInit]
    private void Reverse(
        in ParticleGroup group, int packet, int lane, float timeStep, in LawParameters<TLanes> parameters, float* bar, float* stress,
        ref LawGradient<TLanes> gradient)
    {
        float* f = group.Deformation + packet * Stride + lane;
        float* c = group.Affine + packet * Stride + lane;
        float* h = group.History + packet * group.HistoryStride + lane;
        TLanes dt = TLanes.Broadcast(timeStep);
        LawCotangents<TLanes> cotangents = default;
        cotangents.SkippedCoefficients = LawParameters<TLanes>.Capacity - CoefficientCount;
        cotangents.SkippedHistory = LawHistory<TLanes>.Capacity - HistoryCount;
        LanePackets.Load(bar + CotangentPackets.Deformation, out cotangents.F);
        LanePackets.LoadStress(stress, out cotangents.Kirchhoff);
        LanePackets.Load(bar + CotangentPackets.History, HistoryCount, ref cotangents.History);
        LawHistory<TLanes> before = default;
        LanePackets.Load(h, HistoryCount, ref before);
        LanePackets.Load(c, out Matrix3x3<TLanes> affine);
        TrialPackets.Load(f, in affine, dt, out Matrix3x3<TLanes> trial);
        TLaw.UpdateAdjoint<TLaw, TLanes>(in trial, in affine, in parameters, in before, dt, in cotangents, out gradient);
        LanePackets.Store(in gradient.History, HistoryCount, bar + CotangentPackets.History);
        TrialPackets.Finish(f, in affine, dt, in gradient.F, in gradient.C, bar + CotangentPackets.Affine, bar + CotangentPackets.Deformation);
    }
}
