namespace Splatsim.Imaging;

/// <summary>
/// The windowed moments of one channel of an image pair, a row of window centres at a time: E[a], E[b], E[aa], E[bb],
/// E[ab]. Only the 11 rows that the window touches are kept, so that 8K images need no planes of doubles.
/// </summary>
internal sealed class SsimStatistics<TSamples>
    where TSamples : struct, IImageSamples
{
    private const int MomentCount = 5;
    private readonly TSamples a;
    private readonly TSamples b;
    private readonly int channel;
    private readonly int padding;
    private readonly double[][] filteredRows = new double[MomentCount * SsimWindow.Size][];
    private readonly double[][] paddedRows = new double[MomentCount][];
    private readonly double[][] moments = new double[MomentCount][];
    private int nextInputRow;

    internal SsimStatistics(TSamples a, TSamples b, int channel, SsimPadding padding)
    {
        this.a = a;
        this.b = b;
        this.channel = channel;
        this.padding = padding == SsimPadding.SameZero ? SsimWindow.Radius : 0;
        Width = a.Width + 2 * this.padding - (SsimWindow.Size - 1);
        Height = a.Height + 2 * this.padding - (SsimWindow.Size - 1);
        for (int index = 0; index < filteredRows.Length; index++) filteredRows[index] = new double[Width];
        for (int index = 0; index < MomentCount; index++)
        {
            paddedRows[index] = new double[a.Width + 2 * this.padding];
            moments[index] = new double[Width];
        }
    }

    /// <summary>Window centres in a row.</summary>
    internal int Width { get; }

    /// <summary>Rows of window centres.</summary>
    internal int Height { get; }

    internal ReadOnlySpan<double> MeanA => moments[0];

    internal ReadOnlySpan<double> MeanB => moments[1];

    internal ReadOnlySpan<double> MeanAA => moments[2];

    internal ReadOnlySpan<double> MeanBB => moments[3];

    internal ReadOnlySpan<double> MeanAB => moments[4];

    /// <summary>Computes the moments of a row of centres; rows must be asked for in ascending order.</summary>
    internal void MoveTo(int row)
    {
        int last = Math.Min(a.Height - 1, row - padding + SsimWindow.Size - 1);
        for (; nextInputRow <= last; nextInputRow++) FilterInputRow(nextInputRow);
        for (int moment = 0; moment < MomentCount; moment++)
        {
            moments[moment].AsSpan().Clear();
            for (int tap = 0; tap < SsimWindow.Size; tap++)
            {
                int source = row - padding + tap;
                if (source < 0 || source >= a.Height) continue;
                SsimWindow.AddScaled(moments[moment], Ring(source, moment), SsimWindow.Weights[tap]);
            }
        }
    }

    private double[] Ring(int row, int moment) => filteredRows[row % SsimWindow.Size * MomentCount + moment];

    private void FilterInputRow(int row)
    {
        for (int column = 0; column < a.Width; column++)
        {
            int index = (row * a.Width + column) * a.Channels + channel;
            double x = a.At(index);
            double y = b.At(index);
            int target = column + padding;
            paddedRows[0][target] = x;
            paddedRows[1][target] = y;
            paddedRows[2][target] = x * x;
            paddedRows[3][target] = y * y;
            paddedRows[4][target] = x * y;
        }

        for (int moment = 0; moment < MomentCount; moment++)
        {
            SsimWindow.FilterRow(paddedRows[moment], Ring(row, moment));
        }
    }
}
