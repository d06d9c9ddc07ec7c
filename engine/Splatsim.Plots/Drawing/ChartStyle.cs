using ScottPlot;

namespace Splatsim.Plots.Drawing;

/// <summary>
/// The one look of all charts: white paper, quiet grid, colours that stay apart for colour-blind readers.
/// </summary>
internal static class ChartStyle
{
    /// <summary>Width of lines [px at scale 1].</summary>
    internal const float LineWidth = 2;

    /// <summary>Size of dots [px at scale 1].</summary>
    internal const float MarkerSize = 6;

    private const float TitleSize = 17;
    private const float LabelSize = 14;
    private const float TickSize = 12;

    // Text is made for pictures of this height and grows with larger ones.
    private const double ReferenceHeight = 480;

    private static readonly Color ink = Color.FromHex("#22272E");
    private static readonly Color quietInk = Color.FromHex("#57606A");
    private static readonly Color grid = Color.FromHex("#E6E9EE");

    // After Okabe and Ito, "Color Universal Design" (2008), with darker yellow for thin lines on white.
    private static readonly Color[] palette =
    [
        Color.FromHex("#0072B2"), Color.FromHex("#D55E00"), Color.FromHex("#009E73"), Color.FromHex("#CC79A7"),
        Color.FromHex("#E69F00"), Color.FromHex("#56B4E9"), Color.FromHex("#6E5BB8"), Color.FromHex("#5F6670"),
    ];

    /// <summary>The colour of marks.</summary>
    internal static Color MarkColor => quietInk;

    /// <summary>The colour of a series by its place; after eight they repeat.</summary>
    internal static Color SeriesColor(int index) => palette[index % palette.Length];

    /// <summary>Puts the style on a plot whose axes and titles are set.</summary>
    internal static void Apply(Plot plot, string title, string xLabel, string yLabel, float height)
    {
        ChartFont.Register();
        plot.ScaleFactor = Math.Max(1, height / ReferenceHeight);
        plot.Font.Set(ChartFont.Family);
        plot.Axes.Color(quietInk);
        plot.Axes.Top.FrameLineStyle.IsVisible = false;
        plot.Axes.Right.FrameLineStyle.IsVisible = false;
        plot.Grid.MajorLineColor = grid;
        plot.Grid.MajorLineWidth = 1;
        if (title.Length > 0) plot.Title(title, TitleSize);
        plot.Axes.Title.Label.ForeColor = ink;
        // Label.Bold asks system fonts only; the typeface itself is obeyed.
        plot.Axes.Title.Label.Font = Fonts.GetTypeface(ChartFont.Family, bold: true, italic: false);
        plot.XLabel(xLabel, LabelSize);
        plot.YLabel(yLabel, LabelSize);
        foreach (IAxis axis in new IAxis[] { plot.Axes.Bottom, plot.Axes.Left })
        {
            axis.Label.Bold = false;
            axis.Label.ForeColor = ink;
            axis.TickLabelStyle.FontSize = TickSize;
            axis.MajorTickStyle.Length = 4;
            axis.MinorTickStyle.Length = 0;
        }

        // Room for half of the last tick's number, which would be cut off at the edge of the picture.
        plot.Axes.Right.MinimumSize = 24;

        Legend legend = plot.Legend;
        legend.SymbolWidth = 26;
        legend.FontName = ChartFont.Family;
        legend.FontSize = TickSize;
        legend.FontColor = ink;
        legend.OutlineWidth = 0;
        legend.ShadowColor = Colors.Transparent;
        legend.BackgroundColor = Colors.White.WithAlpha(0.85);
    }
}
