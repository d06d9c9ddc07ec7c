using ILGPU;

namespace Splatsim.Coupling.Kernels;

/// <summary>The density grid of a filling and its splats, on a device.</summary>
internal struct CellViews
{
    /// <summary>Edges of a block of cells, the work of one group: x, y, z.</summary>
    public const int BlockX = 16, BlockY = 4, BlockZ = 4, BlockCells = BlockX * BlockY * BlockZ;

    /// <summary>Columns of <see cref="Splats"/>: mean, inverse covariance, opacity, reach along x; then normal and offset of the surface.</summary>
    public const int Mean = 0, Inverse = 3, Opacity = 9, Reach = 10, Normal = 11, Offset = 14, Columns = 15;

    /// <summary>Columns of <see cref="Boxes"/>: first and last cell along x, y, z; then the role at the surface.</summary>
    public const int LowX = 0, HighX = 1, LowY = 2, HighY = 3, LowZ = 4, HighZ = 5, Role = 6, BoxColumns = 7;

    /// <summary>Splats in units of cells, columns of <see cref="SplatCount"/>.</summary>
    public ArrayView<float> Splats;

    /// <summary>Cells that they reach, and what they say of the surface.</summary>
    public ArrayView<int> Boxes;

    /// <summary>First entry of each block in <see cref="Lists"/>, and one more.</summary>
    public ArrayView<int> Starts;

    /// <summary>Splats that reach a block, ascending: the order of the sums.</summary>
    public ArrayView<int> Lists;

    /// <summary>What every cell is: <see cref="CellKind"/>.</summary>
    public ArrayView<int> Kinds;

    /// <summary>Number of splats.</summary>
    public int SplatCount;

    /// <summary>Cells along each axis.</summary>
    public int CountX, CountY, CountZ;

    /// <summary>Blocks along x and y.</summary>
    public int BlocksX, BlocksY;

    /// <summary>Index of a cell.</summary>
    public readonly int Index(int x, int y, int z) => (z * CountY + y) * CountX + x;

    /// <summary>What a cell is.</summary>
    public readonly CellKind Kind(int cell) => (CellKind)Kinds[cell];

    /// <summary>One number of a splat.</summary>
    public readonly float Get(int column, int splat) => Splats[(long)column * SplatCount + splat];

    /// <summary>One bound of a splat's box.</summary>
    public readonly int Box(int column, int splat) => Boxes[(long)column * SplatCount + splat];

    /// <summary>Whether a splat's box holds a cell.</summary>
    public readonly bool Reaches(int splat, int x, int y, int z) =>
        x >= Box(LowX, splat) && x <= Box(HighX, splat) && y >= Box(LowY, splat) && y <= Box(HighY, splat) && z >= Box(LowZ, splat) && z <= Box(HighZ, splat);
}
