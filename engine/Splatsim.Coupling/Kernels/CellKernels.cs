using ILGPU;
using Splatsim.Mathematics;

namespace Splatsim.Coupling.Kernels;

/// <summary>
/// The work of a filling per cell: what <see cref="DensityField"/> and <see cref="CellClassifier"/> do on the processor, by the same
/// formulas in single precision. Every sum is one thread's, in the order of the splats.
/// </summary>
internal static class CellKernels
{
    /// <summary>Cells from the density of the splats: shell above a threshold, floor below a height.</summary>
    public static void Density(CellViews cells, float threshold, int floorTop)
    {
        if (!Locate(in cells, out int block, out int x, out int y, out int z)) return;
        Real32 sum = Real32.Zero;
        for (int i = cells.Starts[block]; i < cells.Starts[block + 1]; i++)
        {
            int splat = cells.Lists[i];
            if (cells.Reaches(splat, x, y, z)) sum += Weight(in cells, splat, x, y, z);
        }

        CellKind kind = sum.Value >= threshold ? CellKind.Shell : CellKind.None;
        cells.Kinds[cells.Index(x, y, z)] = (int)(y < floorTop ? CellKind.Floor : kind);
    }

    /// <summary>Signed distance of every cell to the surface, from the splats that can speak of it.</summary>
    public static void Surface(CellViews cells, ArrayView<float> distances)
    {
        if (!Locate(in cells, out int block, out int x, out int y, out int z)) return;
        Real32 weights = Real32.Zero, sum = Real32.Zero;
        for (int i = cells.Starts[block]; i < cells.Starts[block + 1]; i++)
        {
            int splat = cells.Lists[i];
            SurfaceRole role = (SurfaceRole)cells.Box(CellViews.Role, splat);
            if (role == SurfaceRole.None || !cells.Reaches(splat, x, y, z)) continue;
            float dx = x + 0.5f - cells.Get(CellViews.Mean, splat);
            float dy = y + 0.5f - cells.Get(CellViews.Mean + 1, splat), dz = z + 0.5f - cells.Get(CellViews.Mean + 2, splat);
            float across = cells.Get(CellViews.Normal + 1, splat) * dy + cells.Get(CellViews.Normal + 2, splat) * dz;
            Real32 distance = SurfaceFormulas.Distance<Real32>(
                role, dx, cells.Get(CellViews.Normal, splat), across, dy * dy + dz * dz, cells.Get(CellViews.Offset, splat));
            Real32 weight = Weight(in cells, splat, x, y, z);
            weights += weight;
            sum = Real32.FusedMultiplyAdd(weight, distance, sum);
        }

        int cell = cells.Index(x, y, z);
        distances[cell] = ParticleLattice.SignedDistance(cells.Kind(cell), weights.Value, sum.Value);
    }

    /// <summary>Follows rays against their direction, from the border in, one thread per ray; every cell on the way gets its vote.</summary>
    public static void Ray(Index1D index, CellViews cells, ArrayView<int> votes, int dx, int dy, int dz)
    {
        // The faces where rays begin, one after the other, edges with the first face that has them.
        int i = index.X, x, y, z;
        int faceZ = dz != 0 ? cells.CountX * cells.CountY : 0, depth = dz != 0 ? cells.CountZ - 1 : cells.CountZ;
        int faceY = dy != 0 ? cells.CountX * depth : 0, height = dy != 0 ? cells.CountY - 1 : cells.CountY;
        if (i < faceZ)
        {
            (x, y, z) = (i % cells.CountX, i / cells.CountX, Entry(dz, cells.CountZ));
        }
        else if (i < faceZ + faceY)
        {
            i -= faceZ;
            (x, y, z) = (i % cells.CountX, Entry(dy, cells.CountY), i / cells.CountX + Skip(dz));
        }
        else
        {
            i -= faceZ + faceY;
            (x, y, z) = (Entry(dx, cells.CountX), i % height + Skip(dy), i / height + Skip(dz));
        }

        int state = RayParity.FarOutside;
        while (x >= 0 && x < cells.CountX && y >= 0 && y < cells.CountY && z >= 0 && z < cells.CountZ)
        {
            int cell = cells.Index(x, y, z);
            state = RayParity.Step(state, cells.Kind(cell));
            votes[cell] += RayParity.Vote(state);
            x -= dx;
            y -= dy;
            z -= dz;
        }
    }

