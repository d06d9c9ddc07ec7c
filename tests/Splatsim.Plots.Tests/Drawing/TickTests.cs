using Splatsim.Plots.Drawing;

namespace Splatsim.Plots.Tests.Drawing;

public class TickTests
{
    [Theory]
    [InlineData(0, 2, "0")]
    [InlineData(-0.5, 2, "−0.5")]
    [InlineData(20000, 80000, "20000")]
    [InlineData(500000, 2000000, "0.5·10⁶")]
    [InlineData(1.5e-7, 4e-7, "1.5·10⁻⁷")]
    [InlineData(1e-17, 1, "0")]
    public void Linear_Label_IsShort(double value, double largest, string expected) =>
        Assert.Equal(expected, LinearTicks.Label(value, largest));

    [Theory]
    [InlineData(1, 0, "1")]
    [InlineData(5, -3, "0.005")]
    [InlineData(2, 4, "20000")]
    [InlineData(1, 9, "10⁹")]
    [InlineData(1, -12, "10⁻¹²")]
    [InlineData(5, 6, "5·10⁶")]
    public void Logarithmic_Label_IsADecade(int step, int power, string expected) =>
        Assert.Equal(expected, LogarithmicTicks.Label(step, power));
}
