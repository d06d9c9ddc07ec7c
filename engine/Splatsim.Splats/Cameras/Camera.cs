using Splatsim.Mathematics;

namespace Splatsim.Splats;

/// <summary>
/// A camera: image size, projection, pose. Camera axes are x right, y down, z forward; the centre of the top-left pixel
/// is (0.5, 0.5). Immutable; use <c>with</c> to vary one.
/// </summary>
public sealed record Camera
{
    /// <summary>Image width [px], at least 1.</summary>
    public required int Width { get; init; }

    /// <summary>Image height [px], at least 1.</summary>
    public required int Height { get; init; }

    /// <summary>How points become pixels.</summary>
    public CameraProjection Projection { get; init; } = CameraProjection.Pinhole;

    /// <summary>Horizontal focal length [px]; for orthographic cameras pixels per scene unit; unused for equirectangular ones.</summary>
    public double Fx { get; init; }

    /// <summary>Vertical focal length [px]; for orthographic cameras pixels per scene unit.</summary>
    public double Fy { get; init; }

    /// <summary>Principal point, column [px].</summary>
    public double Cx { get; init; }

    /// <summary>Principal point, row [px].</summary>
    public double Cy { get; init; }

    /// <summary>Rotation of the world-to-camera map x_c = R x + t.</summary>
    public Matrix3x3<Real64> Rotation { get; init; } = Matrix3x3<Real64>.Identity;

    /// <summary>Translation of the world-to-camera map [scene units].</summary>
    public Vector3<Real64> Translation { get; init; }

    /// <summary>Lens distortion in COLMAP's OPENCV order k1 k2 p1 p2; empty for none. The renderer draws undistorted images.</summary>
    public IReadOnlyList<double> Distortion { get; init; } = [];

    /// <summary>Name of the image that the camera belongs to; empty when unknown.</summary>
    public string Name { get; init; } = "";

    /// <summary>The camera's position in the world: c = -R^T t.</summary>
    public Vector3<Real64> Centre => -(Rotation.Transposed * Translation);

    /// <summary>This camera for a picture of another size: the vertical field of view stays, without lens distortion.</summary>
    /// <param name="width">New width [px]; a wider picture shows more at its sides.</param>
    /// <param name="height">New height [px].</param>
    public Camera Resized(int width, int height)
    {
        double scale = (double)height / Height;
        return this with
        {
            Width = width,
            Height = height,
            Fx = Fx * scale,
            Fy = Fy * scale,
            Cx = 0.5 * width + (Cx - 0.5 * Width) * scale,
            Cy = Cy * scale,
            Distortion = [],
        };
    }

    /// <summary>A pinhole camera that looks at a point.</summary>
    /// <param name="eye">Position of the camera [scene units].</param>
    /// <param name="target">Point in the image centre; must differ from the eye.</param>
    /// <param name="up">Direction that points up in the image; must not be parallel to the view direction.</param>
    /// <param name="verticalFieldOfView">Full vertical angle of view [rad], in (0, pi).</param>
    /// <param name="width">Image width [px].</param>
    /// <param name="height">Image height [px].</param>
    /// <exception cref="ArgumentException">Eye and target coincide, or up is parallel to the view direction.</exception>
    public static Camera LookAt(
        Vector3<Real64> eye, Vector3<Real64> target, Vector3<Real64> up, double verticalFieldOfView, int width, int height)
    {
        Vector3<Real64> forward = target - eye;
        if (!(forward.Length.Value > 0)) throw new ArgumentException("camera eye and target coincide; move one of them", nameof(target));
        forward = forward.Normalized;
        Vector3<Real64> right = Vector3<Real64>.Cross(forward, up);
        if (!(right.Length.Value > 1e-9)) throw new ArgumentException("camera up is parallel to the view direction; choose another up", nameof(up));
        right = right.Normalized;
        Vector3<Real64> down = Vector3<Real64>.Cross(forward, right);
        Matrix3x3<Real64> rotation = Matrix3x3<Real64>.FromRows(right, down, forward);
        double focal = 0.5 * height / Math.Tan(0.5 * verticalFieldOfView);
        return new Camera
        {
            Width = width,
            Height = height,
            Fx = focal,
            Fy = focal,
            Cx = 0.5 * width,
            Cy = 0.5 * height,
            Rotation = rotation,
            Translation = -(rotation * eye),
        };
    }
}
