using ScottPlot;
using ScottPlot.Plottables;

namespace Splatsim.Plots.Drawing;

/// <summary>Puts the legend into the corner where it hides the least.</summary>
internal static class LegendPlace
{
    // A legend takes about this share of the picture's sides.
    private const double Share = 0.35;

    // Points of a line are tested this densely between its own points, so that long straight parts count as well.
    private const double Step = 0.02;

    // In order of preference where several are equally free.
    private static readonly Alignment[] corners =
    [
        Alignment.UpperRight, Alignment.UpperLeft, Alignment.LowerRight, Alignment.LowerLeft,
    ];

    /// <summary>The emptiest corner of a plot whose limits are set.</summary>
    internal static Alignment Choose(Plot plot)
    {
        AxisLimits limits = plot.Axes.GetLimits();
        int[] hidden = new int[corners.Length];
        foreach (Scatter line in plot.GetPlottables<Scatter>())
        {
            Coordinates? before = null;
            foreach (Coordinates point in line.Data.GetScatterPoints())
            {
                Coordinates at = new(
                    (point.X - limits.Left) / limits.HorizontalSpan, (point.Y - limits.Bottom) / limits.VerticalSpan);
                Count(before ?? at, at, hidden);
                before = at;
            }
        }

        foreach (Bar bar in plot.GetPlottables<BarPlot>().SelectMany(bars => bars.Bars))
        {
            double x = (bar.Position - limits.Left) / limits.HorizontalSpan;
            double top = (bar.Value - limits.Bottom) / limits.VerticalSpan;
            Count(
                new Coordinates(x, (bar.ValueBase - limits.Bottom) / limits.VerticalSpan),
                new Coordinates(x, top),
                hidden);
        }

        return corners[Array.IndexOf(hidden, hidden.Min())];
    }

    private static void Count(Coordinates from, Coordinates to, int[] hidden)
    {
        double length = Math.Max(Math.Abs(to.X - from.X), Math.Abs(to.Y - from.Y));
        int steps = (int)Math.Min(1 / Step, length / Step) + 1;
        for (int step = 1; step <= steps; step++)
        {
            double x = from.X + (to.X - from.X) * step / steps;
            double y = from.Y + (to.Y - from.Y) * step / steps;
            bool right = x > 1 - Share, left = x < Share, top = y > 1 - Share, bottom = y < Share;
            if (top && right) hidden[0]++;
            if (top && left) hidden[1]++;
            if (bottom && right) hidden[2]++;
            if (bottom && left) hidden[3]++;
        }
    }
}
