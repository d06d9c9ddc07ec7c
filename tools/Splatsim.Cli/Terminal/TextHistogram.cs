namespace Splatsim.Cli;

/// <summary>Histograms for terminals: one character per bin, eight heights.</summary>
internal static class TextHistogram
{
    private const string Blocks = " ▁▂▃▄▅▆▇█";

    /// <summary>Counts values into bins between two limits; values outside go to the outer bins, NaN nowhere.</summary>
    public static int[] Count(ReadOnlySpan<float> values, double minimum, double maximum, int bins)
    {
        int[] counts = new int[bins];
        double scale = maximum > minimum ? bins / (maximum - minimum) : 0;
        foreach (float value in values)
        {
            if (float.IsNaN(value)) continue;
            counts[(int)Math.Clamp((value - minimum) * scale, 0, bins - 1)]++;
        }

        return counts;
    }

    /// <summary>The histogram as one line.</summary>
    public static string Draw(ReadOnlySpan<int> counts)
    {
        int highest = 1;
        foreach (int count in counts) highest = Math.Max(highest, count);
        char[] line = new char[counts.Length];
        for (int i = 0; i < line.Length; i++)
            line[i] = counts[i] == 0 ? ' ' : Blocks[Math.Max(1, (int)Math.Ceiling(8.0 * counts[i] / highest))];
        return new string(line);
    }
}
