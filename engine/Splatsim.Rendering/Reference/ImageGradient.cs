namespace Splatsim.Rendering;

/// <summary>Gradient of a loss with respect to the planes of a frame, row-major; planes that are null do not enter the loss.</summary>
public sealed record ImageGradient
{
    /// <summary>With respect to red, green, blue over the background, shape [Height, Width, 3].</summary>
    public double[]? Color { get; init; }

    /// <summary>With respect to the coverage, shape [Height, Width].</summary>
    public double[]? Alpha { get; init; }

    /// <summary>With respect to the accumulated depth, shape [Height, Width] [1/scene unit].</summary>
    public double[]? AccumulatedDepth { get; init; }

    /// <summary>With respect to the expected depth, shape [Height, Width] [1/scene unit].</summary>
    public double[]? ExpectedDepth { get; init; }

    /// <summary>With respect to the blended channels, shape [Height, Width, channels].</summary>
    public double[]? Channels { get; init; }

    /// <exception cref="ArgumentException">A plane has another size than the frame; the message names it.</exception>
    internal void Validate(int width, int height, int channels)
    {
        Fits(Color, nameof(Color), width, height, 3);
        Fits(Alpha, nameof(Alpha), width, height, 1);
        Fits(AccumulatedDepth, nameof(AccumulatedDepth), width, height, 1);
        Fits(Channels, nameof(Channels), width, height, channels);
        Fits(ExpectedDepth, nameof(ExpectedDepth), width, height, 1);
    }

    private static void Fits(double[]? plane, string name, int width, int height, int channels)
    {
        if (plane is null || plane.Length == width * height * channels) return;
        throw new ArgumentException(
            $"the gradient plane {name} has {plane.Length} entries but a frame of {width} x {height} px needs {width * height * channels}; give one per value", name);
    }
}
