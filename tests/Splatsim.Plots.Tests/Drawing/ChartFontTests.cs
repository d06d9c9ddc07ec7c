using ScottPlot;
using SkiaSharp;
using Splatsim.Plots.Drawing;

namespace Splatsim.Plots.Tests.Drawing;

public class ChartFontTests
{
    // Letters, digits, and what units, powers and formulas of the program need.
    private const string Characters = "abcXYZ0123456789 .,:;()[]/%+-−×·°±²³⁰¹⁴⁵⁶⁷⁸⁹⁻½µμΔΣαβγλνρστφθπ≤≥≈∞√äöüß";

    [Theory]
    [InlineData(false, 400)]
    [InlineData(true, 600)]
    public void Family_ComesFromTheLibrary(bool bold, int weight)
    {
        ChartFont.Register();
        SKTypeface typeface = Fonts.GetTypeface(ChartFont.Family, bold, italic: false);
        Assert.Equal(("Inter", weight), (typeface.FamilyName, typeface.FontWeight));
    }

    [Fact]
    public void Font_HasEveryCharacterThatChartsUse()
    {
        ChartFont.Register();
        SKTypeface typeface = Fonts.GetTypeface(ChartFont.Family, bold: false, italic: false);
        Assert.All(
            Characters, character => Assert.True(typeface.ContainsGlyph(character), $"no glyph for '{character}'"));
    }

    [Fact]
    public void Licence_TravelsWithTheFont()
    {
        using Stream? licence = typeof(ChartFont).Assembly.GetManifestResourceStream("OFL.txt");
        Assert.NotNull(licence);
        Assert.Contains("SIL OPEN FONT LICENSE", new StreamReader(licence).ReadToEnd(), StringComparison.Ordinal);
    }
}
