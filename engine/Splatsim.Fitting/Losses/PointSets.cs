namespace Splatsim.Fitting;

/// <summary>What losses of point sets ask of their arguments.</summary>
internal static class PointSets
{
    /// <summary>Number of predicted points.</summary>
    /// <exception cref="ArgumentException">The prediction is empty or not whole points, or the gradient has another length.</exception>
    public static int Count(string loss, ReadOnlySpan<double> predicted, ReadOnlySpan<double> gradient, int channels)
    {
        if (predicted.IsEmpty || predicted.Length % channels != 0 || gradient.Length != predicted.Length)
            throw new ArgumentException($"the loss '{loss}' takes whole points of {channels} numbers and a gradient as long, not {predicted.Length} and {gradient.Length} numbers");
        return predicted.Length / channels;
    }

    /// <exception cref="ArgumentException">A number is not finite; the message says which.</exception>
    public static void RequireFinite(string loss, ReadOnlySpan<double> points)
    {
        for (int i = 0; i < points.Length; i++)
            if (!double.IsFinite(points[i])) throw new ArgumentException($"the loss '{loss}' got {points[i]} as number {i} of its points; leave out points that are lost");
    }
}
