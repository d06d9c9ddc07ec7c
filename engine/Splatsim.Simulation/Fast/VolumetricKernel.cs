using System.Runtime.CompilerServices;
using Splatsim.Mathematics;
using Splatsim.Mechanics;
using static Splatsim.Simulation.Fast.PacketLayout;

namespace Splatsim.Simulation.Fast;

/// <summary>
/// Laws that forget the shape of matter, without matrices: J, its stress and the affine momentum straight from C. The generic law remains
/// the definition, and a test compares the two.
/// </summary>
/// <remarks>
/// In two loops. The first has J and its pressure, chains that take long but few instructions, of which two or three fit into the processor's
/// window; with the affine momentum in the same loop it would be one. Registers whose J are all close to 1, as fluids have them, need no logarithm.
/// </remarks>
/// <typeparam name="TLanes">The register width.</typeparam>
/// <typeparam name="TLaw">The law.</typeparam>
internal sealed unsafe class VolumetricKernel<TLanes, TLaw> : GenericLawKernel<TLanes, TLaw>
    where TLanes : unmanaged, ILanes<TLanes>
    where TLaw : struct, IVolumetricLaw
{
    /// <inheritdoc/>
    public override ulong Stage(in ParticleGroup group, in SubstepConstants constants, GroupScratch scratch)
    {
        ulong clamped = Compress(in group, constants.TimeStep, scratch);
        Affine(in group, constants.StressFactor, constants.CellSize, scratch);
        return clamped;
    }

    // The first two rows of the stress become the isotropic stress and J eta, that of C + C^T.
    private ulong Compress(in ParticleGroup group, float timeStep, GroupScratch scratch)
    {
        ulong bits = 0;
        TLanes dt = TLanes.Broadcast(timeStep);
        for (int i = 0; i < group.Packets * Lanes; i += TLanes.LaneCount)
        {
            int packet = i >> 4, lane = i & 15;
            ref readonly LawParameters<TLanes> parameters = ref scratch.Coefficients.Of<TLanes>(in group, packet, lane, CoefficientCount);
            float* c = group.Affine + packet * Stride + lane;
            TLanes xx = dt * TLanes.Load(c), xy = dt * TLanes.Load(c + Lanes), xz = dt * TLanes.Load(c + 2 * Lanes);
            TLanes yx = dt * TLanes.Load(c + 3 * Lanes), yy = dt * TLanes.Load(c + 4 * Lanes), yz = dt * TLanes.Load(c + 5 * Lanes);
            TLanes zx = dt * TLanes.Load(c + 6 * Lanes), zy = dt * TLanes.Load(c + 7 * Lanes), zz = dt * TLanes.Load(c + 8 * Lanes);
            TLanes dilation = xx + yy + zz;
            xx += TLanes.One;
            yy += TLanes.One;
            zz += TLanes.One;
            TLanes determinant = xx * Minor(yy, zz, yz, zy);
            determinant = TLanes.FusedMultiplyAdd(xy, Minor(yz, zx, yx, zz), determinant);
            determinant = TLanes.FusedMultiplyAdd(xz, Minor(yx, zy, yy, zx), determinant);

            float* f = group.Deformation + packet * Stride + lane;
            TLanes side = TLanes.Load(f);
            TLanes trial = TLaw.TrialVolume(side * side * side, determinant, dilation, in parameters), volumeRatio = trial;
            Mask<TLanes> isSlight = TLaw.CompressSlightly(ref volumeRatio, in parameters, out side, out TLanes isotropic);
            if (TLanes.Any(!isSlight)) bits |= (ulong)CompressMuch(trial, in parameters, f, c, scratch.Stress + i) << i;
            else Store(volumeRatio, side, isotropic, in parameters, f, c, scratch.Stress + i);
        }

        return bits;
    }

    // Apart from the loop, which has its registers to itself then.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static uint CompressMuch(TLanes volumeRatio, in LawParameters<TLanes> parameters, float* f, float* c, float* stress)
    {
        TLaw.Compress(ref volumeRatio, in parameters, out TLanes side, out TLanes isotropic, out Mask<TLanes> clamped);
        Store(volumeRatio, side, isotropic, in parameters, f, c, stress);
        return TLanes.Bits(clamped);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(TLanes volumeRatio, TLanes side, TLanes isotropic, in LawParameters<TLanes> parameters, float* f, float* c, float* stress)
    {
        side.Store(f);
        side.Store(f + 4 * Lanes);
        side.Store(f + 8 * Lanes);
        (TLanes twoShear, TLanes dilatational) = TLaw.Viscosities(in parameters);
        TLanes trace = TLanes.Load(c) + TLanes.Load(c + 4 * Lanes) + TLanes.Load(c + 8 * Lanes);
        TLanes.FusedMultiplyAdd(volumeRatio * dilatational, trace, isotropic).Store(stress);
        (TLanes.FromDouble(0.5) * volumeRatio * twoShear).Store(stress + Group);
    }

    // ParticleKernels.Affine with that stress.
    private static void Affine(in ParticleGroup group, float stressFactor, float cellSize, GroupScratch scratch)
    {
        for (int i = 0; i < group.Packets * Lanes; i += TLanes.LaneCount)
        {
            int at = (i >> 4) * Stride + (i & 15);
            TLanes mass = TLanes.Load(group.State + at + Mass);
            TLanes factor = TLanes.Load(group.State + at + Volume) * TLanes.Broadcast(stressFactor);
            TLanes isotropic = factor * TLanes.Load(scratch.Stress + i), across = factor * TLanes.Load(scratch.Stress + Group + i);
            TLanes along = TLanes.FusedMultiplyAdd(mass, TLanes.Broadcast(cellSize), across);
            float* c = group.Affine + at;
            float* row = scratch.Staged + i;
            TLanes twice = along + across;
            // A dx = (m dx + J eta) C + J eta C^T + isotropic I, with -dt 4/dx V0 in all but the first.
            TLanes xx = TLanes.FusedMultiplyAdd(twice, TLanes.Load(c), isotropic), yy = TLanes.FusedMultiplyAdd(twice, TLanes.Load(c + 4 * Lanes), isotropic);
            TLanes zz = TLanes.FusedMultiplyAdd(twice, TLanes.Load(c + 8 * Lanes), isotropic);
            Pair(along, across, c + Lanes, c + 3 * Lanes, out TLanes xy, out TLanes yx);
            Pair(along, across, c + 2 * Lanes, c + 6 * Lanes, out TLanes xz, out TLanes zx);
            Pair(along, across, c + 5 * Lanes, c + 7 * Lanes, out TLanes yz, out TLanes zy);
            xx.Store(row + 3 * Group);
            yx.Store(row + 4 * Group);
            zx.Store(row + 5 * Group);
            xy.Store(row + 6 * Group);
            yy.Store(row + 7 * Group);
            zy.Store(row + 8 * Group);
            xz.Store(row + 9 * Group);
            yz.Store(row + 10 * Group);
            zz.Store(row + 11 * Group);
            TLanes fx = TLanes.Load(scratch.Fraction + i), fy = TLanes.Load(scratch.Fraction + Group + i), fz = TLanes.Load(scratch.Fraction + 2 * Group + i);
            float* v = group.Motion + at + Velocity;
            (mass * TLanes.Load(v) - xx * fx - TLanes.FusedMultiplyAdd(xy, fy, xz * fz)).Store(row);
            (mass * TLanes.Load(v + Lanes) - yx * fx - TLanes.FusedMultiplyAdd(yy, fy, yz * fz)).Store(row + Group);
            (mass * TLanes.Load(v + 2 * Lanes) - zx * fx - TLanes.FusedMultiplyAdd(zy, fy, zz * fz)).Store(row + 2 * Group);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Minor(TLanes a, TLanes b, TLanes c, TLanes d) => TLanes.FusedMultiplyAdd(a, b, -(c * d));

    // Two numbers of A that mirror each other.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Pair(TLanes along, TLanes across, float* c, float* mirrored, out TLanes a, out TLanes b)
    {
        TLanes first = TLanes.Load(c), second = TLanes.Load(mirrored);
        a = TLanes.FusedMultiplyAdd(along, first, across * second);
        b = TLanes.FusedMultiplyAdd(along, second, across * first);
    }
}
