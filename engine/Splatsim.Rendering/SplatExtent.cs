namespace Splatsim.Rendering;

/// <summary>How far from its mean a splat is drawn.</summary>
public enum SplatExtent
{
    /// <summary>Wherever its alpha reaches the minimum.</summary>
    Exact,

    /// <summary>
    /// Only within the square |dx|, |dy| at most ceil(3 sqrt(mid + sqrt(max(0.1, mid^2 - det C)))), mid = (C00 + C11)/2, as in
    /// the original implementation (Kerbl et al. 2023) and PlayCanvas.
    /// </summary>
    Square3,
}
