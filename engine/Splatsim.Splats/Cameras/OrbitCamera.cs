using Splatsim.Mathematics;

namespace Splatsim.Splats;

/// <summary>Cameras that circle a point.</summary>
public static class OrbitCamera
{
    // An object as large as its bounding sphere fills this share of the smaller image side.
    private const double Fill = 0.8;

    /// <summary>A camera on a sphere around a target.</summary>
    /// <param name="target">Point in the image centre.</param>
    /// <param name="up">Unit vector up.</param>
    /// <param name="distance">Radius of the sphere, positive.</param>
    /// <param name="azimuthDegrees">Angle about up; 0 is +z where up is not along z, else -y [degrees].</param>
    /// <param name="elevationDegrees">Angle above the horizon, between -90 and 90 [degrees].</param>
    /// <param name="verticalFieldOfView">Full vertical angle of view [rad].</param>
    /// <param name="width">Image width [px].</param>
    /// <param name="height">Image height [px].</param>
    public static Camera Around(
        Vector3<Real64> target, Vector3<Real64> up, double distance, double azimuthDegrees, double elevationDegrees,
        double verticalFieldOfView, int width, int height)
    {
        double azimuth = azimuthDegrees * Math.PI / 180, elevation = elevationDegrees * Math.PI / 180;
        Vector3<Real64> reference = Math.Abs(up.Z.Value) < 0.9 ? new(0, 0, 1) : new(0, -1, 0);
        Vector3<Real64> forward = (reference - Vector3<Real64>.Dot(reference, up) * up).Normalized;
        Vector3<Real64> side = Vector3<Real64>.Cross(up, forward);
        Vector3<Real64> direction = (Real64)(Math.Cos(elevation) * Math.Cos(azimuth)) * forward
            + (Real64)(Math.Cos(elevation) * Math.Sin(azimuth)) * side + (Real64)Math.Sin(elevation) * up;
        return Camera.LookAt(target + (Real64)distance * direction, target, up, verticalFieldOfView, width, height);
    }

    /// <summary>The distance from which a sphere fits into the picture with a little room.</summary>
    /// <param name="radius">Radius of the sphere.</param>
    /// <param name="verticalFieldOfView">Full vertical angle of view [rad].</param>
    /// <param name="width">Image width [px].</param>
    /// <param name="height">Image height [px].</param>
    public static double DistanceToFit(double radius, double verticalFieldOfView, int width, int height)
    {
        double tangent = Math.Min(1, (double)width / height) * Math.Tan(0.5 * verticalFieldOfView);
        return radius / (Fill * Math.Sin(Math.Atan(tangent)));
    }
}
