namespace Splatsim.Formats;

/// <summary>256 values that stand for many.</summary>
/// <remarks>
/// Neighbouring values merge, cheapest pair first, until 256 are left (Ward 1963, in one dimension, where only neighbours
/// can be the cheapest). Ward's cost w d^2, with w the harmonic sum of the weights, would make codes as dense as the cube
/// root of the values, which is best for squared errors; w is taken to the power 1/2, which makes it the fifth root, best
/// for fourth powers: rare values, such as the largest scales, are seen best and would err most under squares.
/// </remarks>
internal sealed class SogCodebook
{
    internal const int Size = 256;

    private const int BinCount = 1 << 15;

    private readonly float[] middles = new float[Size - 1];

    private SogCodebook(float[] values)
    {
        Values = values;
        for (int i = 0; i < middles.Length; i++) middles[i] = 0.5f * (values[i] + values[i + 1]);
    }

    /// <summary>The values, ascending.</summary>
    internal float[] Values { get; }

    /// <summary>Makes a codebook for the values of several columns; all finite.</summary>
    internal static SogCodebook For(IReadOnlyList<ReadOnlyMemory<float>> columns)
    {
        float low = float.PositiveInfinity, high = float.NegativeInfinity;
        foreach (ReadOnlyMemory<float> column in columns)
        {
            foreach (float value in column.Span)
            {
                low = Math.Min(low, value);
                high = Math.Max(high, value);
            }
        }

        if (!(high > low)) return new(Enumerable.Repeat(float.IsFinite(low) ? low : 0, Size).ToArray());
        double[] counts = new double[BinCount], sums = new double[BinCount];
        double scale = BinCount / ((double)high - low);
        foreach (ReadOnlyMemory<float> column in columns)
        {
            foreach (float value in column.Span)
            {
                int bin = Math.Min(BinCount - 1, (int)((value - (double)low) * scale));
                counts[bin]++;
                sums[bin] += value;
            }
        }

        return new(Codes(counts, sums));
    }

    /// <summary>The code whose value is nearest.</summary>
    internal byte Encode(float value)
    {
        int low = 0, high = middles.Length;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            if (value > middles[middle]) low = middle + 1;
            else high = middle;
        }

        return (byte)low;
    }

    private static float[] Codes(double[] counts, double[] sums)
    {
        // Runs of bins that share a code: their weight and sum, and the first bins of their neighbours.
        int[] filled = [.. Enumerable.Range(0, BinCount).Where(bin => counts[bin] > 0)];
        int[] next = new int[BinCount], previous = new int[BinCount], age = new int[BinCount];
        for (int i = 0; i < filled.Length; i++)
        {
            next[filled[i]] = i + 1 < filled.Length ? filled[i + 1] : -1;
            previous[filled[i]] = i > 0 ? filled[i - 1] : -1;
        }

        // An entry is the merging of a run with the next one; it is stale when either has changed since.
        PriorityQueue<(int Run, int Age, int NextAge), double> merges = new();
        for (int i = 0; i + 1 < filled.Length; i++) Offer(filled[i]);
        for (int left = filled.Length; left > Size; left--)
        {
            (int run, int runAge, int nextAge) = merges.Dequeue();
            int other = next[run];
            if (counts[run] == 0 || age[run] != runAge || other < 0 || age[other] != nextAge)
            {
                left++;
                continue;
            }

            counts[run] += counts[other];
            sums[run] += sums[other];
            counts[other] = 0;
            age[run]++;
            next[run] = next[other];
            if (next[run] >= 0) previous[next[run]] = run;
            Offer(run);
            if (previous[run] >= 0) Offer(previous[run]);
        }

        float[] codes = [.. filled.Where(bin => counts[bin] > 0).Select(bin => (float)(sums[bin] / counts[bin]))];
        return [.. Enumerable.Range(0, Size).Select(code => codes[Math.Min(code, codes.Length - 1)])];

        void Offer(int run)
        {
            int other = next[run];
            if (other < 0) return;
            double weight = counts[run] * counts[other] / (counts[run] + counts[other]);
            double distance = sums[other] / counts[other] - sums[run] / counts[run];
            merges.Enqueue((run, age[run], age[other]), Math.Sqrt(weight) * distance * distance);
        }
    }
}
