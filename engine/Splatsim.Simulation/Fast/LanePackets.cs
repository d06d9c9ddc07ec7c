using System.Runtime.CompilerServices;
using Splatsim.Mathematics;
using Splatsim.Mechanics;
using static Splatsim.Simulation.Fast.PacketLayout;

namespace Splatsim.Simulation.Fast;

/// <summary>Matrices, histories and stresses from rows of lanes and back. Inlined everywhere, so that they stay in registers.</summary>
internal static unsafe class LanePackets
{
    /// <summary>Nine rows of a packet.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Load<TLanes>(float* rows, out Matrix3x3<TLanes> m)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        m.M00 = TLanes.Load(rows);
        m.M01 = TLanes.Load(rows + Lanes);
        m.M02 = TLanes.Load(rows + 2 * Lanes);
        m.M10 = TLanes.Load(rows + 3 * Lanes);
        m.M11 = TLanes.Load(rows + 4 * Lanes);
        m.M12 = TLanes.Load(rows + 5 * Lanes);
        m.M20 = TLanes.Load(rows + 6 * Lanes);
        m.M21 = TLanes.Load(rows + 7 * Lanes);
        m.M22 = TLanes.Load(rows + 8 * Lanes);
    }

    /// <summary>Nine rows of a packet.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store<TLanes>(in Matrix3x3<TLanes> m, float* rows)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        m.M00.Store(rows);
        m.M01.Store(rows + Lanes);
        m.M02.Store(rows + 2 * Lanes);
        m.M10.Store(rows + 3 * Lanes);
        m.M11.Store(rows + 4 * Lanes);
        m.M12.Store(rows + 5 * Lanes);
        m.M20.Store(rows + 6 * Lanes);
        m.M21.Store(rows + 7 * Lanes);
        m.M22.Store(rows + 8 * Lanes);
    }

    /// <summary>Three rows of a packet.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector3<TLanes> Load<TLanes>(float* rows)
        where TLanes : unmanaged, ILanes<TLanes> => new(TLanes.Load(rows), TLanes.Load(rows + Lanes), TLanes.Load(rows + 2 * Lanes));

    /// <summary>Three rows of a packet.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store<TLanes>(Vector3<TLanes> v, float* rows)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        v.X.Store(rows);
        v.Y.Store(rows + Lanes);
        v.Z.Store(rows + 2 * Lanes);
    }

    /// <summary>As many rows of a packet as a law has scalars; the others stay as they are.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Load<TLanes>(float* rows, int count, ref LawHistory<TLanes> history)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        if (count > 0) history.H0 = TLanes.Load(rows);
        if (count > 1) history.H1 = TLanes.Load(rows + Lanes);
        if (count > 2) history.H2 = TLanes.Load(rows + 2 * Lanes);
        if (count > 3) history.H3 = TLanes.Load(rows + 3 * Lanes);
        if (count > 4) history.H4 = TLanes.Load(rows + 4 * Lanes);
        if (count > 5) history.H5 = TLanes.Load(rows + 5 * Lanes);
    }

    /// <summary>As many rows of a packet as a law has scalars.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store<TLanes>(in LawHistory<TLanes> history, int count, float* rows)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        if (count > 0) history.H0.Store(rows);
        if (count > 1) history.H1.Store(rows + Lanes);
        if (count > 2) history.H2.Store(rows + 2 * Lanes);
        if (count > 3) history.H3.Store(rows + 3 * Lanes);
        if (count > 4) history.H4.Store(rows + 4 * Lanes);
        if (count > 5) history.H5.Store(rows + 5 * Lanes);
    }

    /// <summary>The six rows of <see cref="GroupScratch.Stress"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void LoadStress<TLanes>(float* rows, out SymmetricMatrix3x3<TLanes> stress)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        stress.XX = TLanes.Load(rows);
        stress.XY = TLanes.Load(rows + Group);
        stress.XZ = TLanes.Load(rows + 2 * Group);
        stress.YY = TLanes.Load(rows + 3 * Group);
        stress.YZ = TLanes.Load(rows + 4 * Group);
        stress.ZZ = TLanes.Load(rows + 5 * Group);
    }

    /// <summary>The six rows of <see cref="GroupScratch.Stress"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreStress<TLanes>(in SymmetricMatrix3x3<TLanes> stress, float* rows)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        stress.XX.Store(rows);
        stress.XY.Store(rows + Group);
        stress.XZ.Store(rows + 2 * Group);
        stress.YY.Store(rows + 3 * Group);
        stress.YZ.Store(rows + 4 * Group);
        stress.ZZ.Store(rows + 5 * Group);
    }
}
