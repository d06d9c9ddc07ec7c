namespace Splatsim.Fitting;

/// <summary>
/// A network without training: slopes and curvatures of every channel (central differences, Sobel-smoothed, and the Laplacian) at
/// an image and its halvings. Stands where no trained weights are at hand.
/// </summary>
/// <param name="levelCount">Layers: the image and its halvings, at least 1.</param>
public sealed class FilterBank(int levelCount = 3) : IFeatureNetwork
{
    private static readonly double[][] Filters =
    [
        [-0.125, 0, 0.125, -0.25, 0, 0.25, -0.125, 0, 0.125],
        [-0.125, -0.25, -0.125, 0, 0, 0, 0.125, 0.25, 0.125],
        [0.25, 0.5, 0.25, 0.5, -3, 0.5, 0.25, 0.5, 0.25],
        [0.25, 0, -0.25, 0, 0, 0, -0.25, 0, 0.25],
    ];

    private readonly int levelCount = levelCount >= 1 ? levelCount : throw new ArgumentOutOfRangeException(nameof(levelCount), levelCount, "at least 1");

    /// <inheritdoc/>
    public IReadOnlyList<FeatureMap> Forward(FeatureMap image)
    {
        FeatureMap[] result = new FeatureMap[levelCount];
        for (int level = 0; level < levelCount; level++)
        {
            if (level > 0) image = Halving.Down(image);
            result[level] = Empty(image, image.Channels * Filters.Length);
            Visit(image, result[level], forward: true);
        }

        return result;
    }

    /// <inheritdoc/>
    public FeatureMap Backward(FeatureMap image, IReadOnlyList<FeatureMap> features, IReadOnlyList<FeatureMap> gradients)
    {
        FeatureMap[] images = new FeatureMap[levelCount];
        for (int level = 0; level < levelCount; level++)
        {
            images[level] = Empty(gradients[level], image.Channels);
            Visit(images[level], gradients[level], forward: false);
        }

        for (int level = levelCount - 1; level > 0; level--) Halving.AddUp(images[level], images[level - 1]);
        return images[0];
    }

    // Every pair of a pixel and a feature that it enters, in the one direction or the other; the edge is continued.
    private static void Visit(FeatureMap image, FeatureMap features, bool forward)
    {
        double[] pixels = image.Values, results = features.Values;
        for (int row = 0; row < image.Height; row++)
        {
            for (int column = 0; column < image.Width; column++)
            {
                for (int tap = 0; tap < 9; tap++)
                {
                    int r = Math.Clamp(row + tap / 3 - 1, 0, image.Height - 1), k = Math.Clamp(column + tap % 3 - 1, 0, image.Width - 1);
                    int pixel = (r * image.Width + k) * image.Channels, feature = (row * image.Width + column) * features.Channels;
                    for (int filter = 0; filter < Filters.Length; filter++)
                    {
                        double weight = Filters[filter][tap];
                        if (weight == 0) continue;
                        for (int c = 0; c < image.Channels; c++)
                        {
                            int of = feature + c * Filters.Length + filter;
                            if (forward) results[of] += weight * pixels[pixel + c];
                            else pixels[pixel + c] += weight * results[of];
                        }
                    }
                }
            }
        }
    }

    private static FeatureMap Empty(FeatureMap like, int channels) =>
        new(like.Width, like.Height, channels, new double[like.Width * like.Height * channels]);
}
