namespace Splatsim.Plots;

/// <summary>
/// A chart: titled axes with units, and on them lines, histograms, bars and marks. It holds data only; every chart of
/// the program is drawn in one style. The result needs no font on the machine.
/// </summary>
public sealed class Chart
{
    private readonly List<ChartSeries> series = [];

    /// <summary>Makes an empty chart.</summary>
    /// <param name="title">What it shows; empty for none.</param>
    /// <param name="x">Horizontal axis.</param>
    /// <param name="y">Vertical axis.</param>
    public Chart(string title, ChartAxis x, ChartAxis y)
    {
        Title = title;
        X = x;
        Y = y;
    }

    /// <summary>What the chart shows.</summary>
    public string Title { get; }

    /// <summary>Horizontal axis.</summary>
    public ChartAxis X { get; }

    /// <summary>Vertical axis.</summary>
    public ChartAxis Y { get; }

    /// <summary>What was added, in order.</summary>
    internal IReadOnlyList<ChartSeries> Series => series;

    /// <summary>
    /// Adds a line through points. Points that are not finite, or not above 0 on a logarithmic axis, leave gaps.
    /// </summary>
    /// <param name="label">Name in the legend; empty for none.</param>
    /// <param name="x">Values along the horizontal axis, in its unit.</param>
    /// <param name="y">Values along the vertical axis, in its unit, as many as x.</param>
    /// <param name="look">Line or dots.</param>
    /// <exception cref="ArgumentException">The numbers of values differ.</exception>
    public Chart AddLine(string label, IReadOnlyList<double> x, IReadOnlyList<double> y, LineLook look = LineLook.Solid)
    {
        if (x.Count != y.Count)
        {
            throw new ArgumentException($"line '{label}' has {x.Count} x and {y.Count} y values", nameof(y));
        }

        series.Add(new LineSeries(label, [.. x], [.. y], look));
        return this;
    }

    /// <summary>
    /// Adds the histogram of values: equal bins between the smallest and the largest one, equal in decades when the
    /// horizontal axis is logarithmic. Values that cannot be shown are not counted.
    /// </summary>
    /// <param name="label">Name in the legend; empty for none.</param>
    /// <param name="values">Values, in the unit of the horizontal axis.</param>
    /// <param name="binCount">Number of bins, at least 1.</param>
    /// <exception cref="ArgumentException">No value can be shown.</exception>
    public Chart AddHistogram(string label, IEnumerable<double> values, int binCount = 50)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(binCount, 1);
        (double[] edges, double[] counts) = Histogram.Count(values, binCount, X.Logarithmic);
        if (edges.Length == 0)
        {
            throw new ArgumentException(
                $"histogram '{label}' has no finite{(X.Logarithmic ? " positive" : "")} value", nameof(values));
        }

        series.Add(new HistogramSeries(label, edges, counts));
        return this;
    }

    /// <summary>Adds a bar per category; several calls with the same categories stand side by side.</summary>
    /// <param name="label">Name in the legend; empty for none.</param>
    /// <param name="categories">Names below the bars.</param>
    /// <param name="values">Heights, in the unit of the vertical axis, as many as categories.</param>
    /// <exception cref="ArgumentException">The numbers differ, or the chart has bars of other categories.</exception>
    public Chart AddBars(string label, IReadOnlyList<string> categories, IReadOnlyList<double> values)
    {
        if (categories.Count != values.Count)
        {
            throw new ArgumentException(
                $"bars '{label}' have {categories.Count} categories and {values.Count} values", nameof(values));
        }

        BarSeries? other = series.OfType<BarSeries>().FirstOrDefault();
        if (other is not null && !other.Categories.SequenceEqual(categories))
        {
            throw new ArgumentException(
                $"bars '{label}' have other categories than '{other.Label}'", nameof(categories));
        }

        if (X.Logarithmic)
        {
            throw new ArgumentException(
                $"bars '{label}' have names, which a logarithmic horizontal axis cannot show", nameof(categories));
        }

        series.Add(new BarSeries(label, [.. categories], [.. values]));
        return this;
    }

    /// <summary>Adds a thin vertical line at a value of the horizontal axis.</summary>
    /// <param name="label">Name in the legend; empty for none.</param>
    /// <param name="x">Value, in the axis's unit.</param>
    public Chart AddVerticalMark(string label, double x)
    {
        series.Add(new MarkSeries(label, x, IsVertical: true));
        return this;
    }

    /// <summary>Adds a thin horizontal line at a value of the vertical axis.</summary>
    /// <param name="label">Name in the legend; empty for none.</param>
    /// <param name="y">Value, in the axis's unit.</param>
    public Chart AddHorizontalMark(string label, double y)
    {
        series.Add(new MarkSeries(label, y, IsVertical: false));
        return this;
    }

    /// <summary>Draws the chart.</summary>
    /// <param name="width">Width [px], at least 100. Text grows with the picture.</param>
    /// <param name="height">Height [px], at least 100.</param>
    /// <returns>A PNG file.</returns>
    public byte[] ToPng(int width = 960, int height = 600) => ChartPage.ToPng([this], columns: 1, width, height);

    /// <summary>Draws the chart into a PNG file, under a temporary name first.</summary>
    /// <param name="path">Target; its folder is made when missing.</param>
    /// <param name="width">Width [px], at least 100.</param>
    /// <param name="height">Height [px], at least 100.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void Save(string path, int width = 960, int height = 600) =>
        ChartPage.Save(path, [this], columns: 1, width, height);
}
