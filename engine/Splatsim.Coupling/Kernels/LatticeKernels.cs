using ILGPU;

namespace Splatsim.Coupling.Kernels;

/// <summary><see cref="ParticleLattice"/> on a device: which lattice points lie inside; a thread per layer and column of cells.</summary>
internal static class LatticeKernels
{
    /// <summary>Points inside, per layer and cell.</summary>
    public static void Count(Index1D index, CellViews cells, LatticeViews lattice, ArrayView<int> counts) =>
        counts[index] = Visit(index.X, in cells, in lattice, counts, 0, false);

    /// <summary>Writes the points, three numbers each, in the order of the lattice.</summary>
    public static void Write(Index1D index, CellViews cells, LatticeViews lattice, ArrayView<int> before, ArrayView<int> points)
    {
        if (before[index] != before[index + 1]) Visit(index.X, in cells, in lattice, points, before[index], true);
    }

    private static int Visit(int thread, in CellViews cells, in LatticeViews lattice, ArrayView<int> points, int at, bool write)
    {
        int x = thread % cells.CountX, y = thread / cells.CountX % cells.CountY, layer = thread / (cells.CountX * cells.CountY);
        int z = lattice.CellZ[layer], found = 0;
        if (!Touches(in cells, x, y, z)) return 0;
        for (int j = lattice.FirstY[y]; j < lattice.FirstY[y + 1]; j++)
        {
            for (int i = lattice.FirstX[x]; i < lattice.FirstX[x + 1]; i++)
            {
                if (!IsInside(in cells, in lattice, i, j, layer)) continue;
                if (write)
                {
                    long target = 3L * (at + found);
                    points[target] = i;
                    points[target + 1] = j;
                    points[target + 2] = layer;
                }

                found++;
            }
        }

        return found;
    }

    // Jitter moves a point by at most half a spacing, so only cells beside matter can yield particles.
    private static bool Touches(in CellViews cells, int x, int y, int z)
    {
        bool touches = false;
        for (int nz = z - 1; nz <= z + 1; nz++)
            for (int ny = y - 1; ny <= y + 1; ny++)
                for (int nx = x - 1; nx <= x + 1; nx++)
                    if (nx >= 0 && nx < cells.CountX && ny >= 0 && ny < cells.CountY && nz >= 0 && nz < cells.CountZ && !CellClassifier.IsEmpty(cells.Kind(cells.Index(nx, ny, nz)))) touches = true;
        return touches;
    }

    private static bool IsInside(in CellViews cells, in LatticeViews lattice, int i, int j, int k)
    {
        ulong first = ParticleLattice.Bits(lattice.Seed, i, j, k), second = ParticleLattice.Next(first), third = ParticleLattice.Next(second);
        float x = (i + 0.5f + lattice.Jitter * Unit(first)) * lattice.Spacing;
        float y = (j + 0.5f + lattice.Jitter * Unit(second)) * lattice.Spacing;
        float z = (k + 0.5f + lattice.Jitter * Unit(third)) * lattice.Spacing;
        if (y < lattice.Floor) return false;
        int cx = (int)x, cy = (int)y, cz = (int)z;
        if (x < 1 || y < 1 || z < 1 || cx >= cells.CountX - 1 || cy >= cells.CountY - 1 || cz >= cells.CountZ - 1) return false;
        CellKind kind = cells.Kind(cells.Index(cx, cy, cz));
        if ((kind & CellKind.Core) != 0) return true;
        // Empty cells hold no matter: the seal and the rays have drawn the line where no splat does.
        if ((kind & CellKind.Floor) != 0 || (kind & CellKind.Shell) == 0) return false;
        return Interpolate(in cells, lattice.Distances, x - 0.5f, y - 0.5f, z - 0.5f) < 0;
    }

    // Trilinear between the eight cell centres around a point.
    private static float Interpolate(in CellViews cells, ArrayView<float> distances, float x, float y, float z)
    {
        int x0 = (int)x, y0 = (int)y, z0 = (int)z;
        float fx = x - x0, fy = y - y0, fz = z - z0, sum = 0;
        for (int corner = 0; corner < 8; corner++)
        {
            int dx = corner & 1, dy = (corner >> 1) & 1, dz = corner >> 2;
            float share = (dx == 1 ? fx : 1 - fx) * (dy == 1 ? fy : 1 - fy) * (dz == 1 ? fz : 1 - fz);
            sum += share * distances[cells.Index(x0 + dx, y0 + dy, z0 + dz)];
        }

        return sum;
    }

    // In [-1, 1): the leading 24 bits, all that a float holds.
    private static float Unit(ulong bits) => (int)(bits >> 40) * (2f / (1 << 24)) - 1f;
}
