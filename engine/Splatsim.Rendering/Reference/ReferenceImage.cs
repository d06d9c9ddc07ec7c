namespace Splatsim.Rendering;

/// <summary>A frame of the reference rasterizer, every output in double precision, row-major.</summary>
public sealed class ReferenceImage
{
    internal ReferenceImage(int width, int height, int channels)
    {
        Width = width;
        Height = height;
        int count = checked(width * height);
        Color = new double[checked(3 * count)];
        Alpha = new double[count];
        AccumulatedDepth = new double[count];
        ExpectedDepth = new double[count];
        MedianDepth = new double[count];
        TopContributor = new int[count];
        BlendedCount = new int[count];
        Channels = new double[checked(channels * count)];
    }

    /// <summary>Width [px].</summary>
    public int Width { get; }

    /// <summary>Height [px].</summary>
    public int Height { get; }

    /// <summary>Red, green, blue over the background, shape [Height, Width, 3].</summary>
    public double[] Color { get; }

    /// <summary>Coverage, shape [Height, Width].</summary>
    public double[] Alpha { get; }

    /// <summary>Sum of weight times depth [scene units].</summary>
    public double[] AccumulatedDepth { get; }

    /// <summary>Accumulated depth over alpha [scene units].</summary>
    public double[] ExpectedDepth { get; }

    /// <summary>Depth of the splat at which the transmittance first falls to one half; 0 where it never does.</summary>
    public double[] MedianDepth { get; }

    /// <summary>Index of the splat with the largest weight; -1 where none is drawn.</summary>
    public int[] TopContributor { get; }

    /// <summary>Sums of weight times channel, shape [Height, Width, channels]; nothing stands behind them.</summary>
    public double[] Channels { get; }

    /// <summary>Number of splats blended.</summary>
    public int[] BlendedCount { get; }
}
