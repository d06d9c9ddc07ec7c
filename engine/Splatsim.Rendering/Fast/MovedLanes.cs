using Splatsim.Splats;

namespace Splatsim.Rendering;

/// <summary>Gathers the state of moved splats into lanes, walking the ascending list of their indices.</summary>
/// <param name="columns">Addresses of the moved columns.</param>
/// <param name="deformed">The moved splats.</param>
/// <param name="scratch">Room for one bundle of lanes per moved column, and one for the mask.</param>
internal unsafe ref struct MovedLanes(ColumnTable columns, DeformedSplats deformed, float* scratch)
{
    private int row;

    /// <summary>Goes to the first moved splat at or after an index.</summary>
    public void Seek(int splat)
    {
        if (deformed.Indices is not { } indices)
        {
            row = Math.Min(splat, deformed.Count);
            return;
        }

        int found = Array.BinarySearch(indices, splat);
        row = found < 0 ? ~found : found;
    }

    /// <summary>Fills the lanes of the splats first .. first + count - 1.</summary>
    /// <returns>Number of them that moved.</returns>
    public int Gather(int first, int count, int laneCount)
    {
        int end = first + count, start = row;
        int[]? indices = deformed.Indices;
        if (row >= deformed.Count || (indices is null ? row : indices[row]) >= end) return 0;
        float* mask = scratch + ColumnTable.MovedLength * laneCount;
        // Ascending indices whose ends fit have no gap between.
        int last = row + count - 1;
        if (last < deformed.Count && (indices is null ? last : indices[last]) == end - 1)
        {
            for (int column = 0; column < ColumnTable.MovedLength; column++)
                new ReadOnlySpan<float>(columns.Moved(column) + row, count).CopyTo(new Span<float>(scratch + column * laneCount, laneCount));
            new Span<float>(mask, laneCount).Fill(1f);
            row += count;
            return count;
        }

        new Span<float>(mask, laneCount).Clear();
        for (; row < deformed.Count; row++)
        {
            int splat = indices is null ? row : indices[row];
            if (splat >= end) break;
            int lane = splat - first;
            mask[lane] = 1f;
            for (int column = 0; column < ColumnTable.MovedLength; column++)
                scratch[column * laneCount + lane] = columns.Moved(column)[row];
        }

        return row - start;
    }
}
