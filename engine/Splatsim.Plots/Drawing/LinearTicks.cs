using ScottPlot;
using ScottPlot.TickGenerators;

namespace Splatsim.Plots.Drawing;

/// <summary>
/// Ticks at round steps; very large or small numbers share one power of ten, so that labels stay short and alike.
/// </summary>
internal sealed class LinearTicks : ITickGenerator
{
    private const double LargestPlain = 1e5;
    private const double SmallestPlain = 1e-2;

    // Of what would fit: a number every few centimetres is enough to read a chart.
    private const double TickDensity = 0.6;

    private readonly NumericAutomatic positions = new() { TickDensity = TickDensity };

    /// <inheritdoc/>
    public Tick[] Ticks { get; private set; } = [];

    /// <inheritdoc/>
    public int MaxTickCount
    {
        get => positions.MaxTickCount;
        set => positions.MaxTickCount = value;
    }

    /// <inheritdoc/>
    public void Regenerate(CoordinateRange range, Edge edge, PixelLength size, Paint paint, LabelStyle labelStyle)
    {
        positions.Regenerate(range, edge, size, paint, labelStyle);
        double[] major = [.. positions.Ticks.Where(tick => tick.IsMajor).Select(tick => tick.Position)];
        double largest = major.Length == 0 ? 0 : major.Max(Math.Abs);
        Ticks = [.. major.Select(position => Tick.Major(position, Label(position, largest)))];
    }

    /// <summary>The text of a tick on an axis whose largest tick is given.</summary>
    internal static string Label(double value, double largest)
    {
        // The generator's positions carry rounding of the step: what is nothing beside the largest is zero.
        if (Math.Abs(value) < largest * 1e-9) return "0";
        if (largest is >= SmallestPlain and < LargestPlain) return TickText.Plain(value);
        int power = (int)Math.Floor(Math.Log10(largest) + 1e-9);
        return $"{TickText.Plain(value / Math.Pow(10, power))}·{TickText.PowerOfTen(power)}";
    }
}
