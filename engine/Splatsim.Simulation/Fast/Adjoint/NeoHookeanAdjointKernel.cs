using System.Runtime.CompilerServices;
using Splatsim.Mathematics;
using Splatsim.Mechanics;
using static Splatsim.Simulation.Fast.PacketLayout;

namespace Splatsim.Simulation.Fast;

/// <summary>
/// The adjoint of the neo-Hookean law by hand, with that of the trial F, which the law returns as it is, in the same pass, column by column:
/// F-bar_trial = F'-bar + 2 mu tau-bar F + lambda tr tau-bar F^-T. The generic one takes over where a volume ratio is below its limit.
/// </summary>
/// <typeparam name="TLanes">The register width.</typeparam>
internal sealed unsafe class NeoHookeanAdjointKernel<TLanes> : GenericLawAdjointKernel<TLanes, NeoHookean>
    where TLanes : unmanaged, ILanes<TLanes>
{
    /// <inheritdoc/>
    protected override uint ApplyLanes(
        in ParticleGroup group, int packet, int lane, float timeStep, in LawParameters<TLanes> parameters, float* bar, float* stress, double* sum)
    {
        float* f = group.Deformation + packet * Stride + lane;
        float* c = group.Affine + packet * Stride + lane;
        // What the law has lifted is not the trial.
        bool isTrial = ((group.Lifted >> (packet * Lanes + lane)) & ((1UL << TLanes.LaneCount) - 1)) == 0;
        return isTrial && Reverse(f, c, group.Returned + packet * Stride + lane, TLanes.Broadcast(timeStep), in parameters, bar, stress, sum)
            ? 0 : base.ApplyLanes(in group, packet, lane, timeStep, in parameters, bar, stress, sum);
    }

    // False, with nothing written, where a J is too small.
    [SkipLocalsInit]
    private bool Reverse(float* f, float* c, float* returned, TLanes dt, in LawParameters<TLanes> moduli, float* bar, float* stress, double* sum)
    {
        TLanes* trial = stackalloc TLanes[9];
        TLanes* step = stackalloc TLanes[9];
        (trial[0], trial[1], trial[2]) = (TLanes.Load(returned), TLanes.Load(returned + 3 * Lanes), TLanes.Load(returned + 6 * Lanes));
        (trial[3], trial[4], trial[5]) = (TLanes.Load(returned + Lanes), TLanes.Load(returned + 4 * Lanes), TLanes.Load(returned + 7 * Lanes));
        (trial[6], trial[7], trial[8]) = (TLanes.Load(returned + 2 * Lanes), TLanes.Load(returned + 5 * Lanes), TLanes.Load(returned + 8 * Lanes));
        TLanes volumeRatio = Sum(
            trial[0], Minor(trial + 3, trial + 6, 1, 2), trial[1], Minor(trial + 3, trial + 6, 2, 0), trial[2], Minor(trial + 3, trial + 6, 0, 1));
        if (TLanes.Any(volumeRatio < TLanes.FromDouble(StretchLimits.MinimumVolumeRatio))) return false;
        TLanes trace = TLanes.Load(stress) + TLanes.Load(stress + 3 * Group) + TLanes.Load(stress + 5 * Group);
        TLanes twoMu = moduli.P0 + moduli.P0, volumetric = moduli.P1 * trace / volumeRatio;
        float* byF = bar + CotangentPackets.Deformation;
        TLanes along = ByColumn(trial, trial + 3, trial + 6, c, dt, twoMu, volumetric, stress, byF, step)
            + ByColumn(trial + 3, trial + 6, trial, c, dt, twoMu, volumetric, stress, byF + Lanes, step + 3)
            + ByColumn(trial + 6, trial, trial + 3, c, dt, twoMu, volumetric, stress, byF + 2 * Lanes, step + 6);
        for (int axis = 0; axis < 3; axis++)
        {
            float* byC = bar + CotangentPackets.Affine + 3 * axis * Lanes;
            TLanes x = step[axis], y = step[3 + axis], z = step[6 + axis];
            Accumulate(f, x, y, z, byC);
            Accumulate(f + 3 * Lanes, x, y, z, byC + Lanes);
            Accumulate(f + 6 * Lanes, x, y, z, byC + 2 * Lanes);
        }

        if (CoefficientCount > 0) LaneSums.Add(along - trace, sum);
        if (CoefficientCount > 1) LaneSums.Add(TLanes.Log(volumeRatio) * trace, sum + Lanes);
        return true;
    }

    // F-bar = (I + dt C)^T F-bar_trial of one column, and dt F-bar_trial; t is the trial's column, u and v the next two. Gives t . tau-bar t.
    private static TLanes ByColumn(
        TLanes* t, TLanes* u, TLanes* v, float* c, TLanes dt, TLanes twoMu, TLanes volumetric, float* stress, float* byF, TLanes* step)
    {
        TLanes x = t[0], y = t[1], z = t[2], xy = TLanes.Load(stress + Group), xz = TLanes.Load(stress + 2 * Group), yz = TLanes.Load(stress + 4 * Group);
        TLanes sx = Sum(TLanes.Load(stress), x, xy, y, xz, z);
        TLanes sy = Sum(xy, x, TLanes.Load(stress + 3 * Group), y, yz, z);
        TLanes sz = Sum(xz, x, yz, y, TLanes.Load(stress + 5 * Group), z);
        TLanes along = Sum(x, sx, y, sy, z, sz);
        x = TLanes.FusedMultiplyAdd(twoMu, sx, TLanes.FusedMultiplyAdd(volumetric, Minor(u, v, 1, 2), TLanes.Load(byF)));
        y = TLanes.FusedMultiplyAdd(twoMu, sy, TLanes.FusedMultiplyAdd(volumetric, Minor(u, v, 2, 0), TLanes.Load(byF + 3 * Lanes)));
        z = TLanes.FusedMultiplyAdd(twoMu, sz, TLanes.FusedMultiplyAdd(volumetric, Minor(u, v, 0, 1), TLanes.Load(byF + 6 * Lanes)));
        TLanes dx = dt * x, dy = dt * y, dz = dt * z;
        (step[0], step[1], step[2]) = (dx, dy, dz);
        (x + Sum(TLanes.Load(c), dx, TLanes.Load(c + 3 * Lanes), dy, TLanes.Load(c + 6 * Lanes), dz)).Store(byF);
        (y + Sum(TLanes.Load(c + Lanes), dx, TLanes.Load(c + 4 * Lanes), dy, TLanes.Load(c + 7 * Lanes), dz)).Store(byF + 3 * Lanes);
        (z + Sum(TLanes.Load(c + 2 * Lanes), dx, TLanes.Load(c + 5 * Lanes), dy, TLanes.Load(c + 8 * Lanes), dz)).Store(byF + 6 * Lanes);
        return along;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Accumulate(float* row, TLanes x, TLanes y, TLanes z, float* to) =>
        (TLanes.Load(to) + Sum(TLanes.Load(row), x, TLanes.Load(row + Lanes), y, TLanes.Load(row + 2 * Lanes), z)).Store(to);

    // A component of u x v.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Minor(TLanes* u, TLanes* v, int first, int second) =>
        TLanes.FusedMultiplyAdd(u[first], v[second], -(u[second] * v[first]));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Sum(TLanes a, TLanes x, TLanes b, TLanes y, TLanes c, TLanes z) =>
        TLanes.FusedMultiplyAdd(a, x, TLanes.FusedMultiplyAdd(b, y, c * z));
}
