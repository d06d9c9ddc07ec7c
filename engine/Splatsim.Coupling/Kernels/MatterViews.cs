using ILGPU;
using Splatsim.Mathematics;

namespace Splatsim.Coupling.Kernels;

/// <summary>The cells of the grid that hold matter now, a bit each: <see cref="MatterCells"/> on a device.</summary>
internal struct MatterViews
{
    /// <summary>Bits of a word.</summary>
    public const int Bits32 = 32;

    /// <summary>The bits.</summary>
    public ArrayView<int> Bits;

    /// <summary>Cells along x.</summary>
    public int CountX;

    /// <summary>Cells along y.</summary>
    public int CountY;

    /// <summary>Cells along z.</summary>
    public int CountZ;

    /// <summary>Marks the cell of a point of matter.</summary>
    /// <param name="point">The point [cells].</param>
    public readonly void Mark(Vector3<Real32> point)
    {
        long cell = CellOf(Floor(point.X), Floor(point.Y), Floor(point.Z));
        if (cell >= 0) Atomic.Or(ref Bits[cell / Bits32], 1 << (int)(cell % Bits32));
    }

    /// <summary>Whether the point's cell or one of the 26 about it holds matter.</summary>
    /// <param name="point">The point [cells].</param>
    public readonly bool IsNear(Vector3<Real32> point)
    {
        int x = Floor(point.X), y = Floor(point.Y), z = Floor(point.Z);
        bool near = false;
        for (int i = x - 1; i <= x + 1; i++)
            for (int j = y - 1; j <= y + 1; j++)
                for (int k = z - 1; k <= z + 1; k++)
                {
                    long cell = CellOf(i, j, k);
                    near |= cell >= 0 && (Bits[cell / Bits32] & (1 << (int)(cell % Bits32))) != 0;
                }

        return near;
    }

    // Particles lie between the first and the last nodes; -1 elsewhere.
    private readonly long CellOf(int x, int y, int z) =>
        x >= 0 && y >= 0 && z >= 0 && x < CountX && y < CountY && z < CountZ ? ((long)x * CountY + y) * CountZ + z : -1;

    private static int Floor(Real32 value)
    {
        int whole = (int)value.Value;
        return whole > value.Value ? whole - 1 : whole;
    }
}
