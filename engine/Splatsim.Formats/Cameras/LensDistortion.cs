using Splatsim.Splats;

namespace Splatsim.Formats;

/// <summary>The radial and tangential lens distortion of a camera, for comparing points with images that were not undistorted.</summary>
/// <remarks>Brown 1966; COLMAP's OPENCV model. With r^2 = x^2 + y^2: x' = x (1 + k1 r^2 + k2 r^4) + 2 p1 x y + p2 (r^2 + 2 x^2).</remarks>
public static class LensDistortion
{
    /// <summary>The pixel of a point in front of a pinhole camera, through its distortion.</summary>
    /// <param name="camera">The camera; <see cref="Camera.Distortion"/> is empty or k1 k2 p1 p2.</param>
    /// <param name="x">x / z in the camera.</param>
    /// <param name="y">y / z in the camera.</param>
    /// <returns>Column and row [px].</returns>
    public static (double U, double V) Project(Camera camera, double x, double y)
    {
        if (camera.Distortion.Count >= 4)
        {
            (double k1, double k2, double p1, double p2) = (camera.Distortion[0], camera.Distortion[1], camera.Distortion[2], camera.Distortion[3]);
            double r2 = x * x + y * y;
            double radial = 1 + k1 * r2 + k2 * r2 * r2;
            (x, y) = (
                x * radial + 2 * p1 * x * y + p2 * (r2 + 2 * x * x),
                y * radial + 2 * p2 * x * y + p1 * (r2 + 2 * y * y));
        }

        return (camera.Fx * x + camera.Cx, camera.Fy * y + camera.Cy);
    }
}
