using System.Runtime.CompilerServices;
using Splatsim.Mathematics;
using static Splatsim.Simulation.Fast.PacketLayout;

namespace Splatsim.Simulation.Fast;

/// <summary>
/// The part of a substep's reversal that works on whole lanes of particles. With u the nodes' velocities, d = node - x in cells and K/dx
/// the moment factor, a particle took v' = sum w u, C' = K/dx sum w u d^T, x' = x + dt/dx v', and gave w (m v + B d) with
/// B = m dx C - dt K/dx V0 tau.
/// </summary>
internal static unsafe class ReverseKernels
{
    /// <summary>Derivatives of the weights [1/cell].</summary>
    public static void Slopes<TLanes>(int packets, GroupScratch scratch, float* slopes)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        TLanes half = TLanes.FromDouble(0.5), threeHalves = TLanes.FromDouble(1.5);
        for (int axis = 0; axis < 3; axis++)
        {
            float* fraction = scratch.Fraction + axis * Group;
            float* slope = slopes + 3 * axis * Group;
            for (int i = 0; i < packets * Lanes; i += TLanes.LaneCount)
            {
                TLanes f = TLanes.Load(fraction + i), first = f - threeHalves, last = f - half;
                first.Store(slope + i);
                (-(first + last)).Store(slope + Group + i);
                last.Store(slope + 2 * Group + i);
            }
        }
    }

    /// <summary>What a particle that read the grid gives back to its nodes: w (v-hat + Q d), v-hat = v-bar + dt/dx x-bar, Q = K/dx C-bar.</summary>
    public static void StageGather<TLanes>(float* bars, int stride, int packets, in SubstepConstants constants, GroupScratch scratch)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        TLanes step = TLanes.Broadcast(constants.StepInCells), factor = TLanes.Broadcast(constants.MomentFactor);
        for (int i = 0; i < packets * Lanes; i += TLanes.LaneCount)
        {
            float* bar = bars + (i >> 4) * stride + (i & 15);
            for (int axis = 0; axis < 3; axis++)
            {
                TLanes mean = TLanes.FusedMultiplyAdd(
                    step, TLanes.Load(bar + axis * Lanes), TLanes.Load(bar + CotangentPackets.Velocity + axis * Lanes));
                float* c = bar + CotangentPackets.Affine + 3 * axis * Lanes;
                Stage(
                    mean, factor * TLanes.Load(c), factor * TLanes.Load(c + Lanes), factor * TLanes.Load(c + 2 * Lanes), scratch, i,
                    scratch.Staged + axis * Group + i);
            }
        }
    }

    /// <summary>The same of tracers, x' = x + dt/dx v', F' = (I + dt L) F with L = K/dx sum w u d^T: Q = K/dx dt F-bar F^T.</summary>
    public static void StageCarry<TLanes>(
        float* bars, int stride, float* deformation, int packets, in SubstepConstants constants, GroupScratch scratch)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        TLanes step = TLanes.Broadcast(constants.StepInCells), factor = TLanes.Broadcast(constants.MomentFactor * constants.TimeStep);
        for (int i = 0; i < packets * Lanes; i += TLanes.LaneCount)
        {
            float* bar = bars + (i >> 4) * stride + (i & 15);
            float* f = deformation + (i >> 4) * Stride + (i & 15);
            for (int axis = 0; axis < 3; axis++)
            {
                float* row = bar + CotangentPackets.Deformation + 3 * axis * Lanes;
                TLanes b0 = TLanes.Load(row), b1 = TLanes.Load(row + Lanes), b2 = TLanes.Load(row + 2 * Lanes);
                Stage(
                    step * TLanes.Load(bar + axis * Lanes), factor * Along(b0, b1, b2, f), factor * Along(b0, b1, b2, f + 3 * Lanes),
                    factor * Along(b0, b1, b2, f + 6 * Lanes), scratch, i, scratch.Staged + axis * Group + i);
            }
        }
    }

    /// <summary>x-bar of what read the grid: its own, that through the weights, and -Q^T v' through d.</summary>
    /// <param name="bars">Derivatives; those by positions are replaced.</param>
    /// <param name="stride">Floats of a packet of derivatives.</param>
    /// <param name="packets">Packets.</param>
    /// <param name="scratch">The staged rows, which have Q.</param>
    /// <param name="reverse">The sums over nodes.</param>
    public static void FinishGather<TLanes>(float* bars, int stride, int packets, GroupScratch scratch, ReverseScratch reverse)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        for (int i = 0; i < packets * Lanes; i += TLanes.LaneCount)
        {
            float* bar = bars + (i >> 4) * stride + (i & 15);
            TLanes x = TLanes.Load(reverse.Mean + i), y = TLanes.Load(reverse.Mean + Group + i), z = TLanes.Load(reverse.Mean + 2 * Group + i);
            for (int axis = 0; axis < 3; axis++)
            {
                // Columns of Q are the staged steps.
                float* q = scratch.Staged + (3 + 3 * axis) * Group + i;
                TLanes through = Sum(TLanes.Load(q), x, TLanes.Load(q + Group), y, TLanes.Load(q + 2 * Group), z);
                (TLanes.Load(bar + axis * Lanes) + TLanes.Load(reverse.ByPlace + axis * Group + i) - through).Store(bar + axis * Lanes);
            }
        }
    }

    /// <summary>F-bar of tracers: (I + dt L)^T F-bar.</summary>
    /// <param name="bars">Derivatives; those by F are replaced.</param>
    /// <param name="stride">Floats of a packet of derivatives.</param>
    /// <param name="packets">Packets.</param>
    /// <param name="constants">Numbers of the substep.</param>
    /// <param name="scratch">Fractions.</param>
    /// <param name="reverse">The gathered velocity and its moments.</param>
    public static void FinishCarry<TLanes>(
        float* bars, int stride, int packets, in SubstepConstants constants, GroupScratch scratch, ReverseScratch reverse)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        TLanes factor = TLanes.Broadcast(constants.MomentFactor * constants.TimeStep);
        for (int i = 0; i < packets * Lanes; i += TLanes.LaneCount)
        {
            int at = (i >> 4) * Stride + (i & 15);
            Moments(reverse, scratch, at, i, out Matrix3x3<TLanes> moment);
            float* f = bars + (i >> 4) * stride + CotangentPackets.Deformation + (i & 15);
            for (int column = 0; column < 3; column++, f += Lanes)
            {
                TLanes x = TLanes.Load(f), y = TLanes.Load(f + 3 * Lanes), z = TLanes.Load(f + 6 * Lanes);
                TLanes.FusedMultiplyAdd(factor, Sum(moment.M00, x, moment.M10, y, moment.M20, z), x).Store(f);
                TLanes.FusedMultiplyAdd(factor, Sum(moment.M01, x, moment.M11, y, moment.M21, z), y).Store(f + 3 * Lanes);
                TLanes.FusedMultiplyAdd(factor, Sum(moment.M02, x, moment.M12, y, moment.M22, z), z).Store(f + 6 * Lanes);
            }
        }
    }

    /// <summary>
    /// From what the nodes' momenta and masses say about particles to derivatives by x, v, C and the stress, whose rows are replaced; the
    /// derivatives by mass and volume are added.
    /// </summary>
    /// <param name="group">The group, at the start of its substep.</param>
    /// <param name="bars">Derivatives.</param>
    /// <param name="stride">Floats of a packet of derivatives.</param>
    /// <param name="constants">Numbers of the substep.</param>
    /// <param name="scratch">Stress and fractions.</param>
    /// <param name="reverse">Sums over nodes.</param>
    /// <param name="sums">Rows of sums in double, of which the first two are by mass and by rest volume.</param>
    /// <param name="sumStride">Numbers of a packet of sums.</param>
    public static void FinishScatter<TLanes>(
        in ParticleGroup group, float* bars, int stride, in SubstepConstants constants, GroupScratch scratch, ReverseScratch reverse,
        double* sums, int sumStride)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        TLanes cellSize = TLanes.Broadcast(constants.CellSize), stressFactor = TLanes.Broadcast(constants.StressFactor);
        for (int i = 0; i < group.Packets * Lanes; i += TLanes.LaneCount)
        {
            int at = (i >> 4) * Stride + (i & 15);
            float* bar = bars + (i >> 4) * stride + (i & 15);
            float* sum = reverse.Sum + at + Velocity;
            float* tau = scratch.Stress + i;
            float* c = group.Affine + at;
            double* total = sums + (i >> 4) * sumStride + (i & 15);
            Moments(reverse, scratch, at, i, out Matrix3x3<TLanes> moment);
            TLanes mass = TLanes.Load(group.State + at + Mass), massCell = mass * cellSize;
            TLanes factor = TLanes.Load(group.State + at + Volume) * stressFactor;
            TLanes x = TLanes.Load(sum), y = TLanes.Load(sum + Lanes), z = TLanes.Load(sum + 2 * Lanes);
            Place(c, tau, massCell, factor, x, y, z, reverse.ByPlace + i, bar);
            (mass * x).Store(bar + CotangentPackets.Velocity);
            (mass * y).Store(bar + CotangentPackets.Velocity + Lanes);
            (mass * z).Store(bar + CotangentPackets.Velocity + 2 * Lanes);

            float* v = group.Motion + at + Velocity;
            TLanes byMass = TLanes.Load(reverse.ByMass + i) + Sum(TLanes.Load(v), x, TLanes.Load(v + Lanes), y, TLanes.Load(v + 2 * Lanes), z);
            TLanes byAffine = Sum(TLanes.Load(c), moment.M00, TLanes.Load(c + Lanes), moment.M01, TLanes.Load(c + 2 * Lanes), moment.M02)
                + Sum(TLanes.Load(c + 3 * Lanes), moment.M10, TLanes.Load(c + 4 * Lanes), moment.M11, TLanes.Load(c + 5 * Lanes), moment.M12)
                + Sum(TLanes.Load(c + 6 * Lanes), moment.M20, TLanes.Load(c + 7 * Lanes), moment.M21, TLanes.Load(c + 8 * Lanes), moment.M22);
            LaneSums.Add(TLanes.FusedMultiplyAdd(cellSize, byAffine, byMass), total);
            StoreScaled(in moment, massCell, bar + CotangentPackets.Affine);

            TLanes half = TLanes.FromDouble(0.5), xy = half * (moment.M01 + moment.M10), xz = half * (moment.M02 + moment.M20), yz = half * (moment.M12 + moment.M21);
            TLanes diagonal = Sum(TLanes.Load(tau), moment.M00, TLanes.Load(tau + 3 * Group), moment.M11, TLanes.Load(tau + 5 * Group), moment.M22);
            TLanes across = Sum(TLanes.Load(tau + Group), xy, TLanes.Load(tau + 2 * Group), xz, TLanes.Load(tau + 4 * Group), yz);
            LaneSums.Add(stressFactor * (diagonal + across + across), total + Lanes);
            (factor * moment.M00).Store(tau);
            (factor * xy).Store(tau + Group);
            (factor * xz).Store(tau + 2 * Group);
            (factor * moment.M11).Store(tau + 3 * Group);
            (factor * yz).Store(tau + 4 * Group);
            (factor * moment.M22).Store(tau + 5 * Group);
        }
    }

    // x-bar += (through the weights) - B^T sum.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Place<TLanes>(
        float* c, float* tau, TLanes massCell, TLanes factor, TLanes x, TLanes y, TLanes z, float* byPlace, float* bar)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        TLanes mx = massCell * x, my = massCell * y, mz = massCell * z, fx = factor * x, fy = factor * y, fz = factor * z;
        TLanes xy = TLanes.Load(tau + Group), xz = TLanes.Load(tau + 2 * Group), yz = TLanes.Load(tau + 4 * Group);
        Through(c, mx, my, mz, Sum(TLanes.Load(tau), fx, xy, fy, xz, fz), byPlace, bar);
        Through(c + Lanes, mx, my, mz, Sum(xy, fx, TLanes.Load(tau + 3 * Group), fy, yz, fz), byPlace + Group, bar + Lanes);
        Through(c + 2 * Lanes, mx, my, mz, Sum(xz, fx, yz, fy, TLanes.Load(tau + 5 * Group), fz), byPlace + 2 * Group, bar + 2 * Lanes);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Through<TLanes>(float* column, TLanes x, TLanes y, TLanes z, TLanes byStress, float* byPlace, float* bar)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        TLanes through = byStress + Sum(TLanes.Load(column), x, TLanes.Load(column + 3 * Lanes), y, TLanes.Load(column + 6 * Lanes), z);
        (TLanes.Load(bar) + TLanes.Load(byPlace) - through).Store(bar);
    }

    // The moments about the particle: those about the first node less the sum times the fraction.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Moments<TLanes>(ReverseScratch reverse, GroupScratch scratch, int at, int i, out Matrix3x3<TLanes> moment)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        TLanes fx = TLanes.Load(scratch.Fraction + i), fy = TLanes.Load(scratch.Fraction + Group + i), fz = TLanes.Load(scratch.Fraction + 2 * Group + i);
        float* sum = reverse.Sum + at + Velocity;
        float* raw = reverse.Moment + at;
        TLanes x = TLanes.Load(sum), y = TLanes.Load(sum + Lanes), z = TLanes.Load(sum + 2 * Lanes);
        moment.M00 = TLanes.Load(raw) - fx * x;
        moment.M01 = TLanes.Load(raw + Lanes) - fy * x;
        moment.M02 = TLanes.Load(raw + 2 * Lanes) - fz * x;
        moment.M10 = TLanes.Load(raw + 3 * Lanes) - fx * y;
        moment.M11 = TLanes.Load(raw + 4 * Lanes) - fy * y;
        moment.M12 = TLanes.Load(raw + 5 * Lanes) - fz * y;
        moment.M20 = TLanes.Load(raw + 6 * Lanes) - fx * z;
        moment.M21 = TLanes.Load(raw + 7 * Lanes) - fy * z;
        moment.M22 = TLanes.Load(raw + 8 * Lanes) - fz * z;
    }

    // One component of a record: the lowest node, and the steps to the next ones.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Stage<TLanes>(TLanes mean, TLanes stepX, TLanes stepY, TLanes stepZ, GroupScratch scratch, int i, float* row)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        TLanes fx = TLanes.Load(scratch.Fraction + i), fy = TLanes.Load(scratch.Fraction + Group + i), fz = TLanes.Load(scratch.Fraction + 2 * Group + i);
        TLanes first = mean - stepX * fx - TLanes.FusedMultiplyAdd(stepY, fy, stepZ * fz);
        first.Store(row);
        stepX.Store(row + 3 * Group);
        stepY.Store(row + 6 * Group);
        stepZ.Store(row + 9 * Group);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Along<TLanes>(TLanes x, TLanes y, TLanes z, float* row)
        where TLanes : unmanaged, ILanes<TLanes> => Sum(x, TLanes.Load(row), y, TLanes.Load(row + Lanes), z, TLanes.Load(row + 2 * Lanes));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Sum<TLanes>(TLanes a, TLanes x, TLanes b, TLanes y, TLanes c, TLanes z)
        where TLanes : unmanaged, ILanes<TLanes> => TLanes.FusedMultiplyAdd(a, x, TLanes.FusedMultiplyAdd(b, y, c * z));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreScaled<TLanes>(in Matrix3x3<TLanes> m, TLanes scale, float* rows)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        (scale * m.M00).Store(rows);
        (scale * m.M01).Store(rows + Lanes);
        (scale * m.M02).Store(rows + 2 * Lanes);
        (scale * m.M10).Store(rows + 3 * Lanes);
        (scale * m.M11).Store(rows + 4 * Lanes);
        (scale * m.M12).Store(rows + 5 * Lanes);
        (scale * m.M20).Store(rows + 6 * Lanes);
        (scale * m.M21).Store(rows + 7 * Lanes);
        (scale * m.M22).Store(rows + 8 * Lanes);
    }
}
