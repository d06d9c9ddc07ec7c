namespace Splatsim.Imaging;

/// <summary>
/// Chooses a palette by splitting the box of colours, again and again, where the split lowers the squared error most.
/// Moments summed over a 32^3 grid make each trial split cost a few additions.
/// </summary>
/// <remarks>Wu 1991, "Efficient Statistical Computations for Optimal Color Quantization", Graphics Gems II.</remarks>
internal sealed class ColorQuantizer
{
    private const int Bits = 5;
    private const int Side = (1 << Bits) + 1;

    // Cumulative over the grid, one border of zeros: pixel count, sums of red, green, blue, sum of squared length.
    private readonly double[] count = new double[Side * Side * Side];
    private readonly double[] red = new double[Side * Side * Side];
    private readonly double[] green = new double[Side * Side * Side];
    private readonly double[] blue = new double[Side * Side * Side];
    private readonly double[] squares = new double[Side * Side * Side];

    /// <summary>A box of grid cells: above the low corner, up to and including the high one.</summary>
    private readonly record struct Box(int RedLow, int RedHigh, int GreenLow, int GreenHigh, int BlueLow, int BlueHigh)
    {
        internal int CellCount => (RedHigh - RedLow) * (GreenHigh - GreenLow) * (BlueHigh - BlueLow);
    }

    /// <summary>Counts one pixel.</summary>
    internal void Add(byte pixelRed, byte pixelGreen, byte pixelBlue)
    {
        int cell = Index((pixelRed >> (8 - Bits)) + 1, (pixelGreen >> (8 - Bits)) + 1, (pixelBlue >> (8 - Bits)) + 1);
        count[cell]++;
        red[cell] += pixelRed;
        green[cell] += pixelGreen;
        blue[cell] += pixelBlue;
        squares[cell] += pixelRed * pixelRed + pixelGreen * pixelGreen + pixelBlue * pixelBlue;
    }

    /// <summary>
    /// The palette, shape [colours, 3], at most the given number of colours; and its root-mean-square error per channel
    /// [0..255].
    /// </summary>
    internal (byte[] Palette, double Error) Choose(int colourCount)
    {
        Accumulate(count);
        Accumulate(red);
        Accumulate(green);
        Accumulate(blue);
        Accumulate(squares);
        List<Box> boxes = [new Box(0, Side - 1, 0, Side - 1, 0, Side - 1)];
        List<double> errors = [SquaredError(boxes[0])];
        while (boxes.Count < colourCount)
        {
            int worst = errors.IndexOf(errors.Max());
            if (errors[worst] <= 0) break;
            if (!TrySplit(boxes[worst], out Box low, out Box high))
            {
                // One cell holds it all: finer than the grid, nothing to gain.
                errors[worst] = 0;
                continue;
            }

            boxes[worst] = low;
            errors[worst] = low.CellCount > 1 ? SquaredError(low) : 0;
            boxes.Add(high);
            errors.Add(high.CellCount > 1 ? SquaredError(high) : 0);
        }

        byte[] palette = new byte[3 * boxes.Count];
        double total = 0;
        for (int index = 0; index < boxes.Count; index++)
        {
            double pixels = Math.Max(1, Sum(count, boxes[index]));
            palette[3 * index] = (byte)Math.Round(Sum(red, boxes[index]) / pixels);
            palette[3 * index + 1] = (byte)Math.Round(Sum(green, boxes[index]) / pixels);
            palette[3 * index + 2] = (byte)Math.Round(Sum(blue, boxes[index]) / pixels);
            total += SquaredError(boxes[index]);
        }

        return (palette, Math.Sqrt(Math.Max(0, total) / Math.Max(1, count[^1]) / 3));
    }

    private static int Index(int r, int g, int b) => (r * Side + g) * Side + b;

    private static void Accumulate(double[] moment)
    {
        for (int r = 1; r < Side; r++)
        {
            for (int g = 1; g < Side; g++)
            {
                for (int b = 1; b < Side; b++)
                {
                    moment[Index(r, g, b)] +=
                        moment[Index(r - 1, g, b)] + moment[Index(r, g - 1, b)] + moment[Index(r, g, b - 1)]
                        - moment[Index(r - 1, g - 1, b)] - moment[Index(r - 1, g, b - 1)]
                        - moment[Index(r, g - 1, b - 1)] + moment[Index(r - 1, g - 1, b - 1)];
                }
            }
        }
    }

    private static double Sum(double[] moment, in Box box) =>
        Slab(moment, box.RedHigh, box) - Slab(moment, box.RedLow, box);

    /// <summary>The sum over all cells up to a red one and inside the box in green and blue.</summary>
    private static double Slab(double[] moment, int red, in Box box) =>
        moment[Index(red, box.GreenHigh, box.BlueHigh)] - moment[Index(red, box.GreenLow, box.BlueHigh)]
        - moment[Index(red, box.GreenHigh, box.BlueLow)] + moment[Index(red, box.GreenLow, box.BlueLow)];

    private double SquaredError(in Box box)
    {
        double pixels = Sum(count, box);
        return pixels <= 0 ? 0 : Sum(squares, box) - SquaredMean(box);
    }

    /// <summary>
    /// |sum of colours|^2 / pixels: what a box takes off the sum of squares. The best split maximises it over both
    /// halves.
    /// </summary>
    private double SquaredMean(in Box box)
    {
        double pixels = Sum(count, box);
        if (pixels <= 0) return 0;
        double r = Sum(red, box);
        double g = Sum(green, box);
        double b = Sum(blue, box);
        return (r * r + g * g + b * b) / pixels;
    }

    private bool TrySplit(in Box box, out Box bestLow, out Box bestHigh)
    {
        double best = -1;
        bestLow = bestHigh = box;
        for (int cut = box.RedLow + 1; cut < box.RedHigh; cut++)
        {
            Try(box with { RedHigh = cut }, box with { RedLow = cut }, ref best, ref bestLow, ref bestHigh);
        }

        for (int cut = box.GreenLow + 1; cut < box.GreenHigh; cut++)
        {
            Try(box with { GreenHigh = cut }, box with { GreenLow = cut }, ref best, ref bestLow, ref bestHigh);
        }

        for (int cut = box.BlueLow + 1; cut < box.BlueHigh; cut++)
        {
            Try(box with { BlueHigh = cut }, box with { BlueLow = cut }, ref best, ref bestLow, ref bestHigh);
        }

        return best >= 0;
    }

    private void Try(in Box low, in Box high, ref double best, ref Box bestLow, ref Box bestHigh)
    {
        if (Sum(count, low) <= 0 || Sum(count, high) <= 0) return;
        double gain = SquaredMean(low) + SquaredMean(high);
        if (gain <= best) return;
        (best, bestLow, bestHigh) = (gain, low, high);
    }
}
