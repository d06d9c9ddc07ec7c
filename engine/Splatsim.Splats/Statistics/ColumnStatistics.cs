namespace Splatsim.Splats;

/// <summary>What one column holds. Minimum to median are over the finite values, NaN when there is none.</summary>
/// <param name="Name">The column, named as in 3DGS PLY files (f_rest channel-major).</param>
/// <param name="Minimum">Smallest value.</param>
/// <param name="Maximum">Largest value.</param>
/// <param name="Mean">Arithmetic mean.</param>
/// <param name="Median">Middle value.</param>
/// <param name="NanCount">Number of values that are not a number.</param>
/// <param name="InfinityCount">Number of values that are plus or minus infinity.</param>
public sealed record ColumnStatistics(
    string Name, double Minimum, double Maximum, double Mean, double Median, int NanCount, int InfinityCount)
{
    /// <summary>Statistics of a column.</summary>
    /// <param name="name">Name of the column.</param>
    /// <param name="values">The values; not changed.</param>
    public static ColumnStatistics Of(string name, ReadOnlySpan<float> values)
    {
        double minimum = double.PositiveInfinity, maximum = double.NegativeInfinity, sum = 0;
        int nan = 0;
        foreach (float value in values)
            if (float.IsNaN(value)) nan++;
        float[] finite = OrderStatistics.Finite(values, out int count);
        Span<float> part = finite.AsSpan(0, count);
        foreach (float value in part)
        {
            minimum = Math.Min(minimum, value);
            maximum = Math.Max(maximum, value);
            sum += value;
        }

        int infinite = values.Length - nan - count;
        return count == 0
            ? new(name, double.NaN, double.NaN, double.NaN, double.NaN, nan, infinite)
            : new(name, minimum, maximum, sum / count, OrderStatistics.PercentileInPlace(part, 50), nan, infinite);
    }
}
