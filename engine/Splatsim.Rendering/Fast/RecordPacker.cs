using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Splatsim.Mathematics;

namespace Splatsim.Rendering;

/// <summary>Writes the visible lanes of a bundle as records, one after the other.</summary>
internal static unsafe class RecordPacker
{
    // Rows of scratch after the record's own fields.
    private const int Left = SplatRecord.Fields, Right = Left + 1, Top = Left + 2, Bottom = Left + 3, Key = Left + 4;

    /// <summary>Rows of scratch that packing needs, each one bundle of lanes long.</summary>
    public const int ScratchRows = Key + 1;

    /// <summary>Appends the lanes whose bit is set; may leave blank records after the last, within the store's slack.</summary>
    /// <returns>The slot after the last record.</returns>
    public static int Append<T>(in LaneSplats<T> splats, T u, uint bits, int firstIndex, SplatStore store, int slot, float* scratch)
        where T : unmanaged, ILanes<T>
    {
        Spill(in splats, u, scratch);
        SplatRecord* records = store.Records.Pointer;
        ulong* boxes = store.Boxes.Pointer;
        uint* keys = store.SlotKeys.Pointer;
        int lanes = T.LaneCount;
        for (int group = 0; group < lanes; group += 4, bits >>= 4)
        {
            if ((bits & 15) == 0) continue;
            float* rows = scratch + group;
            Words(rows, lanes, firstIndex + group);
            int s0 = slot, s1 = s0 + (int)(bits & 1), s2 = s1 + (int)((bits >> 1) & 1), s3 = s2 + (int)((bits >> 2) & 1);
            for (int field = 0; field < SplatRecord.Fields; field += 4)
            {
                float* source = rows + field * lanes;
                Vector128<float> a = Vector128.Load(source), b = Vector128.Load(source + lanes);
                Vector128<float> c = Vector128.Load(source + 2 * lanes), d = Vector128.Load(source + 3 * lanes);
                Transposition.Transpose(ref a, ref b, ref c, ref d);
                // A lane that is not drawn is overwritten by the next one that is.
                a.Store((float*)(records + s0) + field);
                b.Store((float*)(records + s1) + field);
                c.Store((float*)(records + s2) + field);
                d.Store((float*)(records + s3) + field);
            }

            Index(s0, 0, rows, lanes, boxes, keys);
            Index(s1, 1, rows, lanes, boxes, keys);
            Index(s2, 2, rows, lanes, boxes, keys);
            Index(s3, 3, rows, lanes, boxes, keys);
            slot = s3 + (int)((bits >> 3) & 1);
        }

        return slot;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Spill<T>(in LaneSplats<T> splats, T u, float* scratch)
        where T : unmanaged, ILanes<T>
    {
        int lanes = T.LaneCount;
        u.Store(scratch);
        splats.Image.V.Store(scratch + lanes);
        splats.Conic.L00.Store(scratch + 2 * lanes);
        splats.Conic.L01.Store(scratch + 3 * lanes);
        splats.Conic.L11.Store(scratch + 4 * lanes);
        splats.LogOpacity.Store(scratch + 5 * lanes);
        splats.Reach.Store(scratch + 6 * lanes);
        splats.Color.X.Store(scratch + 7 * lanes);
        splats.Color.Y.Store(scratch + 8 * lanes);
        splats.Color.Z.Store(scratch + 9 * lanes);
        splats.Image.Depth.Store(scratch + 10 * lanes);
        splats.RowSpread.Store(scratch + 14 * lanes);
        splats.Tallest.Store(scratch + 15 * lanes);
        splats.Left.Store(scratch + Left * lanes);
        splats.Right.Store(scratch + Right * lanes);
        splats.Top.Store(scratch + Top * lanes);
        splats.Bottom.Store(scratch + Bottom * lanes);
        splats.SortDepth.Store(scratch + Key * lanes);
    }

    // The integer fields of four lanes: pixel box, index, sort key.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Words(float* rows, int lanes, int firstIndex)
    {
        Vector128<int> left = Vector128.ConvertToInt32(Vector128.Load(rows + Left * lanes));
        Vector128<int> right = Vector128.ConvertToInt32(Vector128.Load(rows + Right * lanes));
        Vector128<int> top = Vector128.ConvertToInt32(Vector128.Load(rows + Top * lanes));
        Vector128<int> bottom = Vector128.ConvertToInt32(Vector128.Load(rows + Bottom * lanes));
        (left | (right << 16)).AsSingle().Store(rows + 11 * lanes);
        (top | (bottom << 16)).AsSingle().Store(rows + 12 * lanes);
        (Vector128.Create(firstIndex) + Vector128.Create(0, 1, 2, 3)).AsSingle().Store(rows + 13 * lanes);
        // Floats ordered as unsigned integers: flip all bits of negative ones, the sign bit of the others.
        Vector128<int> depth = Vector128.Load(rows + Key * lanes).AsInt32();
        (depth ^ ((depth >> 31) | Vector128.Create(int.MinValue))).AsSingle().Store(rows + Key * lanes);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Index(int slot, int lane, float* rows, int lanes, ulong* boxes, uint* keys)
    {
        boxes[slot] = *(uint*)(rows + 11 * lanes + lane) | ((ulong)*(uint*)(rows + 12 * lanes + lane) << 32);
        keys[slot] = *(uint*)(rows + Key * lanes + lane);
    }
}
