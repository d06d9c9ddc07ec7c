using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>
/// Numbers at the nodes of a regular grid, immutable, shared by all back ends: a signed distance, the heights of a terrain.
/// The value at node (i, j, k) is number (i * CountY + j) * CountZ + k.
/// </summary>
public sealed class GridField
{
    private readonly float[] values;

    /// <summary>Takes the values over; they must not change any more.</summary>
    /// <param name="countX">Nodes along x, at least 1.</param>
    /// <param name="countY">Nodes along y, at least 1.</param>
    /// <param name="countZ">Nodes along z, at least 1.</param>
    /// <param name="spacing">Distance of neighbouring nodes [m].</param>
    /// <param name="origin">Position of node (0, 0, 0) in the frame of its owner [m].</param>
    /// <param name="values">Values, finite.</param>
    /// <exception cref="SimulationSetupException">The counts, the spacing or a value cannot be meant.</exception>
    public GridField(int countX, int countY, int countZ, double spacing, Vector3<Real64> origin, float[] values)
    {
        if (countX < 1 || countY < 1 || countZ < 1 || (long)countX * countY * countZ != values.Length)
        {
            throw new SimulationSetupException(
                "GridField.Values", $"{values.Length} values do not fill {countX} x {countY} x {countZ} nodes", "give one value per node");
        }

        if (!(spacing > 0 && double.IsFinite(spacing) && double.IsFinite((origin.X + origin.Y + origin.Z).Value)))
        {
            throw new SimulationSetupException(
                "GridField.Spacing", $"{spacing} m from {origin}", "give a positive length and a finite origin");
        }

        (CountX, CountY, CountZ, Spacing, Origin) = (countX, countY, countZ, spacing, origin);
        this.values = values;
        (Lowest, Highest) = (float.PositiveInfinity, float.NegativeInfinity);
        for (int i = 0; i < values.Length; i++)
        {
            if (!float.IsFinite(values[i]))
                throw new SimulationSetupException($"GridField.Values[{i}]", $"{values[i]} is not finite", "give finite numbers");
            Lowest = Math.Min(Lowest, values[i]);
            Highest = Math.Max(Highest, values[i]);
        }
    }

    /// <summary>Nodes along x.</summary>
    public int CountX { get; }

    /// <summary>Nodes along y.</summary>
    public int CountY { get; }

    /// <summary>Nodes along z.</summary>
    public int CountZ { get; }

    /// <summary>Distance of neighbouring nodes [m].</summary>
    public double Spacing { get; }

    /// <summary>Position of node (0, 0, 0) in the frame of its owner [m].</summary>
    public Vector3<Real64> Origin { get; }

    /// <summary>The values.</summary>
    public ReadOnlySpan<float> Values => values;

    /// <summary>Smallest value.</summary>
    public float Lowest { get; }

    /// <summary>Largest value.</summary>
    public float Highest { get; }

    /// <summary>Position of the last node along each axis [m].</summary>
    public Vector3<Real64> Maximum =>
        Origin + new Vector3<Real64>((CountX - 1) * Spacing, (CountY - 1) * Spacing, (CountZ - 1) * Spacing);

    /// <summary>One value.</summary>
    /// <param name="x">Node along x.</param>
    /// <param name="y">Node along y.</param>
    /// <param name="z">Node along z.</param>
    public float At(int x, int y, int z) => values[(x * CountY + y) * CountZ + z];
}
