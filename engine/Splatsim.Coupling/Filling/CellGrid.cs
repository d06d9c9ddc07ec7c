using Splatsim.Mathematics;

namespace Splatsim.Coupling;

/// <summary>
/// A box of cubic cells, x fastest. The x count is a multiple of 16, so that a row is whole registers; every side has at
/// least <see cref="Padding"/> cells that no body reaches.
/// </summary>
internal sealed class CellGrid
{
    public const int Padding = 4;

    private const int RowMultiple = 16;

    private CellGrid(double originX, double originY, double originZ, double cellSize, int countX, int countY, int countZ)
    {
        OriginX = originX;
        OriginY = originY;
        OriginZ = originZ;
        CellSize = cellSize;
        CountX = countX;
        CountY = countY;
        CountZ = countZ;
    }

    public double OriginX { get; }

    public double OriginY { get; }

    public double OriginZ { get; }

    public double CellSize { get; }

    public int CountX { get; }

    public int CountY { get; }

    public int CountZ { get; }

    public int Layer => CountX * CountY;

    public int Cells => CountX * CountY * CountZ;

    /// <summary>The grid around some means; coarser than asked where it would exceed the cap of cells.</summary>
    public static CellGrid Around(BodySplats body, double cellSize, int maximumCells, out bool coarsened)
    {
        Span<double> low = [double.MaxValue, double.MaxValue, double.MaxValue];
        Span<double> high = [double.MinValue, double.MinValue, double.MinValue];
        for (int i = 0; i < body.Count; i++)
        {
            Vector3<Real64> m = body.Means[i];
            ReadOnlySpan<double> mean = [m.X.Value, m.Y.Value, m.Z.Value];
            for (int axis = 0; axis < 3; axis++)
            {
                if (!double.IsFinite(mean[axis])) throw new FillingException($"filling: splat {i} of the body has a mean that is not finite; remove such splats first");
                low[axis] = Math.Min(low[axis], mean[axis]);
                high[axis] = Math.Max(high[axis], mean[axis]);
            }
        }

        coarsened = false;
        while (true)
        {
            double x = Count(low[0], high[0], cellSize), y = Count(low[1], high[1], cellSize), z = Count(low[2], high[2], cellSize);
            x = Math.Ceiling(x / RowMultiple) * RowMultiple;
            if (x * y * z <= maximumCells)
            {
                double pad = Padding * cellSize;
                return new CellGrid(low[0] - pad, low[1] - pad, low[2] - pad, cellSize, (int)x, (int)y, (int)z);
            }

            coarsened = true;
            cellSize *= 1.25;
        }
    }

    /// <summary>The grid over a box; coarser than asked where it would exceed the cap of cells.</summary>
    public static CellGrid Over(Vector3<Real64> low, Vector3<Real64> high, double cellSize, int maximumCells, out bool coarsened)
    {
        coarsened = false;
        while (true)
        {
            double x = Math.Ceiling((high.X - low.X).Value / cellSize), y = Math.Ceiling((high.Y - low.Y).Value / cellSize);
            double z = Math.Ceiling((high.Z - low.Z).Value / cellSize);
            x = Math.Ceiling(x / RowMultiple) * RowMultiple;
            if (x * y * z <= maximumCells)
                return new CellGrid(low.X.Value, low.Y.Value, low.Z.Value, cellSize, (int)Math.Max(RowMultiple, x), (int)Math.Max(2, y), (int)Math.Max(2, z));
            coarsened = true;
            cellSize *= 1.25;
        }
    }

    public int Index(int x, int y, int z) => (z * CountY + y) * CountX + x;

    /// <summary>Position in cells: cell i spans [i, i + 1).</summary>
    public Vector3<Real64> ToCells(in Vector3<Real64> point) =>
        new((point.X.Value - OriginX) / CellSize, (point.Y.Value - OriginY) / CellSize, (point.Z.Value - OriginZ) / CellSize);

    private static double Count(double low, double high, double cellSize) =>
        Math.Floor((high - low) / cellSize) + 1 + 2 * Padding;
}