    /// <summary>Lets almost unanimous rays overrule the flood, and packs what the regions are decided by: kind, votes, reachable.</summary>
    public static void Overrule(Index1D index, CellViews cells, ArrayView<int> votes, ArrayView<int> reachable, ArrayView<int> packed)
    {
        int cell = index.X, x = cell % cells.CountX, y = cell / cells.CountX % cells.CountY, z = cell / (cells.CountX * cells.CountY);
        CellKind kind = cells.Kind(cell);
        bool within = x > 0 && x < cells.CountX - 1 && y > 0 && y < cells.CountY - 1 && z > 0 && z < cells.CountZ - 1;
        if (within && kind == CellKind.Outside && votes[cell] >> 4 >= CellClassifier.OverruleVotes)
        {
            int company = 0;
            for (int nz = z - 1; nz <= z + 1; nz++)
                for (int ny = y - 1; ny <= y + 1; ny++)
                    for (int nx = x - 1; nx <= x + 1; nx++)
                        if (CellClassifier.IsCompany(cells.Kind(cells.Index(nx, ny, nz)), votes[cells.Index(nx, ny, nz)])) company++;
            if (company >= CellClassifier.LeastCompany) kind = CellKind.Interior;
        }

        packed[cell] = (int)kind | (votes[cell] << 8) | (reachable[cell] << 16);
    }

    /// <summary>Marks the cells that are filled without a look at the surface: inside, or far from everything empty.</summary>
    public static void Core(Index1D index, CellViews cells, ArrayView<int> cores)
    {
        const int Band = CellClassifier.SurfaceBand;
        int cell = index.X, x = cell % cells.CountX, y = cell / cells.CountX % cells.CountY, z = cell / (cells.CountX * cells.CountY);
        CellKind kind = cells.Kind(cell);
        bool core = (kind & CellKind.Interior) != 0;
        if (!core && (kind & CellKind.Shell) != 0)
        {
            core = x >= Band && y >= Band && z >= Band && x < cells.CountX - Band && y < cells.CountY - Band && z < cells.CountZ - Band;
            for (int nz = z - Band; core && nz <= z + Band; nz++)
                for (int ny = y - Band; core && ny <= y + Band; ny++)
                    for (int nx = x - Band; core && nx <= x + Band; nx++)
                        if (CellClassifier.IsEmpty(cells.Kind(cells.Index(nx, ny, nz)))) core = false;
        }

        cores[cell] = (int)(core ? kind | CellKind.Core : kind);
    }

    // Where rays along an axis begin, and how many cells at the low end belong to that face.
    private static int Entry(int direction, int count) => direction > 0 ? count - 1 : 0;

    private static int Skip(int direction) => direction < 0 ? 1 : 0;

    private static bool Locate(in CellViews cells, out int block, out int x, out int y, out int z)
    {
        int thread = Group.IdxX;
        block = Grid.IdxX;
        x = block % cells.BlocksX * CellViews.BlockX + thread % CellViews.BlockX;
        y = block / cells.BlocksX % cells.BlocksY * CellViews.BlockY + thread / CellViews.BlockX % CellViews.BlockY;
        z = block / (cells.BlocksX * cells.BlocksY) * CellViews.BlockZ + thread / (CellViews.BlockX * CellViews.BlockY);
        return x < cells.CountX && y < cells.CountY && z < cells.CountZ;
    }

    private static Real32 Weight(in CellViews cells, int splat, int x, int y, int z)
    {
        const int I = CellViews.Inverse;
        float dx = x + 0.5f - cells.Get(CellViews.Mean, splat);
        float dy = y + 0.5f - cells.Get(CellViews.Mean + 1, splat), dz = z + 0.5f - cells.Get(CellViews.Mean + 2, splat);
        float b = 2 * (cells.Get(I + 1, splat) * dy + cells.Get(I + 2, splat) * dz);
        float c = cells.Get(I + 3, splat) * dy * dy + 2 * cells.Get(I + 4, splat) * dy * dz + cells.Get(I + 5, splat) * dz * dz;
        return SurfaceFormulas.Weight<Real32>(
            cells.Get(I, splat), b, c, cells.Get(CellViews.Opacity, splat), cells.Get(CellViews.Reach, splat), dx);
    }
}
