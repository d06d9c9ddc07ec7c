namespace Splatsim.Formats;

/// <summary>COLMAP's lens models, by their numbers in binary files.</summary>
public enum ColmapCameraModel
{
    /// <summary>f cx cy.</summary>
    SimplePinhole = 0,

    /// <summary>fx fy cx cy.</summary>
    Pinhole = 1,

    /// <summary>f cx cy k.</summary>
    SimpleRadial = 2,

    /// <summary>f cx cy k1 k2.</summary>
    Radial = 3,

    /// <summary>fx fy cx cy k1 k2 p1 p2.</summary>
    OpenCV = 4,

    /// <summary>fx fy cx cy k1 k2 k3 k4.</summary>
    OpenCVFisheye = 5,

    /// <summary>fx fy cx cy k1 k2 p1 p2 k3 k4 k5 k6.</summary>
    FullOpenCV = 6,

    /// <summary>fx fy cx cy omega.</summary>
    FieldOfView = 7,

    /// <summary>f cx cy k.</summary>
    SimpleRadialFisheye = 8,

    /// <summary>f cx cy k1 k2.</summary>
    RadialFisheye = 9,

    /// <summary>fx fy cx cy k1 k2 p1 p2 k3 k4 sx1 sy1.</summary>
    ThinPrismFisheye = 10,
}
