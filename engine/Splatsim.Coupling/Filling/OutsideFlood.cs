namespace Splatsim.Coupling;

/// <summary>
/// Second witness of the inside test: a flood from the border that does not pass the shell, nor holes of it narrower than
/// the seal (a morphological closing of the shell).
/// </summary>
internal static class OutsideFlood
{
    /// <summary>Marks the cells that the flood reaches as <see cref="CellKind.Outside"/>.</summary>
    /// <param name="kinds">Cells; changed.</param>
    /// <param name="grid">Their grid.</param>
    /// <param name="sealRadius">Holes up to about twice this many cells wide are closed.</param>
    /// <param name="ct">Stops the work.</param>
    /// <param name="seeds">Where the flood starts; null starts it at the border.</param>
    public static void Mark(CellKind[] kinds, CellGrid grid, int sealRadius, CancellationToken ct, IEnumerable<int>? seeds = null)
    {
        bool[] wall = new bool[kinds.Length];
        for (int i = 0; i < kinds.Length; i++) wall[i] = (kinds[i] & (CellKind.Shell | CellKind.Floor)) != 0;
        Dilate(wall, grid, sealRadius);
        ct.ThrowIfCancellationRequested();
        int[] queue = new int[kinds.Length];
        int count = seeds is null ? Seed(kinds, grid, queue) : Seed(kinds, seeds, queue);
        count = Spread(kinds, wall, grid, queue, count);
        ct.ThrowIfCancellationRequested();
        if (sealRadius > 0) GiveBack(kinds, grid, queue, count, sealRadius);
    }

    // Widens the walls by a cube of the given radius, axis by axis.
    private static void Dilate(bool[] wall, CellGrid grid, int radius)
    {
        if (radius == 0) return;
        int[] counts = [grid.CountX, grid.CountY, grid.CountZ];
        int[] strides = [1, grid.CountX, grid.Layer];
        bool[] line = new bool[counts.Max()];
        for (int axis = 0; axis < 3; axis++)
        {
            int u = (axis + 1) % 3, v = (axis + 2) % 3, stride = strides[axis], count = counts[axis];
            for (int j = 0; j < counts[v]; j++)
            {
                for (int i = 0; i < counts[u]; i++)
                {
                    int start = i * strides[u] + j * strides[v];
                    for (int k = 0; k < count; k++) line[k] = wall[start + k * stride];
                    for (int k = 0; k < count; k++)
                    {
                        if (!line[k]) continue;
                        int last = Math.Min(count - 1, k + radius);
                        for (int n = Math.Max(0, k - radius); n <= last; n++) wall[start + n * stride] = true;
                    }
                }
            }
        }
    }

    // Every free cell of the border, also where a widened wall reaches it: what lies there is outside in any case, and
    // floods of enclosed regions rely on it.
    private static int Seed(CellKind[] kinds, CellGrid grid, int[] queue)
    {
        int count = 0;
        for (int z = 0; z < grid.CountZ; z++)
        {
            for (int y = 0; y < grid.CountY; y++)
            {
                bool border = z == 0 || z == grid.CountZ - 1 || y == 0 || y == grid.CountY - 1;
                int step = border ? 1 : grid.CountX - 1;
                for (int x = 0; x < grid.CountX; x += step)
                {
                    int cell = grid.Index(x, y, z);
                    if ((kinds[cell] & (CellKind.Shell | CellKind.Floor)) != 0) continue;
                    kinds[cell] |= CellKind.Outside;
                    queue[count++] = cell;
                }
            }
        }

        return count;
    }

    private static int Seed(CellKind[] kinds, IEnumerable<int> seeds, int[] queue)
    {
        int count = 0;
        foreach (int cell in seeds)
        {
            if ((kinds[cell] & (CellKind.Shell | CellKind.Floor | CellKind.Outside)) != 0) continue;
            kinds[cell] |= CellKind.Outside;
            queue[count++] = cell;
        }

        return count;
    }

    private static int Spread(CellKind[] kinds, bool[] wall, CellGrid grid, int[] queue, int count)
    {
        for (int head = 0; head < count; head++)
        {
            int cell = queue[head];
            int x = cell % grid.CountX, y = cell / grid.CountX % grid.CountY, z = cell / grid.Layer;
            if (x > 0) count = Take(kinds, wall, cell - 1, queue, count);
            if (x < grid.CountX - 1) count = Take(kinds, wall, cell + 1, queue, count);
            if (y > 0) count = Take(kinds, wall, cell - grid.CountX, queue, count);
            if (y < grid.CountY - 1) count = Take(kinds, wall, cell + grid.CountX, queue, count);
            if (z > 0) count = Take(kinds, wall, cell - grid.Layer, queue, count);
            if (z < grid.CountZ - 1) count = Take(kinds, wall, cell + grid.Layer, queue, count);
        }

        return count;
    }

    private static int Take(CellKind[] kinds, bool[] wall, int cell, int[] queue, int count)
    {
        if (wall[cell] || (kinds[cell] & CellKind.Outside) != 0) return count;
        kinds[cell] |= CellKind.Outside;
        queue[count] = cell;
        return count + 1;
    }

    // The widened walls kept the flood off by the radius; let it come back to the true shell, all 26 ways.
    private static void GiveBack(CellKind[] kinds, CellGrid grid, int[] queue, int count, int radius)
    {
        int head = 0;
        for (int step = 0; step < radius; step++)
        {
            int end = count;
            for (; head < end; head++)
            {
                int cell = queue[head];
                int x = cell % grid.CountX, y = cell / grid.CountX % grid.CountY, z = cell / grid.Layer;
                for (int nz = Math.Max(0, z - 1); nz <= Math.Min(grid.CountZ - 1, z + 1); nz++)
                {
                    for (int ny = Math.Max(0, y - 1); ny <= Math.Min(grid.CountY - 1, y + 1); ny++)
                    {
                        for (int nx = Math.Max(0, x - 1); nx <= Math.Min(grid.CountX - 1, x + 1); nx++)
                        {
                            int near = grid.Index(nx, ny, nz);
                            if ((kinds[near] & (CellKind.Shell | CellKind.Floor | CellKind.Outside)) != 0) continue;
                            kinds[near] |= CellKind.Outside;
                            queue[count++] = near;
                        }
                    }
                }
            }
        }
    }
}
