using System.Runtime.CompilerServices;
using Splatsim.Mathematics;
using static Splatsim.Simulation.Fast.PacketLayout;

namespace Splatsim.Simulation.Fast;

/// <summary>The trial F = (I + dt C) F from the rows of packets, and its adjoint back to them.</summary>
internal static unsafe class TrialPackets
{
    /// <summary>(I + dt C) F, rounded as <see cref="ParticleKernels.Trial{TLanes}"/> does.</summary>
    public static void Load<TLanes>(float* rows, in Matrix3x3<TLanes> c, TLanes dt, out Matrix3x3<TLanes> trial)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        LanePackets.Load(rows, out trial);
        TLanes x = trial.M00, y = trial.M10, z = trial.M20;
        trial.M00 = Advance(dt, c.M00, c.M01, c.M02, x, y, z) + x;
        trial.M10 = Advance(dt, c.M10, c.M11, c.M12, x, y, z) + y;
        trial.M20 = Advance(dt, c.M20, c.M21, c.M22, x, y, z) + z;
        (x, y, z) = (trial.M01, trial.M11, trial.M21);
        trial.M01 = Advance(dt, c.M00, c.M01, c.M02, x, y, z) + x;
        trial.M11 = Advance(dt, c.M10, c.M11, c.M12, x, y, z) + y;
        trial.M21 = Advance(dt, c.M20, c.M21, c.M22, x, y, z) + z;
        (x, y, z) = (trial.M02, trial.M12, trial.M22);
        trial.M02 = Advance(dt, c.M00, c.M01, c.M02, x, y, z) + x;
        trial.M12 = Advance(dt, c.M10, c.M11, c.M12, x, y, z) + y;
        trial.M22 = Advance(dt, c.M20, c.M21, c.M22, x, y, z) + z;
    }

    /// <summary>The adjoint of the trial F: C-bar += what the law read of C, and dt F-bar_trial F^T; F-bar = (I + dt C)^T F-bar_trial.</summary>
    /// <param name="f">Rows of F before the substep.</param>
    /// <param name="c">C.</param>
    /// <param name="dt">dt [s].</param>
    /// <param name="byTrial">Derivatives by the trial F.</param>
    /// <param name="byC">Derivatives by C where the law read it.</param>
    /// <param name="affine">Rows of derivatives by C, added to.</param>
    /// <param name="deformation">Rows of derivatives by F, replaced.</param>
    public static void Finish<TLanes>(
        float* f, in Matrix3x3<TLanes> c, TLanes dt, in Matrix3x3<TLanes> byTrial, in Matrix3x3<TLanes> byC, float* affine, float* deformation)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        Row(f, dt, byTrial.M00, byTrial.M01, byTrial.M02, byC.M00, byC.M01, byC.M02, affine);
        Row(f, dt, byTrial.M10, byTrial.M11, byTrial.M12, byC.M10, byC.M11, byC.M12, affine + 3 * Lanes);
        Row(f, dt, byTrial.M20, byTrial.M21, byTrial.M22, byC.M20, byC.M21, byC.M22, affine + 6 * Lanes);
        Column(in c, dt, byTrial.M00, byTrial.M10, byTrial.M20, deformation);
        Column(in c, dt, byTrial.M01, byTrial.M11, byTrial.M21, deformation + Lanes);
        Column(in c, dt, byTrial.M02, byTrial.M12, byTrial.M22, deformation + 2 * Lanes);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Row<TLanes>(float* f, TLanes dt, TLanes x, TLanes y, TLanes z, TLanes byX, TLanes byY, TLanes byZ, float* row)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        Entry(f, dt, x, y, z, byX, row);
        Entry(f + 3 * Lanes, dt, x, y, z, byY, row + Lanes);
        Entry(f + 6 * Lanes, dt, x, y, z, byZ, row + 2 * Lanes);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Entry<TLanes>(float* f, TLanes dt, TLanes x, TLanes y, TLanes z, TLanes own, float* to)
        where TLanes : unmanaged, ILanes<TLanes> =>
        (TLanes.Load(to) + own + Advance(dt, TLanes.Load(f), TLanes.Load(f + Lanes), TLanes.Load(f + 2 * Lanes), x, y, z)).Store(to);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Column<TLanes>(in Matrix3x3<TLanes> c, TLanes dt, TLanes x, TLanes y, TLanes z, float* column)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        (x + Advance(dt, c.M00, c.M10, c.M20, x, y, z)).Store(column);
        (y + Advance(dt, c.M01, c.M11, c.M21, x, y, z)).Store(column + 3 * Lanes);
        (z + Advance(dt, c.M02, c.M12, c.M22, x, y, z)).Store(column + 6 * Lanes);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Advance<TLanes>(TLanes dt, TLanes a, TLanes b, TLanes c, TLanes x, TLanes y, TLanes z)
        where TLanes : unmanaged, ILanes<TLanes> =>
        TLanes.FusedMultiplyAdd(dt * a, x, TLanes.FusedMultiplyAdd(dt * b, y, dt * c * z));
}
