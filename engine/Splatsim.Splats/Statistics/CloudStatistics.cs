namespace Splatsim.Splats;

/// <summary>A summary of a cloud: every column, and how opacity and scale are spread.</summary>
/// <param name="Count">Number of splats.</param>
/// <param name="Degree">Spherical-harmonic degree.</param>
/// <param name="Columns">Statistics of every column, in the order of 3DGS PLY files.</param>
/// <param name="Opacity">Opacity after the sigmoid, 0 to 1.</param>
/// <param name="Scale">Base-10 logarithm of the largest standard deviation [scene units].</param>
public sealed record CloudStatistics(
    int Count, int Degree, IReadOnlyList<ColumnStatistics> Columns, Histogram Opacity, Histogram Scale)
{
    /// <summary>Number of bins of both histograms.</summary>
    public const int BinCount = 20;

    private static readonly string[] GeometryNames =
        ["x", "y", "z", "rot_0", "rot_1", "rot_2", "rot_3", "scale_0", "scale_1", "scale_2", "opacity"];

    /// <summary>Number of values that are not a number, over all columns.</summary>
    public int NanCount => Columns.Sum(column => column.NanCount);

    /// <summary>Number of infinite values, over all columns (legal for opacity and flat scales).</summary>
    public int InfinityCount => Columns.Sum(column => column.InfinityCount);

    /// <summary>Summarises a cloud.</summary>
    /// <param name="cloud">The cloud; not changed.</param>
    public static CloudStatistics Of(GaussianCloud cloud)
    {
        int harmonics = cloud.ShCoefficientCount, rest = harmonics - 1;
        ColumnStatistics[] columns = new ColumnStatistics[GeometryNames.Length + 3 * harmonics];
        Parallel.For(0, columns.Length, column =>
        {
            int sh = column - GeometryNames.Length;
            if (sh < 0)
            {
                columns[column] = ColumnStatistics.Of(GeometryNames[column], cloud.GeometryColumns[column].Span);
                return;
            }

            string name = sh < 3 ? $"f_dc_{sh}" : $"f_rest_{sh - 3}";
            (int channel, int coefficient) = sh < 3 ? (sh, 0) : ((sh - 3) / rest, (sh - 3) % rest + 1);
            columns[column] = ColumnStatistics.Of(name, cloud.Sh(coefficient, channel));
        });
        IEnumerable<int> splats = Enumerable.Range(0, cloud.Count);
        double[] scales = [.. splats.Select(splat => Math.Log10(cloud.LargestScaleOf(splat)))];
        float[] narrow = Array.ConvertAll(scales, scale => (float)scale);
        double low = OrderStatistics.Percentile(narrow, 0.5), high = OrderStatistics.Percentile(narrow, 99.5);
        // A cloud without spread (or without splats) still gets a decade of bins.
        if (!(high - low > 1e-3)) (low, high) = double.IsNaN(low) ? (-3, 0) : (low - 0.5, low + 0.5);
        return new(
            cloud.Count,
            cloud.Degree,
            columns,
            Histogram.Of(splats.Select(splat => cloud.OpacityOf(splat)), 0, 1, BinCount),
            Histogram.Of(scales, low, high, BinCount));
    }
}
