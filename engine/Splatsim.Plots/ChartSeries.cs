namespace Splatsim.Plots;

/// <summary>Something drawn on a chart, in the axes' units.</summary>
internal abstract record ChartSeries(string Label);

/// <summary>Points joined by lines; anything not finite is a gap.</summary>
internal sealed record LineSeries(string Label, double[] X, double[] Y, LineLook Look) : ChartSeries(Label);

/// <summary>Counts between edges, edges.Length = counts.Length + 1.</summary>
internal sealed record HistogramSeries(string Label, double[] Edges, double[] Counts) : ChartSeries(Label);

/// <summary>One bar per named category.</summary>
internal sealed record BarSeries(string Label, string[] Categories, double[] Values) : ChartSeries(Label);

/// <summary>A thin line across the chart at one value.</summary>
internal sealed record MarkSeries(string Label, double Value, bool IsVertical) : ChartSeries(Label);
