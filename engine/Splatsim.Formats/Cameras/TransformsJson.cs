using Splatsim.Imaging;
using Splatsim.Mathematics;
using Splatsim.Splats;

namespace Splatsim.Formats;

/// <summary>
/// transforms.json of Blender's NeRF scenes and of nerfstudio: camera-to-world matrices with OpenGL axes (x right, y up,
/// z back), intrinsics for all frames or per frame. applied_transform is left as it is: poses stay in the file's world.
/// </summary>
internal static class TransformsJson
{
    private static readonly string[] Extensions = ["", ".png", ".jpg", ".jpeg", ".webp"];
    private static readonly string[] Distortions = ["k1", "k2", "p1", "p2"];

    internal static IReadOnlyList<Camera> Read(JsonNode root, JsonNode frames, CameraReadOptions options)
    {
        List<Camera> cameras = [];
        foreach (JsonNode frame in frames.Items()) cameras.Add(ReadFrame(root, frame, options));
        return cameras;
    }

    private static Camera ReadFrame(JsonNode root, JsonNode frame, CameraReadOptions options)
    {
        (Matrix3x3<Real64> toWorld, Vector3<Real64> centre) = JsonMatrices.RigidMotion(frame.Get("transform_matrix"));
        // OpenGL to x right, y down, z forward: the camera's y and z axes turn round.
        toWorld = Matrix3x3<Real64>.FromColumns(toWorld.Column0, -toWorld.Column1, -toWorld.Column2);
        Matrix3x3<Real64> rotation = toWorld.Inverse;
        string name = frame.TryGet("file_path", out JsonNode? file) ? file.Value.Text() : "";
        (int width, int height) = Size(root, frame, name, options);
        string model = Find(root, frame, "camera_model") is { } node ? node.Text().ToUpperInvariant() : "PINHOLE";
        bool sphere = model is "EQUIRECTANGULAR" or "SPHERICAL";
        double fx = sphere ? 0 : FocalX(root, frame, width);
        return new Camera
        {
            Width = width,
            Height = height,
            Projection = sphere ? CameraProjection.Equirectangular : CameraProjection.Pinhole,
            Fx = fx,
            Fy = sphere ? 0 : FocalY(root, frame, height, fx),
            Cx = Find(root, frame, "cx")?.Number() ?? 0.5 * width,
            Cy = Find(root, frame, "cy")?.Number() ?? 0.5 * height,
            Rotation = rotation,
            Translation = -(rotation * centre),
            Distortion = Distortion(root, frame, model, options),
            Name = name,
        };
    }

    private static JsonNode? Find(JsonNode root, JsonNode frame, string name) =>
        frame.TryGet(name, out JsonNode? own) ? own : root.TryGet(name, out JsonNode? common) ? common : null;

    private static double FocalX(JsonNode root, JsonNode frame, int width)
    {
        if (Find(root, frame, "fl_x") is { } focal) return CamerasJson.Focal(focal);
        if (Find(root, frame, "camera_angle_x") is { } angle) return FromAngle(angle, width);
        throw frame.Bad("has neither fl_x nor camera_angle_x, nor has the file", "add the focal length fl_x [px] or the angle of view camera_angle_x [rad]");
    }

    private static double FocalY(JsonNode root, JsonNode frame, int height, double fx)
    {
        if (Find(root, frame, "fl_y") is { } focal) return CamerasJson.Focal(focal);
        return Find(root, frame, "fl_x") is null && Find(root, frame, "camera_angle_y") is { } angle ? FromAngle(angle, height) : fx;
    }

    private static double FromAngle(JsonNode node, int side)
    {
        double angle = node.Number();
        if (angle is > 0 and < Math.PI) return 0.5 * side / Math.Tan(0.5 * angle);
        throw node.Bad($"is {angle}", "an angle of view lies between 0 and pi [rad]");
    }

    private static (int Width, int Height) Size(JsonNode root, JsonNode frame, string name, CameraReadOptions options)
    {
        if (Find(root, frame, "w") is { } width && Find(root, frame, "h") is { } height)
            return (width.Integer(1, CameraFiles.LargestSide), height.Integer(1, CameraFiles.LargestSide));
        if (options.ImageSize is { } size) return size;
        string folder = Path.GetDirectoryName(Path.GetFullPath(root.File)) ?? "";
        foreach (string extension in Extensions)
        {
            string candidate = Path.Combine(folder, name + extension);
            if (name.Length == 0 || !File.Exists(candidate)) continue;
            try
            {
                ImageInfo info = ImageFiles.Describe(File.ReadAllBytes(candidate), candidate);
                return (info.Width, info.Height);
            }
            catch (Exception error) when (error is ImageException or IOException or UnauthorizedAccessException)
            {
                throw frame.Bad($"names an image whose size cannot be read ({error.Message})", "add w and h to the file");
            }
        }

        throw frame.Bad($"has no w and h, and there is no image '{name}' to take them from", "add w and h, put the images beside the file, or give the image size");
    }

    private static double[] Distortion(JsonNode root, JsonNode frame, string model, CameraReadOptions options)
    {
        double[] values = [.. Distortions.Select(name => Find(root, frame, name)?.Number() ?? 0)];
        bool others = new[] { "k3", "k4", "k5", "k6" }.Any(name => Find(root, frame, name) is { } node && node.Number() != 0);
        if (model.Contains("FISHEYE", StringComparison.Ordinal))
        {
            options.Warn?.Invoke($"{frame.File}, {frame.Path}: {model} is taken as a pinhole camera; its images must be undistorted before they are compared");
            return [];
        }

        if (others) options.Warn?.Invoke($"{frame.File}, {frame.Path}: distortion beyond k1 k2 p1 p2 is left out");
        return values.All(v => v == 0) ? [] : values;
    }
}
