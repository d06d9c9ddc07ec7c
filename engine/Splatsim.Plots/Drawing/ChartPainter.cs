using ScottPlot;
using ScottPlot.Plottables;

namespace Splatsim.Plots.Drawing;

/// <summary>Turns a chart into a ScottPlot plot. The only place that knows how series are drawn.</summary>
internal static class ChartPainter
{
    // Share of a category's width that its bars fill.
    private const double BarShare = 0.8;

    // Bars fill the plot from side to side: above named ones there must be room for the legend.
    private const double NamedBarMargin = 0.3;

    /// <summary>Makes the plot for a picture of a size.</summary>
    internal static Plot Paint(Chart chart, float width, float height)
    {
        Plot plot = new();
        ChartStyle.Apply(plot, chart.Title, chart.X.Label, chart.Y.Label, Math.Min(width, height * 1.6f) / 1.6f);
        SetTicks(plot.Axes.Bottom, chart.X);
        SetTicks(plot.Axes.Left, chart.Y);
        BarSeries[] bars = [.. chart.Series.OfType<BarSeries>()];
        int color = 0;
        foreach (ChartSeries series in chart.Series)
        {
            switch (series)
            {
                case LineSeries line:
                    AddLine(plot, chart, line, ChartStyle.SeriesColor(color++));
                    break;
                case HistogramSeries histogram:
                    AddHistogram(plot, chart, histogram, ChartStyle.SeriesColor(color++));
                    break;
                case BarSeries bar:
                    AddBars(plot, chart, bar, Array.IndexOf(bars, bar), bars.Length, ChartStyle.SeriesColor(color++));
                    break;
                case MarkSeries mark:
                    AddMark(plot, chart, mark);
                    break;
                default:
                    throw new InvalidOperationException($"series of type {series.GetType().Name} have no drawing");
            }
        }

        SetLimits(plot, chart);
        if (chart.Series.Any(series => series.Label.Length > 0)) plot.ShowLegend(LegendPlace.Choose(plot));
        else plot.HideLegend();
        return plot;
    }

    private static void SetTicks(IAxis axis, ChartAxis description)
    {
        axis.TickGenerator = description.Logarithmic ? new LogarithmicTicks() : new LinearTicks();
    }

    private static double Place(double value, ChartAxis axis) => axis.Logarithmic ? Math.Log10(value) : value;

    private static void AddLine(Plot plot, Chart chart, LineSeries line, Color color)
    {
        // Each unbroken run is a line of its own: a joined line would hide what is missing. The legend names the first.
        string label = line.Label;
        List<Coordinates> run = [];
        for (int index = 0; index <= line.X.Length; index++)
        {
            if (index < line.X.Length)
            {
                Coordinates point = new(Place(line.X[index], chart.X), Place(line.Y[index], chart.Y));
                if (double.IsFinite(point.X) && double.IsFinite(point.Y))
                {
                    run.Add(point);
                    continue;
                }
            }

            if (run.Count == 0) continue;
            Scatter scatter = plot.Add.Scatter(run.ToArray(), color);
            scatter.LegendText = label;
            scatter.LineWidth = line.Look == LineLook.DotsOnly ? 0 : ChartStyle.LineWidth;
            scatter.LinePattern = line.Look == LineLook.Dashed ? LinePattern.Dashed : LinePattern.Solid;
            bool isDot = line.Look is LineLook.Dots or LineLook.DotsOnly || run.Count == 1;
            scatter.MarkerSize = isDot ? ChartStyle.MarkerSize : 0;
            label = "";
            run = [];
        }
    }

    private static void AddHistogram(Plot plot, Chart chart, HistogramSeries histogram, Color color)
    {
        List<Bar> bars = [];
        double floor = chart.Y.Logarithmic ? Math.Log10(0.5) : 0;
        for (int bin = 0; bin < histogram.Counts.Length; bin++)
        {
            if (histogram.Counts[bin] == 0) continue;
            double left = Place(histogram.Edges[bin], chart.X);
            double right = Place(histogram.Edges[bin + 1], chart.X);
            bars.Add(new Bar
            {
                Position = (left + right) / 2,
                Size = right - left,
                ValueBase = floor,
                Value = Place(histogram.Counts[bin], chart.Y),
                FillColor = color.WithAlpha(0.75),
                LineWidth = 0,
            });
        }

        BarPlot plotted = plot.Add.Bars(bars);
        plotted.LegendText = histogram.Label;
    }

    private static void AddBars(Plot plot, Chart chart, BarSeries series, int place, int placeCount, Color color)
    {
        double size = BarShare / placeCount;
        double first = size * (place - (placeCount - 1) / 2.0);
        List<Bar> bars = [];
        for (int category = 0; category < series.Values.Length; category++)
        {
            double value = Place(series.Values[category], chart.Y);
            if (!double.IsFinite(value)) continue;
            bars.Add(new Bar
            {
                Position = category + first,
                Size = size * 0.94,
                Value = value,
                FillColor = color,
                LineWidth = 0,
                Label = series.Values[category].ToString("G3", System.Globalization.CultureInfo.InvariantCulture),
            });
        }

        BarPlot plotted = plot.Add.Bars(bars);
        plotted.LegendText = series.Label;
        plotted.ValueLabelStyle.FontName = ChartFont.Family;
        double[] positions = [.. Enumerable.Range(0, series.Categories.Length).Select(index => (double)index)];
        plot.Axes.Bottom.SetTicks(positions, series.Categories);
        plot.Axes.Bottom.MajorTickStyle.Length = 0;
    }

    private static void AddMark(Plot plot, Chart chart, MarkSeries mark)
    {
        double place = Place(mark.Value, mark.IsVertical ? chart.X : chart.Y);
        if (!double.IsFinite(place)) return;
        AxisLine line = mark.IsVertical
            ? plot.Add.VerticalLine(place, 1, ChartStyle.MarkColor, LinePattern.Dashed)
            : plot.Add.HorizontalLine(place, 1, ChartStyle.MarkColor, LinePattern.Dashed);
        line.LegendText = mark.Label;
    }

    private static void SetLimits(Plot plot, Chart chart)
    {
        bool hasBars = chart.Series.Any(series => series is BarSeries or HistogramSeries);
        bool isNamed = chart.Series.Any(series => series is BarSeries && series.Label.Length > 0);
        bool hasLines = chart.Series.Any(series => series is LineSeries);
        plot.Axes.Margins(hasLines && !hasBars ? 0.02 : 0.05, hasBars ? isNamed ? NamedBarMargin : 0.12 : 0.08);
        plot.Axes.AutoScale();
        AxisLimits found = plot.Axes.GetLimits();
        double bottom = hasBars && !chart.Y.Logarithmic && found.Bottom < 0 && AllBarsPositive(chart)
            ? 0
            : found.Bottom;
        plot.Axes.SetLimits(
            Limit(chart.X.Minimum, chart.X) ?? found.Left,
            Limit(chart.X.Maximum, chart.X) ?? found.Right,
            Limit(chart.Y.Minimum, chart.Y) ?? bottom,
            Limit(chart.Y.Maximum, chart.Y) ?? found.Top);
    }

    private static bool AllBarsPositive(Chart chart) => chart.Series.All(series => series switch
    {
        LineSeries => false,
        BarSeries bars => bars.Values.All(value => !(value < 0)),
        _ => true,
    });

    private static double? Limit(double? value, ChartAxis axis) => value is double given ? Place(given, axis) : null;
}
