using System.Numerics;
using System.Runtime.InteropServices;

namespace Splatsim.Imaging;

/// <summary>
/// The Gaussian window of SSIM (11 samples, sigma 1.5, sum 1) and its separable filter over rows of doubles.
/// </summary>
internal static class SsimWindow
{
    /// <summary>Samples of the window.</summary>
    internal const int Size = 11;

    /// <summary>Samples on each side of the centre.</summary>
    internal const int Radius = Size / 2;

    private const double Sigma = 1.5;

    /// <summary>Weights, shape [11], sum 1.</summary>
    internal static ReadOnlySpan<double> Weights => weights;

    private static readonly double[] weights = MakeWeights();

    /// <summary>Filters one row: output[x] = sum_k w_k padded[x + k].</summary>
    /// <param name="padded">Input of output.Length + 10 samples.</param>
    /// <param name="output">Filtered row.</param>
    internal static void FilterRow(ReadOnlySpan<double> padded, Span<double> output)
    {
        output.Clear();
        for (int tap = 0; tap < Size; tap++) AddScaled(output, padded.Slice(tap, output.Length), weights[tap]);
    }

    /// <summary>target += scale * source.</summary>
    internal static void AddScaled(Span<double> target, ReadOnlySpan<double> source, double scale)
    {
        Span<Vector<double>> wide = MemoryMarshal.Cast<double, Vector<double>>(target);
        ReadOnlySpan<Vector<double>> wideSource = MemoryMarshal.Cast<double, Vector<double>>(source[..target.Length]);
        for (int index = 0; index < wide.Length; index++) wide[index] += wideSource[index] * scale;
        for (int index = wide.Length * Vector<double>.Count; index < target.Length; index++)
        {
            target[index] += source[index] * scale;
        }
    }

    /// <summary>
    /// Filters a whole plane in both directions, surrounded by zeros. The window is symmetric: this is its own adjoint.
    /// </summary>
    /// <param name="plane">Samples, shape [height, width].</param>
    /// <param name="width">Width [px].</param>
    /// <param name="height">Height [px].</param>
    internal static double[] FilterPlane(ReadOnlySpan<double> plane, int width, int height)
    {
        double[] across = new double[plane.Length];
        double[] padded = new double[width + 2 * Radius];
        for (int row = 0; row < height; row++)
        {
            plane.Slice(row * width, width).CopyTo(padded.AsSpan(Radius));
            FilterRow(padded, across.AsSpan(row * width, width));
        }

        double[] result = new double[plane.Length];
        for (int row = 0; row < height; row++)
        {
            Span<double> target = result.AsSpan(row * width, width);
            for (int tap = 0; tap < Size; tap++)
            {
                int source = row + tap - Radius;
                if (source >= 0 && source < height)
                {
                    AddScaled(target, across.AsSpan(source * width, width), weights[tap]);
                }
            }
        }

        return result;
    }

    private static double[] MakeWeights()
    {
        double[] result = new double[Size];
        double sum = 0;
        for (int tap = 0; tap < Size; tap++)
        {
            double distance = (tap - Radius) / Sigma;
            result[tap] = Math.Exp(-0.5 * distance * distance);
            sum += result[tap];
        }

        for (int tap = 0; tap < Size; tap++) result[tap] /= sum;
        return result;
    }
}
