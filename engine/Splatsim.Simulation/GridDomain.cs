using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>
/// The background grid: nodes at <c>Origin + CellSize * (i, j, k)</c>, 0 &lt;= i &lt; CountX and so on. A particle needs
/// the three nodes around it on every axis, so it must stay half a cell inside the outermost nodes.
/// </summary>
/// <param name="Origin">Position of node (0, 0, 0) [m].</param>
/// <param name="CellSize">Distance of neighbouring nodes [m].</param>
/// <param name="CountX">Nodes along x, at least 3.</param>
/// <param name="CountY">Nodes along y, at least 3.</param>
/// <param name="CountZ">Nodes along z, at least 3.</param>
public readonly record struct GridDomain(Vector3<Real64> Origin, double CellSize, int CountX, int CountY, int CountZ)
{
    /// <summary>Nodes on either side of node 0 along every axis that a domain without bounds has.</summary>
    public const int Reach = 1 << 19;

    /// <summary>
    /// Whether there are nodes beyond the counts, on all sides as far as <see cref="Reach"/>: the grid is where matter is, and nothing can leave it by
    /// accident. Contacts are as exact as floats allow at that distance from the origin. Not on the reference back end.
    /// </summary>
    public bool IsUnbounded { get; init; }

    /// <summary>Number of nodes.</summary>
    public long NodeCount => (long)CountX * CountY * CountZ;

    /// <summary>Position of the last node [m].</summary>
    public Vector3<Real64> Maximum =>
        Origin + new Vector3<Real64>(CellSize * (CountX - 1), CellSize * (CountY - 1), CellSize * (CountZ - 1));

    /// <summary>A cubic grid that starts at the coordinate origin.</summary>
    /// <param name="nodesPerAxis">Nodes along each axis, at least 3.</param>
    /// <param name="cellSize">Distance of neighbouring nodes [m].</param>
    public static GridDomain Cube(int nodesPerAxis, double cellSize) =>
        new(default, cellSize, nodesPerAxis, nodesPerAxis, nodesPerAxis);

    /// <summary>
    /// The smallest grid whose nodes lie at whole multiples of the cell size and that leaves two free cells around a box.
    /// </summary>
    /// <param name="minimum">Lower corner of what must fit [m].</param>
    /// <param name="maximum">Upper corner of what must fit [m].</param>
    /// <param name="cellSize">Distance of neighbouring nodes [m].</param>
    /// <exception cref="SimulationSetupException">The box is inverted or not finite, or the grid would be too long.</exception>
    public static GridDomain Around(Vector3<Real64> minimum, Vector3<Real64> maximum, double cellSize)
    {
        (double originX, int countX) = Axis(minimum.X.Value, maximum.X.Value, cellSize);
        (double originY, int countY) = Axis(minimum.Y.Value, maximum.Y.Value, cellSize);
        (double originZ, int countZ) = Axis(minimum.Z.Value, maximum.Z.Value, cellSize);
        return new(new(originX, originY, originZ), cellSize, countX, countY, countZ);
    }

    /// <summary>Position in cells, counted from node (0, 0, 0): whole numbers are nodes.</summary>
    /// <param name="position">A point [m].</param>
    public Vector3<Real64> ToCells(Vector3<Real64> position) => new Real64(1 / CellSize) * (position - Origin);

    /// <summary>True when a particle there has all its nodes; false for NaN.</summary>
    /// <param name="position">A point [m].</param>
    /// <param name="kernel">What connects particles and nodes: 27 nodes, or 64.</param>
    public bool Holds(Vector3<Real64> position, TransferKernel kernel = TransferKernel.Quadratic)
    {
        Vector3<Real64> cells = ToCells(position);
        // The kernels reach 1.5 and 2 cells.
        double margin = kernel == TransferKernel.Cubic ? 1 : 0.5;
        if (IsUnbounded)
        {
            double farthest = Math.Max(Math.Abs(cells.X.Value), Math.Max(Math.Abs(cells.Y.Value), Math.Abs(cells.Z.Value)));
            return farthest < Reach - 2;
        }

        return cells.X.Value >= margin && cells.X.Value < CountX - 1 - margin
            && cells.Y.Value >= margin && cells.Y.Value < CountY - 1 - margin
            && cells.Z.Value >= margin && cells.Z.Value < CountZ - 1 - margin;
    }

    /// <summary>Linear index of a node, (i * CountY + j) * CountZ + k; another one without bounds.</summary>
    public long IndexOf(int i, int j, int k) => IsUnbounded
        ? (((long)(i + Reach) * (2 * Reach)) + j + Reach) * (2 * Reach) + k + Reach
        : ((long)i * CountY + j) * CountZ + k;

    /// <summary>The node of a linear index.</summary>
    public (int I, int J, int K) NodeOf(long index)
    {
        (long countY, long countZ, int first) = IsUnbounded ? (2L * Reach, 2L * Reach, -Reach) : (CountY, CountZ, 0);
        return ((int)(index / countZ / countY) + first, (int)(index / countZ % countY) + first, (int)(index % countZ) + first);
    }

    /// <inheritdoc/>
    public override string ToString() => IsUnbounded
        ? FormattableString.Invariant($"nodes of {CellSize:g4} m without bounds, around {Origin}")
        : FormattableString.Invariant($"{CountX} x {CountY} x {CountZ} nodes of {CellSize:g4} m from {Origin}");

    private static (double Origin, int Count) Axis(double minimum, double maximum, double cellSize)
    {
        const double margin = 2;
        double first = Math.Floor(minimum / cellSize) - margin;
        double count = Math.Ceiling(maximum / cellSize) + margin - first + 1;
        if (!(maximum >= minimum) || !(cellSize > 0) || !(count < int.MaxValue))
        {
            throw new SimulationSetupException(
                "Domain",
                FormattableString.Invariant($"[{minimum}, {maximum}] m cannot be covered by cells of {cellSize} m"),
                "give a finite box with minimum <= maximum and a positive cell size");
        }

        return (first * cellSize, (int)count);
    }
}
