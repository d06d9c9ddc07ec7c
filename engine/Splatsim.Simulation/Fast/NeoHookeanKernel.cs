using System.Runtime.CompilerServices;
using Splatsim.Mathematics;
using Splatsim.Mechanics;
using static Splatsim.Simulation.Fast.PacketLayout;

namespace Splatsim.Simulation.Fast;

/// <summary>
/// The neo-Hookean law by hand, with the trial F in the same pass: F is taken column by column, F F^T grows with each, and no matrix goes
/// through memory but F itself. The generic law remains the definition; it takes over where a volume ratio is below its
/// limit, and a test compares the two.
/// </summary>
/// <typeparam name="TLanes">The register width.</typeparam>
internal sealed unsafe class NeoHookeanKernel<TLanes> : LawKernel<TLanes>
    where TLanes : unmanaged, ILanes<TLanes>
{
    private readonly GenericLawKernel<TLanes, NeoHookean> generic = new() { CoefficientCount = 2 };

    /// <inheritdoc/>
    public override ulong Strain(in ParticleGroup group, float trialStep, float timeStep, GroupScratch scratch) => Update(in group, trialStep, timeStep, scratch);

    /// <summary>Takes F from before the step, unlike other kernels.</summary>
    /// <inheritdoc/>
    protected override ulong Update(in ParticleGroup group, float trialStep, float timeStep, GroupScratch scratch)
    {
        ulong clamped = 0;
        LaneCoefficients coefficients = scratch.Coefficients;
        TLanes dt = TLanes.Broadcast(trialStep);
        for (int packet = 0; packet < group.Packets; packet++)
        {
            for (int lane = 0; lane < Lanes; lane += TLanes.LaneCount)
            {
                ref readonly LawParameters<TLanes> moduli = ref coefficients.Of<TLanes>(in group, packet, lane, generic.CoefficientCount);
                float* f = group.Deformation + packet * Stride + lane;
                float* c = group.Affine + packet * Stride + lane;
                if (Strain(f, c, dt, in moduli, scratch.Stress + packet * Lanes + lane)) continue;
                clamped |= (ulong)generic.UpdateLanes(in group, timeStep, packet, lane, scratch) << (packet * Lanes + lane);
            }
        }

        return clamped;
    }

    // F = (I + dt C) F and tau = mu (F F^T - I) + lambda ln J I. False where a J is too small for its logarithm.
    private static bool Strain(float* f, float* c, TLanes dt, in LawParameters<TLanes> moduli, float* stress)
    {
        Column(f, c, dt, out TLanes x, out TLanes y, out TLanes z);
        TLanes xx = x * x, xy = x * y, xz = x * z, yy = y * y, yz = y * z, zz = z * z;
        Column(f + Lanes, c, dt, out x, out y, out z);
        xx = TLanes.FusedMultiplyAdd(x, x, xx);
        xy = TLanes.FusedMultiplyAdd(x, y, xy);
        xz = TLanes.FusedMultiplyAdd(x, z, xz);
        yy = TLanes.FusedMultiplyAdd(y, y, yy);
        yz = TLanes.FusedMultiplyAdd(y, z, yz);
        zz = TLanes.FusedMultiplyAdd(z, z, zz);
        Column(f + 2 * Lanes, c, dt, out x, out y, out z);
        xx = TLanes.FusedMultiplyAdd(x, x, xx);
        xy = TLanes.FusedMultiplyAdd(x, y, xy);
        xz = TLanes.FusedMultiplyAdd(x, z, xz);
        yy = TLanes.FusedMultiplyAdd(y, y, yy);
        yz = TLanes.FusedMultiplyAdd(y, z, yz);
        zz = TLanes.FusedMultiplyAdd(z, z, zz);

        TLanes mu = moduli.P0;
        (mu * xy).Store(stress + Group);
        (mu * xz).Store(stress + 2 * Group);
        (mu * yz).Store(stress + 4 * Group);

        // det F: the last column times the cross product of the first two.
        TLanes volumeRatio = x * Minor(f + 3 * Lanes, f + 6 * Lanes);
        volumeRatio = TLanes.FusedMultiplyAdd(y, Minor(f + 6 * Lanes, f), volumeRatio);
        volumeRatio = TLanes.FusedMultiplyAdd(z, Minor(f, f + 3 * Lanes), volumeRatio);
        if (TLanes.Any(volumeRatio < TLanes.FromDouble(StretchLimits.MinimumVolumeRatio))) return false;
        TLanes volumetric = TLanes.FusedMultiplyAdd(moduli.P1, TLanes.Log(volumeRatio), -mu);
        TLanes.FusedMultiplyAdd(mu, xx, volumetric).Store(stress);
        TLanes.FusedMultiplyAdd(mu, yy, volumetric).Store(stress + 3 * Group);
        TLanes.FusedMultiplyAdd(mu, zz, volumetric).Store(stress + 5 * Group);
        return true;
    }

    // A column of the trial F.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Column(float* f, float* c, TLanes dt, out TLanes x, out TLanes y, out TLanes z)
    {
        TLanes f0 = TLanes.Load(f), f1 = TLanes.Load(f + 3 * Lanes), f2 = TLanes.Load(f + 6 * Lanes);
        x = TLanes.FusedMultiplyAdd(dt, Row(c, f0, f1, f2), f0);
        y = TLanes.FusedMultiplyAdd(dt, Row(c + 3 * Lanes, f0, f1, f2), f1);
        z = TLanes.FusedMultiplyAdd(dt, Row(c + 6 * Lanes, f0, f1, f2), f2);
        x.Store(f);
        y.Store(f + 3 * Lanes);
        z.Store(f + 6 * Lanes);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Row(float* c, TLanes f0, TLanes f1, TLanes f2) => TLanes.FusedMultiplyAdd(
        f0, TLanes.Load(c), TLanes.FusedMultiplyAdd(f1, TLanes.Load(c + Lanes), f2 * TLanes.Load(c + 2 * Lanes)));

    // The component of (column 0 x column 1) that two rows of F give.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Minor(float* first, float* second) => TLanes.FusedMultiplyAdd(
        TLanes.Load(first), TLanes.Load(second + Lanes), -(TLanes.Load(second) * TLanes.Load(first + Lanes)));
}
