using Splatsim.Coupling;
using Splatsim.Formats;
using Splatsim.Mathematics;
using Splatsim.Splats;

namespace Splatsim.Scenes;

/// <summary>Where the camera is at any time, in splat space, where pictures are drawn.</summary>
public sealed class CameraPath
{
    private readonly CameraDescription description;
    private readonly RenderDescription render;
    private readonly SceneFrame frame;
    private readonly Vector3<Real64> center;
    private readonly Vector3<Real64> up;
    private readonly double radius;
    private readonly Camera? fromFile;

    /// <summary>Prepares a path.</summary>
    /// <param name="scene">The scene; its camera file, when it has one, is read here.</param>
    /// <param name="frame">Splat space to simulation space.</param>
    /// <param name="center">Centre of what should be seen [m].</param>
    /// <param name="radius">Its radius [m].</param>
    /// <param name="up">Up in simulation space.</param>
    /// <exception cref="SceneFileException">The camera file has no such image.</exception>
    public CameraPath(SceneDescription scene, SceneFrame frame, Vector3<Real64> center, double radius, Vector3<Real64> up)
    {
        description = scene.Camera;
        render = scene.Render;
        this.frame = frame;
        this.center = center;
        this.radius = radius;
        this.up = up;
        if (description.Type == "file") fromFile = FromFile(scene);
    }

    /// <summary>The camera at a time, in splat space.</summary>
    /// <param name="time">Simulated time [s].</param>
    public Camera At(double time)
    {
        if (fromFile is not null) return fromFile;
        Camera camera = description.Type switch
        {
            "fixed" => Look(description.Eye!.Value, description.Target ?? center),
            "keyframes" => AlongKeys(time),
            _ => Orbit(time),
        };
        return ToSplats(camera);
    }

    // x_c = R q + t with q = s A (p - o) gives, up to the scale that a pinhole cannot see, x_c / s = R A p + (t / s - R A o).
    private Camera ToSplats(Camera camera)
    {
        Matrix3x3<Real64> rotation = camera.Rotation * frame.Rotation;
        return camera with
        {
            Rotation = rotation,
            Translation = (Real64)(1 / frame.MetersPerUnit) * camera.Translation - rotation * frame.Origin,
        };
    }

    private Camera Orbit(double time)
    {
        double angle = description.FieldOfViewDegrees * Math.PI / 180;
        return OrbitCamera.Around(
            description.Target ?? center, up,
            description.Distance ?? OrbitCamera.DistanceToFit(radius, angle, render.Width, render.Height),
            description.AzimuthDegrees + description.TurnDegreesPerSecond * time, description.ElevationDegrees,
            angle, render.Width, render.Height);
    }

    private Camera AlongKeys(double time)
    {
        IReadOnlyList<CameraKey> keys = description.Keys;
        int next = 0;
        while (next < keys.Count && keys[next].Time <= time) next++;
        if (next == 0) return Look(keys[0].Eye, keys[0].Target);
        if (next == keys.Count) return Look(keys[^1].Eye, keys[^1].Target);
        double u = (time - keys[next - 1].Time) / (keys[next].Time - keys[next - 1].Time);
        CameraKey a = keys[Math.Max(0, next - 2)], b = keys[next - 1], c = keys[next], d = keys[Math.Min(keys.Count - 1, next + 1)];
        return Look(Spline(a.Eye, b.Eye, c.Eye, d.Eye, u), Spline(a.Target, b.Target, c.Target, d.Target, u));
    }

    // Catmull and Rom 1974, uniform: passes through b at u = 0 and c at u = 1.
    private static Vector3<Real64> Spline(Vector3<Real64> a, Vector3<Real64> b, Vector3<Real64> c, Vector3<Real64> d, double u)
    {
        Real64 wa = 0.5 * u * (-1 + u * (2 - u)), wb = 1 + 0.5 * u * u * (-5 + 3 * u);
        Real64 wc = 0.5 * u * (1 + u * (4 - 3 * u)), wd = 0.5 * u * u * (u - 1);
        return wa * a + wb * b + wc * c + wd * d;
    }

    private Camera Look(Vector3<Real64> eye, Vector3<Real64> target) =>
        Camera.LookAt(eye, target, up, description.FieldOfViewDegrees * Math.PI / 180, render.Width, render.Height);

    private Camera FromFile(SceneDescription scene)
    {
        IReadOnlyList<Camera> cameras = CameraFiles.Read(scene.Resolve(description.File!));
        Camera? camera = description.Image is null
            ? (cameras.Count > 0 ? cameras[0] : null)
            : cameras.FirstOrDefault(c => c.Name == description.Image)
                ?? (int.TryParse(description.Image, out int index) && index >= 0 && index < cameras.Count ? cameras[index] : null);
        if (camera is null)
        {
            throw new SceneFileException(
                scene.File, "$.camera.image", $"\"{description.Image}\" is none of the {cameras.Count} cameras of {description.File}",
                NearestName.Suggest(description.Image ?? "", cameras.Select(c => c.Name)));
        }

        return camera.Resized(render.Width, render.Height);
    }
}
