using System.Runtime.CompilerServices;
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
    private const int Ahead = 6, EndPeriod = 32;

    /// <summary>Blends a list of slots.</summary>
    /// <returns>Number of vectors evaluated.</returns>
    public static long Run(TileState state, SplatRecord* records, uint* slots, int count, int tileX, int tileY, in BlendConstants constants)
    {
        int lanes = T.LaneCount;
        T cap = T.Broadcast(constants.AlphaCap), stop = T.Broadcast(constants.TransmittanceStop);
        T ramp = LaneBits.Ramp<T>() + T.FromDouble(0.5);
        float originX = tileX, originY = tileY + 0.5f;
        long evaluations = 0;
        for (int i = 0; i < count; i++)
        {
            SplatRecord* record = records + slots[i];
            if (Sse.IsSupported && i + Ahead < count) Sse.Prefetch0(records + slots[i + Ahead]);
            if ((i & (EndPeriod - 1)) == EndPeriod - 1 && state.HasEnded<T>()) break;

            int left = Math.Max((int)(record->Columns & 0xffff) - tileX, 0);
            int right = Math.Min((int)(record->Columns >> 16) - tileX, TileGrid.Size - 1);
            int top = Math.Max((int)(record->Rows & 0xffff) - tileY, 0);
            int bottom = Math.Min((int)(record->Rows >> 16) - tileY, TileGrid.Size - 1);
            bool wide = (int)(record->Columns >> 16) - (int)(record->Columns & 0xffff) >= lanes;
            // A splat that fits into one vector of the tile is done with one unaligned column of vectors.
            int column = right - left < lanes ? Math.Min(left, TileGrid.Size - lanes) : 0;
            for (; column <= right; column += lanes)
            {
                int first = top, last = bottom;
                if (wide)
                {
                    EllipseSpan.RowsOfColumns(
                        in *record, tileX + Math.Max(left, column), tileX + Math.Min(right, column + lanes - 1), out first, out last);
                    first = Math.Max(first - tileY, top);
                    last = Math.Min(last - tileY, bottom);
                }

                if (first > last) continue;
                evaluations += last - first + 1;
                T dx = T.Broadcast(record->U) - (ramp + T.Broadcast(originX + column));
                T inside = T.Zero;
                if (TFalloff.ClipsToBox)
                {
                    T position = ramp + T.Broadcast(column - 0.5f);
                    inside = ((position >= T.Broadcast(left)) & (position <= T.Broadcast(right))).Bits;
                }

                Rows(state.Plane(0) + first * TileGrid.Size + column, last - first + 1, record, dx, record->V - (originY + first), inside, cap, stop);
            }
        }

        return evaluations;
    }

    // One column of vectors, row after row. Pixels that have ended hold their transmittance with a minus sign, which keeps
    // every later test of theirs false.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Rows(float* pixel, int count, SplatRecord* record, T dx, float firstDy, T inside, T cap, T stop)
    {
        T along = T.Broadcast(record->L00) * dx, slope = T.Broadcast(record->L01), across = T.Broadcast(record->L11);
        T logOpacity = T.Broadcast(record->LogOpacity), reach = T.Broadcast(record->Reach), floor = T.Zero;
        if (TFalloff.ClipsToBox) floor = T.Broadcast(record->Floor);
        T red = T.Broadcast(record->Red), green = T.Broadcast(record->Green), blue = T.Broadcast(record->Blue);
        T dy = T.Broadcast(firstDy);
        float* end = pixel + count * TileGrid.Size;
        do
        {
            T t = T.FusedMultiplyAdd(slope, dy, along), c = across * dy;
            T s = T.FusedMultiplyAdd(t, t, c * c);
            Mask<T> hit = s <= reach;
            if (TFalloff.ClipsToBox) hit &= new Mask<T>(inside);
            T alpha = LaneBits.Keep(hit, T.Min(TFalloff.Alpha(logOpacity - s, floor), cap));
            T before = T.Load(pixel);
            T weight = alpha * before, after = before - weight;
            Mask<T> goesOn = after > stop;
            weight = LaneBits.Keep(goesOn, weight);
            T.Select(goesOn, after, LaneBits.Negative(before)).Store(pixel);
            float* color = pixel + TileGrid.Pixels;
            T.FusedMultiplyAdd(red, weight, T.Load(color)).Store(color);
            color += TileGrid.Pixels;
            T.FusedMultiplyAdd(green, weight, T.Load(color)).Store(color);
            color += TileGrid.Pixels;
            T.FusedMultiplyAdd(blue, weight, T.Load(color)).Store(color);
            if (TOutputs.Geometry) Geometry(pixel, record, weight, before, after, goesOn);
            pixel += TileGrid.Size;
            dy -= T.One;
        }
        while (pixel < end);
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
