namespace Splatsim.Fitting;

/// <summary>Images of half the size: each new pixel is the mean of the two by two (at odd edges fewer) that it covers.</summary>
internal static class Halving
{
    /// <summary>The halved image; a side of one pixel stays.</summary>
    public static FeatureMap Down(FeatureMap image)
    {
        int width = (image.Width + 1) / 2, height = (image.Height + 1) / 2;
        FeatureMap result = new(width, height, image.Channels, new double[width * height * image.Channels]);
        Visit(image, result, down: true);
        return result;
    }

    /// <summary>Reverse: adds the gradient of the halved image to that of the image.</summary>
    public static void AddUp(FeatureMap half, FeatureMap full) => Visit(full, half, down: false);

    // Every pair of a pixel and the one that covers it, in the one direction or the other.
    private static void Visit(FeatureMap full, FeatureMap half, bool down)
    {
        double[] fine = full.Values, coarse = half.Values;
        for (int row = 0; row < full.Height; row++)
        {
            int rows = Math.Min(2, full.Height - row / 2 * 2);
            for (int column = 0; column < full.Width; column++)
            {
                double share = 1.0 / (rows * Math.Min(2, full.Width - column / 2 * 2));
                int from = (row * full.Width + column) * full.Channels, to = (row / 2 * half.Width + column / 2) * full.Channels;
                for (int c = 0; c < full.Channels; c++)
                {
                    if (down) coarse[to + c] += share * fine[from + c];
                    else fine[from + c] += share * coarse[to + c];
                }
            }
        }
    }
}
