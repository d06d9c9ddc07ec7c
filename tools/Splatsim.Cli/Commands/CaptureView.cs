using System.Globalization;
using Splatsim.Formats;
using Splatsim.Mathematics;
using Splatsim.Splats;

namespace Splatsim.Cli;

/// <summary>A camera on a bare capture, in the capture's own units and axes.</summary>
internal sealed class CaptureView
{
    private readonly Camera? still;
    private readonly Vector3<Real64> center;
    private readonly Vector3<Real64> up;
    private readonly double distance;
    private readonly double azimuth;
    private readonly double elevation;
    private readonly double fieldOfView;
    private readonly int width;
    private readonly int height;
    private readonly CameraProjection projection;

    public CaptureView(GaussianCloud cloud, string camera, string upText, double degrees, int width, int height, string projectionName)
    {
        (this.width, this.height, fieldOfView) = (width, height, degrees * Math.PI / 180);
        if (!(degrees is > 0 and < 180)) throw new UsageException($"--fov {degrees}: expected degrees between 0 and 180");
        projection = projectionName switch
        {
            "pinhole" => CameraProjection.Pinhole,
            "orthographic" => CameraProjection.Orthographic,
            "equirectangular" => CameraProjection.Equirectangular,
            _ => throw new UsageException($"--projection \"{projectionName}\": expected pinhole, orthographic or equirectangular"),
        };
        up = upText.Length == 0 ? cloud.Frame.Up() : ArgumentText.Vector("--up", upText).Normalized;
        AxisAlignedBox bounds = cloud.Count > 0 ? CloudBounds.Robust(cloud, 2, 98) : default;
        center = bounds.Centre;
        double radius = Math.Max(0.5 * bounds.Diagonal, 1e-3);
        distance = OrbitCamera.DistanceToFit(radius, fieldOfView, width, height);
        (azimuth, elevation) = (30, 15);
        if (camera.StartsWith("orbit", StringComparison.Ordinal))
        {
            if (camera.Length <= "orbit:".Length) return;
            double[] angles = ArgumentText.Numbers("--camera", camera["orbit:".Length..], 2);
            (azimuth, elevation) = (angles[0], angles[1]);
            if (Math.Abs(elevation) >= 90) throw new UsageException($"--camera \"{camera}\": the elevation must lie between -90 and 90 degrees");
            return;
        }

        still = camera.StartsWith("eye:", StringComparison.Ordinal) ? FromEye(camera) : FromFile(camera);
    }

    /// <summary>The camera after turning by some degrees; one that was placed stays.</summary>
    public Camera At(double turn)
    {
        if (still is not null) return still;
        return Project(OrbitCamera.Around(center, up, distance, azimuth + turn, elevation, fieldOfView, width, height), distance);
    }

    private Camera FromEye(string text)
    {
        string[] parts = text.Split(';');
        Vector3<Real64> eye = ArgumentText.Vector("--camera", parts[0]["eye:".Length..]);
        Vector3<Real64> target = parts.Length > 1 && parts[1].StartsWith("target:", StringComparison.Ordinal)
            ? ArgumentText.Vector("--camera", parts[1]["target:".Length..])
            : center;
        return Place(eye, target);
    }

    private Camera Place(Vector3<Real64> eye, Vector3<Real64> target) =>
        Project(Camera.LookAt(eye, target, up, fieldOfView, width, height), (target - eye).Length.Value);

    private Camera Project(Camera camera, double distanceToTarget)
    {
        camera = camera with { Projection = projection };
        if (projection != CameraProjection.Orthographic) return camera;
        // As large in the picture as the pinhole camera would show the target.
        double scale = camera.Fx / distanceToTarget;
        return camera with { Fx = scale, Fy = scale };
    }

    private Camera FromFile(string text)
    {
        string[] parts = text.Split('#');
        IReadOnlyList<Camera> cameras = CameraFiles.Read(parts[0]);
        string wanted = parts.Length > 1 ? parts[1] : "0";
        Camera? found = cameras.FirstOrDefault(c => c.Name == wanted);
        if (found is null && int.TryParse(wanted, NumberStyles.None, CultureInfo.InvariantCulture, out int index) && index < cameras.Count) found = cameras[index];
        if (found is null) throw new UsageException($"--camera \"{text}\": the file has {cameras.Count} cameras; name one of them or give its number");
        return found.Resized(width, height);
    }
}
