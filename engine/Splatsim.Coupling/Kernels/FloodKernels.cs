using ILGPU;

namespace Splatsim.Coupling.Kernels;

/// <summary>
/// <see cref="OutsideFlood"/> on a device. What a flood reaches is one set, whatever the order: lines of cells are swept along each axis
/// in turn until nothing changes.
/// </summary>
internal static class FloodKernels
{
    /// <summary>The walls, and every free cell of the border, where the flood begins.</summary>
    public static void Seed(Index1D index, CellViews cells, ArrayView<int> walls, ArrayView<int> reached)
    {
        int cell = index.X, x = cell % cells.CountX, y = cell / cells.CountX % cells.CountY, z = cell / (cells.CountX * cells.CountY);
        bool wall = IsWall(cells.Kind(cell));
        bool border = x == 0 || x == cells.CountX - 1 || y == 0 || y == cells.CountY - 1 || z == 0 || z == cells.CountZ - 1;
        walls[cell] = wall ? 1 : 0;
        reached[cell] = border && !wall ? 1 : 0;
    }

    /// <summary>Widens the walls along one axis.</summary>
    public static void Widen(Index1D index, ArrayView<int> walls, ArrayView<int> wider, int stride, int count, int radius)
    {
        int cell = index.X, at = cell / stride % count, wall = 0;
        for (int step = -radius; step <= radius; step++)
            if (at + step >= 0 && at + step < count && walls[cell + step * stride] != 0) wall = 1;
        wider[cell] = wall;
    }

    /// <summary>Carries the flood along one line of cells, there and back; notes when it comes further.</summary>
    public static void Spread(Index1D index, ArrayView<int> walls, ArrayView<int> reached, int stride, int count, ArrayView<int> changed)
    {
        int first = index.X / stride * stride * count + index.X % stride;
        bool change = false, flood = false;
        for (int k = 0; k < 2 * count; k++)
        {
            // The way back starts dry: what it passes is marked already.
            if (k == count) flood = false;
            int cell = first + (k < count ? k : 2 * count - 1 - k) * stride;
            if (reached[cell] != 0) flood = true;
            else if (walls[cell] != 0) flood = false;
            else if (flood)
            {
                reached[cell] = 1;
                change = true;
            }
        }

        if (change) changed[0] = 1;
    }

    /// <summary>Lets the flood come one cell closer to the true shell, all 26 ways.</summary>
    public static void GiveBack(Index1D index, CellViews cells, ArrayView<int> reached, ArrayView<int> further)
    {
        int cell = index.X, x = cell % cells.CountX, y = cell / cells.CountX % cells.CountY, z = cell / (cells.CountX * cells.CountY);
        int mark = reached[cell];
        if (mark == 0 && !IsWall(cells.Kind(cell)))
        {
            for (int nz = z - 1; nz <= z + 1; nz++)
                for (int ny = y - 1; ny <= y + 1; ny++)
                    for (int nx = x - 1; nx <= x + 1; nx++)
                        if (nx >= 0 && nx < cells.CountX && ny >= 0 && ny < cells.CountY && nz >= 0 && nz < cells.CountZ && reached[cells.Index(nx, ny, nz)] != 0) mark = 1;
        }

        further[cell] = mark;
    }

    /// <summary>Marks what was reached as outside.</summary>
    public static void Mark(Index1D cell, CellViews cells, ArrayView<int> reached)
    {
        if (reached[cell] != 0) cells.Kinds[cell] |= (int)CellKind.Outside;
    }

    private static bool IsWall(CellKind kind) => (kind & (CellKind.Shell | CellKind.Floor)) != 0;
}
