using Splatsim.Splats;

namespace Splatsim.Rendering;

/// <summary>Finds the state of moved splats for lanes, walking the ascending list of their indices.</summary>
/// <param name="columns">Addresses of the moved columns.</param>
/// <param name="deformed">The moved splats.</param>
/// <param name="table">Receives the addresses at which the lanes' columns are read: moved columns, then the mask.</param>
/// <param name="scratch">Room for one bundle of lanes per entry of the table.</param>
internal unsafe ref struct MovedLanes(ColumnTable columns, DeformedSplats deformed, float** table, float* scratch)
{
    private int row;

    /// <summary>Row of the next moved splat.</summary>
    public readonly int Row => row;

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

    /// <summary>Sets the table for the splats first .. first + count - 1; the mask only where some of them are at rest.</summary>
    /// <returns>Number of them that moved.</returns>
    public int Gather(int first, int count, int laneCount)
    {
        int end = first + count, start = row;
        int[]? indices = deformed.Indices;
        if (row >= deformed.Count || (indices is null ? row : indices[row]) >= end) return 0;
        // Ascending indices whose ends fit have no gap between: the columns are read where they are.
        int last = row + count - 1;
        if (count == laneCount && last < deformed.Count && (indices is null ? last : indices[last]) == end - 1)
        {
            for (int column = 0; column < ColumnTable.MovedLength; column++) table[column] = columns.Moved(column) + row;
            row += count;
            return count;
        }

        for (int column = 0; column <= ColumnTable.MovedLength; column++) table[column] = scratch + column * laneCount;
        float* mask = table[ColumnTable.MovedLength];
        new Span<float>(mask, laneCount).Clear();
        for (; row < deformed.Count; row++)
        {
            int splat = indices is null ? row : indices[row];
            if (splat >= end) break;
            int lane = splat - first;
            mask[lane] = 1f;
            for (int column = 0; column < ColumnTable.MovedLength; column++) table[column][lane] = columns.Moved(column)[row];
        }

        return row - start;
    }
}
