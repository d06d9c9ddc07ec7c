using Splatsim.Splats;

namespace Splatsim.Rendering.Tests;

public sealed class ColormapTests
{
    [Fact]
    public void Evaluate_EveryMap_StaysInRangeAndStartsAndEndsAtItsEnds()
    {
        foreach (Colormap map in Colormap.All)
        {
            for (int step = -5; step <= 105; step++)
            {
                map.Evaluate(step / 100f, out float red, out float green, out float blue);
                Assert.True(red is >= 0 and <= 1 && green is >= 0 and <= 1 && blue is >= 0 and <= 1, $"{map.Name} at {step} %");
            }

            Assert.Same(map, Colormap.Find(map.Name.ToUpperInvariant()));
        }
    }

    // Ends of viridis as published: #440154 and #FDE725.
    [Fact]
    public void Viridis_Ends_AreThePublishedColours()
    {
        Colormap.Viridis.Evaluate(0, out float red, out float green, out float blue);
        Assert.Equal([0x44 / 255f, 0x01 / 255f, 0x54 / 255f], [red, green, blue]);
        Colormap.Viridis.Evaluate(2, out red, out green, out blue);
        Assert.Equal([0xFD / 255f, 0xE7 / 255f, 0x25 / 255f], [red, green, blue]);
    }

    [Fact]
    public void Find_UnknownName_ListsTheKnownOnes() =>
        Assert.Contains("viridis, inferno", Assert.Throws<ArgumentException>(() => Colormap.Find("jet")).Message);

    [Fact]
    public void Category_BeyondTheLast_StartsAgain()
    {
        Colormap.Categories.Category(1, out float red, out float green, out float blue);
        Colormap.Categories.Category(9, out float red2, out float green2, out float blue2);
        Assert.Equal((red, green, blue), (red2, green2, blue2));
        Colormap.Categories.Category(float.NaN, out red, out green, out blue);
        Assert.Equal((0.5f, 0.5f, 0.5f), (red, green, blue));
    }

    // One pixel under an opacity of 0.6 on black: 0.6 times the map's colour, whatever the harmonics say.
    [Theory]
    [InlineData(2.5f)]
    [InlineData(float.NaN)]
    public void Render_ScalarColoring_ReplacesTheColour(float value)
    {
        GaussianCloud cloud = TestScenes.One(0, 0, 2, 0.5, 0.6);
        ScalarColoring coloring = new([value], Colormap.Viridis, 1, 4);
        RenderTarget target = new(1, 1);
        new Rasterizer().Render(cloud, TestScenes.Camera(1, 1), new RenderOptions { ScalarColor = coloring }, target);
        coloring.Evaluate(0, out float red, out float green, out float blue);
        Assert.Equal(0.6f * red, target.Color!.Data[0], 1e-6f);
        Assert.Equal(0.6f * green, target.Color.Data[1], 1e-6f);
        Assert.Equal(0.6f * blue, target.Color.Data[2], 1e-6f);
    }
}
