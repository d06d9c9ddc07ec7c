namespace Splatsim.Fitting.Tests;

/// <summary>Random targets and predictions of every kind of loss.</summary>
internal static class LossSamples
{
    /// <summary>A target, with weights where asked.</summary>
    public static LossTarget Target(LossKind kind, Random random, bool weighted = false)
    {
        (int width, int height, int channels, int depth) = Shape(kind);
        double[] values = Values(kind, random, width * height * depth * channels);
        // Depth that is unknown in places.
        if (kind == LossKind.Depth) (values[3], values[10]) = (0, -1);
        double[]? weights = weighted ? [.. Enumerable.Range(0, width * height * depth).Select(_ => 0.5 + random.NextDouble())] : null;
        return new(width, height, channels, values, weights, depth);
    }

    /// <summary>A prediction for a target of the kind; of another number of points where that is allowed.</summary>
    public static double[] Prediction(LossKind kind, Random random)
    {
        (int width, int height, int channels, int depth) = Shape(kind);
        return Values(kind, random, kind == LossKind.Points ? 7 * channels : width * height * depth * channels);
    }

    private static (int Width, int Height, int Channels, int Depth) Shape(LossKind kind) => kind switch
    {
        LossKind.Image => (13, 12, 3, 1),
        LossKind.Mask or LossKind.Depth => (9, 8, 1, 1),
        LossKind.Flow => (8, 7, 2, 1),
        LossKind.Tracks => (6, 5, 3, 1),
        LossKind.Points => (11, 1, 3, 1),
        LossKind.Body => (20, 1, 3, 1),
        LossKind.Field => (5, 4, 2, 3),
        LossKind.Parameters => (6, 1, 1, 1),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "no sample of this kind"),
    };

    private static double[] Values(LossKind kind, Random random, int count)
    {
        (double low, double high) = kind switch
        {
            LossKind.Image => (0, 1),
            LossKind.Mask => (0.05, 0.95),
            LossKind.Depth => (1, 4),
            _ => (-1.5, 1.5),
        };
        return [.. Enumerable.Range(0, count).Select(_ => low + (high - low) * random.NextDouble())];
    }
}
