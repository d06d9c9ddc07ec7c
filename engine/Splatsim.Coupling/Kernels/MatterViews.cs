using ILGPU;
using Splatsim.Mathematics;
using Splatsim.Simulation.Kernels;

namespace Splatsim.Coupling.Kernels;

/// <summary>The cells of the grid that hold matter now, a bit each: <see cref="MatterCells"/> on a device.</summary>
internal struct MatterViews
{
    /// <summary>Bits of a word.</summary>
    public const int Bits32 = 32;

    /// <summary>The bits, by <see cref="MotionViews.FindCell"/>.</summary>
    public ArrayView<int> Bits;

    /// <summary>Marks the cell of a point of matter.</summary>
    /// <param name="point">The point [cells].</param>
    /// <param name="motion">Knows the cells.</param>
    public readonly void Mark(Vector3<Real32> point, in MotionViews motion)
    {
        int cell = motion.FindCell(Floor(point.X), Floor(point.Y), Floor(point.Z));
        if (cell >= 0) Atomic.Or(ref Bits[cell / Bits32], 1 << (cell % Bits32));
    }

    /// <summary>Whether the point's cell or one of the 26 about it holds matter.</summary>
    /// <param name="point">The point [cells].</param>
    /// <param name="motion">Knows the cells.</param>
    public readonly bool IsNear(Vector3<Real32> point, in MotionViews motion)
    {
        int x = Floor(point.X), y = Floor(point.Y), z = Floor(point.Z);
        bool near = false;
        for (int i = x - 1; i <= x + 1; i++)
            for (int j = y - 1; j <= y + 1; j++)
                for (int k = z - 1; k <= z + 1; k++)
                {
                    int cell = motion.FindCell(i, j, k);
                    near |= cell >= 0 && (Bits[cell / Bits32] & (1 << (cell % Bits32))) != 0;
                }

        return near;
    }

    private static int Floor(Real32 value)
    {
        int whole = (int)value.Value;
        return whole > value.Value ? whole - 1 : whole;
    }
}
