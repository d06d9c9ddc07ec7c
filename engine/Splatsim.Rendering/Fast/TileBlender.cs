using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Splatsim.Mathematics;

namespace Splatsim.Rendering;

/// <summary>Blends the splats of one tile front to back, a vector of pixels of one row at a time.</summary>
internal static unsafe class TileBlender<T, TOutputs, TFalloff>
    where T : unmanaged, ILanes<T>
    where TOutputs : struct, IBlendOutputs
    where TFalloff : struct, IFalloff
{
    // How far ahead records are fetched, and how often it is asked whether all pixels have ended [splats].
    private const int Ahead = 8, EndPeriod = 32;

    /// <summary>Blends a list of slots.</summary>
    /// <returns>Number of vectors evaluated.</returns>
    public static long Run(TileState state, SplatRecord* records, uint* slots, int count, int tileX, int tileY, in BlendConstants constants)
    {
        float* centreX = stackalloc float[2 * TileGrid.Size];
        float* centreY = centreX + TileGrid.Size;
        for (int i = 0; i < TileGrid.Size; i++) (centreX[i], centreY[i]) = (tileX + i + 0.5f, tileY + i + 0.5f);
        Vector128<short> origin = Vector128.Create((short)tileX, (short)tileX, (short)tileY, (short)tileY, 0, 0, 0, 0);
        int middle = Math.Min(T.LaneCount, TileGrid.Size - 1);
        Vector128<float> firstCentres = Vector128.Create(centreX[0], centreX[middle], centreX[0], centreX[middle]);
        Vector128<float> lastCentres = Vector128.Create(centreX[T.LaneCount - 1], centreX[15], centreX[T.LaneCount - 1], centreX[15]);
        long evaluations = 0;
        for (int i = 0; i < count; i++)
        {
            SplatRecord* record = records + slots[i];
            if (Sse.IsSupported) Sse.Prefetch0(records + slots[Math.Min(i + Ahead, count - 1)]);
            if ((i & (EndPeriod - 1)) == EndPeriod - 1 && state.HasEnded<T>()) break;

            // The splat's box within the tile, without branches: most of them would be guessed wrongly.
            Vector128<short> box = Vector128.CreateScalarUnsafe(*(ulong*)&record->Columns).AsInt16() - origin;
            box = Vector128.Min(Vector128.Max(box, Vector128<short>.Zero), Vector128.Create((short)(TileGrid.Size - 1)));
            ulong packed = box.AsUInt64().ToScalar();
            int left = (int)packed & 15, right = (int)(packed >> 16) & 15, top = (int)(packed >> 32) & 15, bottom = (int)(packed >> 48);
            if ((int)(record->Columns >> 16) - (int)(record->Columns & 0xffff) < T.LaneCount)
            {
                // A splat that fits into one vector is done with one unaligned column of vectors.
                int column = Math.Min(left, TileGrid.Size - T.LaneCount);
                evaluations += bottom - top + 1;
                Rows(state, record, column, left, right, top, bottom, centreX, centreY, in constants);
                continue;
            }

            Vector128<int> rows = EllipseSpan.PixelRows(in *record, firstCentres, lastCentres) - Vector128.Create(tileY);
            Vector128<int> low = Vector128.Max(rows, Vector128.Create(top)), high = Vector128.Min(rows, Vector128.Create(bottom));
            int first = low.GetElement(0), last = high.GetElement(2);
            if (left < T.LaneCount && first <= last)
            {
                evaluations += last - first + 1;
                Rows(state, record, 0, left, right, first, last, centreX, centreY, in constants);
            }

            first = low.GetElement(1);
            last = high.GetElement(3);
            if (right < T.LaneCount || first > last) continue;
            evaluations += last - first + 1;
            Rows(state, record, T.LaneCount, left, right, first, last, centreX, centreY, in constants);
        }

        return evaluations;
    }

    // One column of vectors, row after row. Pixels that have ended hold their transmittance with a minus sign, which keeps
    // every later test of theirs false.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Rows(
        TileState state, SplatRecord* record, int column, int left, int right, int first, int last, float* centreX, float* centreY,
        in BlendConstants constants)
    {
        T cap = T.Broadcast(constants.AlphaCap), stop = T.Broadcast(constants.TransmittanceStop);
        T dx = T.Broadcast(record->U) - T.Load(centreX + column), dy = T.Broadcast(record->V) - T.Broadcast(centreY[first]);
        T along = T.Broadcast(record->L00) * dx, slope = T.Broadcast(record->L01), across = T.Broadcast(record->L11);
        T logOpacity = T.Broadcast(record->LogOpacity), reach = T.Broadcast(record->Reach);
        T red = T.Broadcast(record->Red), green = T.Broadcast(record->Green), blue = T.Broadcast(record->Blue);
        T floor = T.Zero;
        Mask<T> inside = default;
        if (TFalloff.ClipsToBox)
        {
            floor = T.Broadcast(constants.TailFloor) * T.Exp(T.FromDouble(FalloffScale.LogBase) * logOpacity);
            T centre = T.Load(centreX + column);
            inside = (centre >= T.Broadcast(centreX[left])) & (centre <= T.Broadcast(centreX[right]));
        }

        float* pixel = state.Plane(0) + first * TileGrid.Size + column;
        float* end = state.Plane(0) + last * TileGrid.Size + column;
        do
        {
            T t = T.FusedMultiplyAdd(slope, dy, along), c = across * dy;
            T s = T.FusedMultiplyAdd(t, t, c * c);
            Mask<T> hit = s <= reach;
            if (TFalloff.ClipsToBox) hit &= inside;
            T alpha = LaneBits.Keep(hit, T.Min(TFalloff.Alpha(logOpacity - s, floor), cap));
            T before = T.Load(pixel);
            T weight = alpha * before, after = before - weight;
            Mask<T> goesOn = after > stop;
            weight = LaneBits.Keep(goesOn, weight);
            T.Select(goesOn, after, LaneBits.Negative(before)).Store(pixel);
            float* color = pixel + TileState.Red * TileGrid.Pixels;
            T.FusedMultiplyAdd(red, weight, T.Load(color)).Store(color);
            color += TileGrid.Pixels;
            T.FusedMultiplyAdd(green, weight, T.Load(color)).Store(color);
            color += TileGrid.Pixels;
            T.FusedMultiplyAdd(blue, weight, T.Load(color)).Store(color);
            if (TOutputs.Geometry) Geometry(pixel, record, weight, before, after, goesOn);
            pixel += TileGrid.Size;
            dy -= T.One;
        }
        while (pixel <= end);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Geometry(float* pixel, SplatRecord* record, T weight, T before, T after, Mask<T> goesOn)
    {
        T depth = T.Broadcast(record->Depth), half = T.FromDouble(0.5);
        float* sum = pixel + TileState.Depth * TileGrid.Pixels;
        T.FusedMultiplyAdd(depth, weight, T.Load(sum)).Store(sum);
        float* total = pixel + TileState.Weight * TileGrid.Pixels;
        (T.Load(total) + weight).Store(total);
        float* median = pixel + TileState.Median * TileGrid.Pixels;
        T.Select(goesOn & (before > half) & (after <= half), depth, T.Load(median)).Store(median);
        float* largest = pixel + TileState.Largest * TileGrid.Pixels, top = pixel + TileState.Top * TileGrid.Pixels;
        Mask<T> larger = weight > T.Load(largest);
        T.Select(larger, weight, T.Load(largest)).Store(largest);
        T.Select(larger, T.Broadcast(BitConverter.Int32BitsToSingle(record->Index)), T.Load(top)).Store(top);
    }
}
