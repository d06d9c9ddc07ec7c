namespace Splatsim.Imaging;

/// <summary>
/// Structural similarity of an image pair, its map and its gradient, written once for byte and float images.
/// </summary>
/// <remarks>
/// Wang, Bovik, Sheikh and Simoncelli 2004, eq. 13, with C1 = 0.01^2 and C2 = 0.03^2 for a data range of 1:
/// S = (2 m_a m_b + C1)(2 s_ab + C2) / ((m_a^2 + m_b^2 + C1)(s_a^2 + s_b^2 + C2)).
/// </remarks>
internal static class StructuralSimilarity
{
    private const double C1 = 0.01 * 0.01;
    private const double C2 = 0.03 * 0.03;

    internal static double Mean<TSamples>(TSamples a, TSamples b, SsimPadding padding)
        where TSamples : struct, IImageSamples
    {
        double sum = 0;
        long count = 0;
        for (int channel = 0; channel < a.Channels; channel++)
        {
            SsimStatistics<TSamples> statistics = new(a, b, channel, padding);
            for (int row = 0; row < statistics.Height; row++)
            {
                statistics.MoveTo(row);
                for (int column = 0; column < statistics.Width; column++) sum += Value(statistics, column);
            }

            count += (long)statistics.Width * statistics.Height;
        }

        return sum / count;
    }

    internal static double[] Map<TSamples>(TSamples a, TSamples b, SsimPadding padding)
        where TSamples : struct, IImageSamples
    {
        double[] map = [];
        for (int channel = 0; channel < a.Channels; channel++)
        {
            SsimStatistics<TSamples> statistics = new(a, b, channel, padding);
            if (channel == 0) map = new double[checked(statistics.Width * statistics.Height * a.Channels)];
            for (int row = 0; row < statistics.Height; row++)
            {
                statistics.MoveTo(row);
                int target = row * statistics.Width * a.Channels + channel;
                for (int column = 0; column < statistics.Width; column++, target += a.Channels)
                {
                    map[target] = Value(statistics, column);
                }
            }
        }

        return map;
    }

    /// <summary>
    /// d mean(S) / d a. S depends on a through E[a], E[aa] and E[ab]; their derivatives go back through the window,
    /// whose adjoint is itself, and then through a, a^2 and a b.
    /// </summary>
    internal static double[] Gradient<TSamples>(TSamples a, TSamples b, SsimPadding padding)
        where TSamples : struct, IImageSamples
    {
        int width = a.Width;
        int height = a.Height;
        int inset = padding == SsimPadding.Valid ? SsimWindow.Radius : 0;
        double[] gradient = new double[width * height * a.Channels];
        double[] byMean = new double[width * height];
        double[] bySquare = new double[width * height];
        double[] byProduct = new double[width * height];
        for (int channel = 0; channel < a.Channels; channel++)
        {
            SsimStatistics<TSamples> statistics = new(a, b, channel, padding);
            double weight = 1.0 / ((double)statistics.Width * statistics.Height * a.Channels);
            for (int row = 0; row < statistics.Height; row++)
            {
                statistics.MoveTo(row);
                int target = (row + inset) * width + inset;
                for (int column = 0; column < statistics.Width; column++, target++)
                {
                    (byMean[target], bySquare[target], byProduct[target]) = Derivatives(statistics, column, weight);
                }
            }

            double[] throughMean = SsimWindow.FilterPlane(byMean, width, height);
            double[] throughSquare = SsimWindow.FilterPlane(bySquare, width, height);
            double[] throughProduct = SsimWindow.FilterPlane(byProduct, width, height);
            for (int pixel = 0; pixel < width * height; pixel++)
            {
                int index = pixel * a.Channels + channel;
                gradient[index] = throughMean[pixel]
                    + 2 * a.At(index) * throughSquare[pixel]
                    + b.At(index) * throughProduct[pixel];
            }
        }

        return gradient;
    }

    private static double Value<TSamples>(SsimStatistics<TSamples> statistics, int column)
        where TSamples : struct, IImageSamples
    {
        double meanA = statistics.MeanA[column];
        double meanB = statistics.MeanB[column];
        double covariance = statistics.MeanAB[column] - meanA * meanB;
        double variances = statistics.MeanAA[column] - meanA * meanA + statistics.MeanBB[column] - meanB * meanB;
        return (2 * meanA * meanB + C1) * (2 * covariance + C2)
            / ((meanA * meanA + meanB * meanB + C1) * (variances + C2));
    }

    private static (double ByMean, double BySquare, double ByProduct) Derivatives<TSamples>(
        SsimStatistics<TSamples> statistics, int column, double weight)
        where TSamples : struct, IImageSamples
    {
        double meanA = statistics.MeanA[column];
        double meanB = statistics.MeanB[column];
        double luminance = 2 * meanA * meanB + C1;
        double structure = 2 * (statistics.MeanAB[column] - meanA * meanB) + C2;
        double luminanceNorm = meanA * meanA + meanB * meanB + C1;
        double varianceA = statistics.MeanAA[column] - meanA * meanA;
        double varianceB = statistics.MeanBB[column] - meanB * meanB;
        double structureNorm = varianceA + varianceB + C2;
        double norm = luminanceNorm * structureNorm;
        double value = luminance * structure / norm;
        double byMean = 2 * meanB * (structure - luminance) / norm
            + 2 * meanA * value * (1 / structureNorm - 1 / luminanceNorm);
        return (weight * byMean, weight * -value / structureNorm, weight * 2 * luminance / norm);
    }
}
