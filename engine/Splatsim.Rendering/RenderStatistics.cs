namespace Splatsim.Rendering;

/// <summary>What one frame took: counts and wall times per stage.</summary>
public readonly record struct RenderStatistics
{
    /// <summary>Splats that reach at least one pixel centre; for panoramas, copies at the seam count too.</summary>
    public int VisibleSplats { get; init; }

    /// <summary>Entries of all tile lists.</summary>
    public long Pairs { get; init; }

    /// <summary>SIMD vectors of pixels for which a falloff was evaluated.</summary>
    public long VectorEvaluations { get; init; }

    /// <summary>Projection, colour and record writing [ms].</summary>
    public double ProjectMilliseconds { get; init; }

    /// <summary>Depth sort [ms].</summary>
    public double SortMilliseconds { get; init; }

    /// <summary>Tile lists [ms].</summary>
    public double BinMilliseconds { get; init; }

    /// <summary>Blending and writing of the planes [ms].</summary>
    public double BlendMilliseconds { get; init; }

    /// <summary>From the planes back to what blending reads of the splats [ms]; 0 before the frame's gradient was taken.</summary>
    public double BackwardBlendMilliseconds { get; init; }

    /// <summary>From there back to the splats' parameters and the camera [ms].</summary>
    public double BackwardSplatMilliseconds { get; init; }

    /// <summary>The gradient of the frame [ms].</summary>
    public double BackwardMilliseconds => BackwardBlendMilliseconds + BackwardSplatMilliseconds;

    /// <summary>The frame itself [ms].</summary>
    public double TotalMilliseconds => ProjectMilliseconds + SortMilliseconds + BinMilliseconds + BlendMilliseconds;
}
