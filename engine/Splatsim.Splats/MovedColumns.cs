namespace Splatsim.Splats;

/// <summary>
/// The columns of moved splats in a table of floats, where they are handed over without a <see cref="DeformedSplats"/>, as on
/// devices: first columns of what it holds, and the opacity, which splitting changes.
/// </summary>
public static class MovedColumns
{
    /// <summary>First of three columns: mean x, y, z [scene units]; NaN hides the row.</summary>
    public const int Mean = 0;

    /// <summary>First of six columns: covariance xx, xy, xz, yy, yz, zz [scene units squared].</summary>
    public const int Covariance = 3;

    /// <summary>First of nine columns: the rotation, row-major; directions are turned by its transpose.</summary>
    public const int Rotation = 9;

    /// <summary>Opacity logit.</summary>
    public const int OpacityLogit = 18;

    /// <summary>Number of columns.</summary>
    public const int Count = 19;
}
