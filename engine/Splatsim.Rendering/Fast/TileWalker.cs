using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Splatsim.Mathematics;

namespace Splatsim.Rendering;

/// <summary>Goes through the splats of one tile front to back, a vector of pixels of one row at a time.</summary>
internal static unsafe class TileWalker<T, TVisitor>
    where T : unmanaged, ILanes<T>
    where TVisitor : struct, ITileVisitor
{
    // How far ahead records are fetched, and how often it is asked whether all pixels have ended [splats].
    private const int Ahead = 8, EndPeriod = 32;

    /// <summary>Walks a list of slots.</summary>
    /// <returns>Number of vectors met.</returns>
    public static long Run(ref TVisitor visitor, SplatRecord* records, uint* slots, int count, int tileX, int tileY)
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
            if ((i & (EndPeriod - 1)) == EndPeriod - 1 && visitor.HasEnded) break;

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
                visitor.Start(record, slots[i]);
                visitor.Rows(record, column, left, right, top, bottom, centreX);
                visitor.Finish(record);
                continue;
            }

            Vector128<int> rows = EllipseSpan.PixelRows(in *record, firstCentres, lastCentres) - Vector128.Create(tileY);
            Vector128<int> low = Vector128.Max(rows, Vector128.Create(top)), high = Vector128.Min(rows, Vector128.Create(bottom));
            int first = low.GetElement(0), last = high.GetElement(2);
            if ((left >= T.LaneCount || first > last) && (right < T.LaneCount || low.GetElement(1) > high.GetElement(3))) continue;
            visitor.Start(record, slots[i]);
            if (left < T.LaneCount && first <= last)
            {
                evaluations += last - first + 1;
                visitor.Rows(record, 0, left, right, first, last, centreX);
            }

            first = low.GetElement(1);
            last = high.GetElement(3);
            if (right >= T.LaneCount && first <= last)
            {
                evaluations += last - first + 1;
                visitor.Rows(record, T.LaneCount, left, right, first, last, centreX);
            }

            visitor.Finish(record);
        }

        return evaluations;
    }
}
