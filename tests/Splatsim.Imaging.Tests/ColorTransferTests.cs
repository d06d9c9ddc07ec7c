namespace Splatsim.Imaging.Tests;

public class ColorTransferTests
{
    // Two float powers, each within a few units in the last place.
    private const float Tolerance = 1e-6f;

    [Theory]
    [InlineData(0f, 0f)]
    [InlineData(1f, 1f)]
    [InlineData(0.02f, 0.02f / 12.92f)]
    [InlineData(0.5f, 0.21404114f)] // IEC 61966-2-1: ((0.5 + 0.055) / 1.055)^2.4, computed in double
    public void Srgb_KnownValues_BecomeLinearAndBack(float srgb, float linear)
    {
        Assert.Equal(linear, ColorTransfer.SrgbToLinear(srgb), Tolerance);
        Assert.Equal(srgb, ColorTransfer.LinearToSrgb(linear), Tolerance);
        Assert.Equal(-linear, ColorTransfer.SrgbToLinear(-srgb), Tolerance);
    }

    [Fact]
    public void Images_RoundTrip_KeepsAlphaUntouched()
    {
        FloatImage image = new(1, 1, 4, [0.2f, 0.5f, 0.9f, 0.5f]);
        FloatImage linear = image.ToLinear();
        Assert.Equal(0.5f, linear.Data[3]);
        FloatImage back = linear.ToSrgb();
        for (int channel = 0; channel < 4; channel++) Assert.Equal(image.Data[channel], back.Data[channel], Tolerance);
    }
}
