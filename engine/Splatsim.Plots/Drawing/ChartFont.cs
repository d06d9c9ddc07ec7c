using ScottPlot;
using SkiaSharp;

namespace Splatsim.Plots.Drawing;

/// <summary>The font of every chart: Inter, carried inside the library, because servers have no fonts at all.</summary>
internal sealed class ChartFont : IFontResolver
{
    /// <summary>
    /// The family's name for ScottPlot; no system font is called that, so what is drawn is the same everywhere.
    /// </summary>
    internal const string Family = "Splatsim Sans";

    private static readonly Lock registration = new();
    private static bool isRegistered;
    private readonly SKTypeface regular = Load("Inter-Regular.otf");
    private readonly SKTypeface bold = Load("Inter-SemiBold.otf");

    /// <summary>Makes the family known to ScottPlot, once.</summary>
    internal static void Register()
    {
        lock (registration)
        {
            if (isRegistered) return;
            Fonts.FontResolvers.Insert(0, new ChartFont());
            isRegistered = true;
        }
    }

    /// <inheritdoc/>
    public SKTypeface? CreateTypeface(string fontName, FontWeight weight, FontSlant slant, FontSpacing spacing) =>
        CreateTypeface(fontName, weight >= FontWeight.SemiBold, italic: false);

    /// <inheritdoc/>
    public SKTypeface? CreateTypeface(string fontName, bool bold, bool italic)
    {
        if (fontName != Family) return null;
        return bold ? this.bold : regular;
    }

    private static SKTypeface Load(string resource)
    {
        using Stream stream = typeof(ChartFont).Assembly.GetManifestResourceStream(resource)
            ?? throw new InvalidOperationException(
                $"the font {resource} is missing from {typeof(ChartFont).Assembly.GetName().Name}");
        return SKTypeface.FromStream(stream)
            ?? throw new InvalidOperationException($"the font {resource} cannot be read");
    }
}
