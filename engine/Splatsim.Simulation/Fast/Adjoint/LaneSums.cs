using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Splatsim.Mathematics;

namespace Splatsim.Simulation.Fast;

/// <summary>Adds lanes of floats to sums in double, lane by lane: a thousand substeps of small contributions.</summary>
internal static unsafe class LaneSums
{
    /// <summary>Adds to as many sums as there are lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Add<TLanes>(TLanes value, double* sums)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        float* lanes = (float*)&value;
        if (TLanes.LaneCount == 1)
        {
            *sums += *lanes;
            return;
        }

        for (int i = 0; i < TLanes.LaneCount; i += 8)
        {
            (Vector256<double> lower, Vector256<double> upper) = Vector256.Widen(Vector256.Load(lanes + i));
            (Vector256.Load(sums + i) + lower).Store(sums + i);
            (Vector256.Load(sums + i + 4) + upper).Store(sums + i + 4);
        }
    }

    /// <summary>The sum over the lanes.</summary>
    public static double Total<TLanes>(TLanes value)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        float* lanes = (float*)&value;
        double sum = 0;
        for (int i = 0; i < TLanes.LaneCount; i++) sum += lanes[i];
        return sum;
    }

    /// <summary>The sums over the lanes of a vector.</summary>
    public static Vector3<Real64> Total<TLanes>(Vector3<TLanes> value)
        where TLanes : unmanaged, ILanes<TLanes> => new(Total(value.X), Total(value.Y), Total(value.Z));

    /// <summary>The sums over the lanes of a matrix.</summary>
    public static Matrix3x3<Real64> Total<TLanes>(in Matrix3x3<TLanes> value)
        where TLanes : unmanaged, ILanes<TLanes> => Matrix3x3<Real64>.FromRows(Total(value.Row0), Total(value.Row1), Total(value.Row2));
}
