using System.Globalization;
using ScottPlot;

namespace Splatsim.Plots.Drawing;

/// <summary>
/// Ticks of an axis that holds log10 of its values: decades written as powers of ten, and where few decades are in view
/// the steps 2 and 5 between them.
/// </summary>
internal sealed class LogarithmicTicks : ITickGenerator
{
    // Below this many decades, decades alone would leave an axis with one or two numbers.
    private const double FewDecades = 2.5;

    // From 10^-3 to 10^4 plain numbers read faster than powers.
    private const int SmallestPlainPower = -3;
    private const int LargestPlainPower = 4;

    /// <inheritdoc/>
    public Tick[] Ticks { get; set; } = [];

    /// <inheritdoc/>
    public int MaxTickCount { get; set; } = 12;

    /// <inheritdoc/>
    public void Regenerate(CoordinateRange range, Edge edge, PixelLength size, Paint paint, LabelStyle labelStyle)
    {
        double low = Math.Min(range.Value1, range.Value2);
        double high = Math.Max(range.Value1, range.Value2);
        int[] steps = high - low < FewDecades ? [1, 2, 5] : [1];
        int stride = Math.Max(1, (int)Math.Ceiling((high - low) / MaxTickCount));
        List<Tick> ticks = [];
        for (int power = (int)Math.Floor(low); power <= Math.Ceiling(high); power++)
        {
            if (power % stride != 0) continue;
            foreach (int step in steps)
            {
                double position = power + Math.Log10(step);
                if (position >= low && position <= high) ticks.Add(Tick.Major(position, Label(step, power)));
            }
        }

        Ticks = [.. ticks];
    }

    /// <summary>The text of step x 10^power.</summary>
    internal static string Label(int step, int power)
    {
        if (power is >= SmallestPlainPower and <= LargestPlainPower)
        {
            return ((decimal)(step * Math.Pow(10, power))).ToString("0.####", CultureInfo.InvariantCulture);
        }

        string ten = TickText.PowerOfTen(power);
        return step == 1 ? ten : $"{step}·{ten}";
    }
}
