using System.Runtime.Intrinsics.X86;
using Splatsim.Mathematics;
using Splatsim.Splats;

namespace Splatsim.Rendering;

/// <summary>Addresses of a frame's input columns, for loops over lanes.</summary>
internal sealed unsafe class ColumnTable
{
    /// <summary>Offset of the columns mean x y z, quaternion w x y z, log-scales, opacity logit.</summary>
    public const int Mean = 0, Rotation = 3, LogScale = 7, OpacityLogit = 10;

    /// <summary>Offset of the harmonics, coefficient-major with the channel inside.</summary>
    public const int Harmonics = 11;

    /// <summary>Most columns that a table has: geometry and harmonics of degree 4.</summary>
    public const int MaximumLength = Harmonics + 75;

    /// <summary>Columns of moved splats: mean, covariance, rotation.</summary>
    public const int MovedMean = 0, MovedCovariance = 3, MovedRotation = 9, MovedLength = 18;

    // How far ahead harmonics are fetched [splats].
    private const int PrefetchDistance = 64;

    private readonly nint[] addresses = new nint[MaximumLength];
    private readonly nint[] moved = new nint[MovedLength];

    /// <summary>Number of columns that drawing reads.</summary>
    public int Length { get; private set; }

    /// <summary>Takes the addresses; the cloud must stay reachable while they are used.</summary>
    public void Set(GaussianCloud cloud, DeformedSplats? deformed, int degree)
    {
        for (int column = 0; column < Harmonics; column++) addresses[column] = (nint)cloud.GeometryColumns[column].Pointer;
        Length = Harmonics + 3 * (degree + 1) * (degree + 1);
        for (int column = Harmonics; column < Length; column++)
            addresses[column] = (nint)cloud.ShColumns[column - Harmonics].Pointer;
        if (deformed is null) return;
        moved[MovedMean] = (nint)deformed.X.Pointer;
        moved[MovedMean + 1] = (nint)deformed.Y.Pointer;
        moved[MovedMean + 2] = (nint)deformed.Z.Pointer;
        for (int i = 0; i < 6; i++) moved[MovedCovariance + i] = (nint)deformed.Covariance[i].Pointer;
        for (int i = 0; i < 9; i++) moved[MovedRotation + i] = (nint)deformed.Rotation[i].Pointer;
    }

    /// <summary>Copies the addresses of the cloud's columns, moved to a splat.</summary>
    public void CopyTo(float** target, int first)
    {
        for (int column = 0; column < Length; column++) target[column] = (float*)addresses[column] + first;
    }

    /// <summary>Columns end where the cloud ends; the last, partial bundle is read from a copy.</summary>
    public static void StageTail<T>(float** table, int columnCount, int count, float* tail)
        where T : unmanaged, ILanes<T>
    {
        int lanes = T.LaneCount;
        for (int column = 0; column < columnCount; column++)
        {
            float* copy = tail + column * lanes;
            for (int lane = 0; lane < lanes; lane++) copy[lane] = lane < count ? table[column][lane] : 0f;
            table[column] = copy;
        }
    }

    /// <summary>
    /// Fetches harmonics ahead: degree 3 has 48 streams, more than the hardware follows. Half of the calls fetch a line that is
    /// there already.
    /// </summary>
    public static void PrefetchHarmonics(float** table, int columnCount)
    {
        if (!Sse.IsSupported) return;
        for (int column = Harmonics; column < columnCount; column++) Sse.Prefetch0(table[column] + PrefetchDistance);
    }

    /// <summary>One column of the moved splats.</summary>
    public float* Moved(int column) => (float*)moved[column];
}
