using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>Vectors on a regular grid of points and times, immutable and shared by all back ends.</summary>
public sealed class VectorField
{
    // Positions of values are whole numbers in single precision.
    private const int LargestSlice = 1 << 24;

    private readonly double[] times;

    /// <summary>A field; the values are copied.</summary>
    /// <param name="origin">Position of its first node [m].</param>
    /// <param name="spacing">Distance of its nodes along x, y, z [m].</param>
    /// <param name="countX">Nodes along x, at least 2.</param>
    /// <param name="countY">Nodes along y, at least 2.</param>
    /// <param name="countZ">Nodes along z, at least 2.</param>
    /// <param name="times">Times of the slices [s], strictly rising, at least one; the field rests before and after.</param>
    /// <param name="values">Vectors, shape [times, x, y, z, 3].</param>
    /// <exception cref="SimulationSetupException">Sizes that do not fit, or values that are not finite.</exception>
    public VectorField(
        Vector3<Real64> origin, Vector3<Real64> spacing, int countX, int countY, int countZ, ReadOnlySpan<double> times,
        ReadOnlySpan<float> values)
    {
        if (countX < 2 || countY < 2 || countZ < 2)
            throw new SimulationSetupException("Field.Count", $"{countX} x {countY} x {countZ} nodes are too few", "use at least 2 per axis");
        long slice = 3L * countX * countY * countZ;
        if (slice > LargestSlice)
            throw new SimulationSetupException("Field.Count", $"{slice} numbers per time are too many", $"use at most {LargestSlice}: a coarser grid");
        ForceChecks.Positive("Field.Spacing", spacing.X.Value, "m");
        ForceChecks.Positive("Field.Spacing", spacing.Y.Value, "m");
        ForceChecks.Positive("Field.Spacing", spacing.Z.Value, "m");
        if (times.Length == 0 || times.Length * slice != values.Length)
        {
            throw new SimulationSetupException(
                "Field.Values", $"{values.Length} numbers for {times.Length} times of {slice}", $"give {times.Length * slice}");
        }

        for (int i = 0; i < times.Length; i++)
        {
            if (!double.IsFinite(times[i]) || (i > 0 && times[i] <= times[i - 1]))
                throw new SimulationSetupException($"Field.Times[{i}]", $"{times[i]} s does not follow", "sort the times");
        }

        double fastest = 0;
        for (int i = 0; i < values.Length; i += 3)
        {
            double squared = values[i] * (double)values[i] + values[i + 1] * (double)values[i + 1] + values[i + 2] * (double)values[i + 2];
            if (!double.IsFinite(squared))
                throw new SimulationSetupException($"Field.Values[{i / 3}]", "is not finite", "give finite numbers");
            fastest = Math.Max(fastest, squared);
        }

        (Origin, Spacing, CountX, CountY, CountZ) = (ForceChecks.Finite("Field.Origin", origin), spacing, countX, countY, countZ);
        this.times = times.ToArray();
        Values = values.ToArray();
        Largest = Math.Sqrt(fastest);
    }

    /// <summary>Position of the first node [m].</summary>
    public Vector3<Real64> Origin { get; }

    /// <summary>Distance of the nodes along x, y, z [m].</summary>
    public Vector3<Real64> Spacing { get; }

    /// <summary>Nodes along x.</summary>
    public int CountX { get; }

    /// <summary>Nodes along y.</summary>
    public int CountY { get; }

    /// <summary>Nodes along z.</summary>
    public int CountZ { get; }

    /// <summary>Largest length of a vector.</summary>
    public double Largest { get; }

    /// <summary>All values, shape [times, x, y, z, 3]; not to be changed.</summary>
    internal float[] Values { get; }

    /// <summary>Where the two slices around a time start in the values, and the weight of the later one.</summary>
    internal (int Earlier, int Later, double Blend) SlicesAt(double time)
    {
        int slice = 3 * CountX * CountY * CountZ;
        if (time <= times[0]) return (0, 0, 0);
        for (int i = 1; i < times.Length; i++)
        {
            if (time >= times[i]) continue;
            return ((i - 1) * slice, i * slice, (time - times[i - 1]) / (times[i] - times[i - 1]));
        }

        int last = (times.Length - 1) * slice;
        return (last, last, 0);
    }
}
