using Splatsim.Mathematics;
using Splatsim.Splats;

namespace Splatsim.Formats;

/// <summary>A sparse reconstruction by COLMAP: a folder with cameras, images and points3D, as .bin or .txt.</summary>
/// <param name="cameras">The cameras.</param>
/// <param name="images">The images.</param>
/// <param name="points">The points.</param>
/// <param name="folder">Where they come from.</param>
/// <remarks>Schönberger and Frahm 2016, "Structure-from-Motion Revisited"; layout of COLMAP's documentation.</remarks>
public sealed class ColmapModel(
    IReadOnlyList<ColmapCamera> cameras, IReadOnlyList<ColmapImage> images, IReadOnlyList<ColmapPoint> points, string folder)
{
    /// <summary>The cameras in file order.</summary>
    public IReadOnlyList<ColmapCamera> Cameras { get; } = cameras;

    /// <summary>The images in file order.</summary>
    public IReadOnlyList<ColmapImage> Images { get; } = images;

    /// <summary>The points in file order; empty when the folder has no points3D file.</summary>
    public IReadOnlyList<ColmapPoint> Points { get; } = points;

    /// <summary>True when the folder holds cameras and images of a model.</summary>
    /// <param name="folder">The folder.</param>
    public static bool IsModel(string folder) => IsModel(folder, ".bin") || IsModel(folder, ".txt");

    /// <summary>Reads a model; the binary files when there are both.</summary>
    /// <param name="folder">The folder.</param>
    /// <exception cref="SplatFormatException">A file is missing or damaged.</exception>
    public static ColmapModel Read(string folder)
    {
        if (!IsModel(folder))
            throw SplatFormatException.Whole(folder, "is not a COLMAP model", "a model is a folder with cameras.bin and images.bin, or cameras.txt and images.txt");
        string extension = IsModel(folder, ".bin") ? ".bin" : ".txt";
        string points = Path.Combine(folder, "points3D" + extension);
        return new ColmapModel(
            ReadCameras(Path.Combine(folder, "cameras" + extension)),
            ReadImages(Path.Combine(folder, "images" + extension)),
            File.Exists(points) ? ReadPoints(points) : [],
            folder);
    }

    /// <summary>Reads a cameras file.</summary>
    /// <param name="path">cameras.bin or cameras.txt.</param>
    /// <exception cref="SplatFormatException">It is missing or damaged.</exception>
    public static IReadOnlyList<ColmapCamera> ReadCameras(string path) =>
        IsText(path) ? ColmapText.ReadCameras(path) : ColmapBinary.ReadCameras(path);

    /// <summary>Reads an images file.</summary>
    /// <param name="path">images.bin or images.txt.</param>
    /// <exception cref="SplatFormatException">It is missing or damaged.</exception>
    public static IReadOnlyList<ColmapImage> ReadImages(string path) =>
        IsText(path) ? ColmapText.ReadImages(path) : ColmapBinary.ReadImages(path);

    /// <summary>Reads a points file.</summary>
    /// <param name="path">points3D.bin or points3D.txt.</param>
    /// <exception cref="SplatFormatException">It is missing or damaged.</exception>
    public static IReadOnlyList<ColmapPoint> ReadPoints(string path) =>
        IsText(path) ? ColmapText.ReadPoints(path) : ColmapBinary.ReadPoints(path);

    /// <summary>One camera per image, in file order.</summary>
    /// <param name="options">Receives warnings about lens models that a camera cannot hold; null for none.</param>
    /// <exception cref="SplatFormatException">An image names a camera that is not there.</exception>
    public IReadOnlyList<Camera> ToCameras(CameraReadOptions? options = null)
    {
        Dictionary<int, Camera> intrinsics = [];
        foreach (ColmapCamera camera in Cameras) intrinsics[camera.Id] = Intrinsics(camera, options?.Warn);
        List<Camera> result = [];
        foreach (ColmapImage image in Images)
        {
            if (!intrinsics.TryGetValue(image.CameraId, out Camera? camera))
                throw SplatFormatException.Whole(folder, $"image {image.Id} ({image.Name}) has camera {image.CameraId}, which is not in the model", "run COLMAP's model checker");
            result.Add(camera with { Rotation = image.Rotation.ToMatrix(), Translation = image.Translation, Name = image.Name });
        }

        return result;
    }

    private Camera Intrinsics(ColmapCamera camera, Action<string>? warn)
    {
        IReadOnlyList<double> p = camera.Parameters;
        int first = camera.Model.HasOneFocalLength() ? 1 : 2;
        double[] distortion = camera.Model switch
        {
            ColmapCameraModel.SimpleRadial => [p[3], 0, 0, 0],
            ColmapCameraModel.Radial => [p[3], p[4], 0, 0],
            ColmapCameraModel.OpenCV or ColmapCameraModel.FullOpenCV => [p[4], p[5], p[6], p[7]],
            _ => [],
        };
        bool incomplete = camera.Model is ColmapCameraModel.FullOpenCV
            ? p.Skip(8).Any(v => v != 0)
            : camera.Model > ColmapCameraModel.OpenCV;
        if (incomplete)
            warn?.Invoke($"{folder}: camera {camera.Id} has the lens model {camera.Model.ColmapName()}, whose distortion is left out; its images must be undistorted before they are compared");
        return new Camera
        {
            Width = camera.Width,
            Height = camera.Height,
            Fx = p[0],
            Fy = p[first - 1],
            Cx = p[first],
            Cy = p[first + 1],
            Distortion = distortion.All(v => v == 0) ? [] : distortion,
        };
    }

    /// <summary>Checks what text and binary files have in common.</summary>
    internal static ColmapCamera NewCamera(int id, ColmapCameraModel model, long width, long height, double[] parameters, Func<string, string, SplatFormatException> error)
    {
        if (width is < 1 or > CameraFiles.LargestSide || height is < 1 or > CameraFiles.LargestSide)
            throw error($"camera {id} has {width} x {height} pixels", $"sides are from 1 to {CameraFiles.LargestSide}");
        if (!parameters.All(double.IsFinite) || !(parameters[0] > 0))
            throw error($"camera {id} has the parameters {string.Join(' ', parameters)}", "focal lengths are above 0 and everything is finite");
        return new ColmapCamera(id, model, (int)width, (int)height, parameters);
    }

    /// <summary>Checks what text and binary files have in common, and normalises the quaternion.</summary>
    internal static ColmapImage NewImage(int id, int camera, string name, ReadOnlySpan<double> pose, int observations, Func<string, string, SplatFormatException> error)
    {
        Quaternion<Real64> rotation = new(pose[0], pose[1], pose[2], pose[3]);
        Vector3<Real64> translation = new(pose[4], pose[5], pose[6]);
        double norm = rotation.SquaredNorm.Value;
        if (!(norm > 0) || !double.IsFinite(norm) || !double.IsFinite(pose[4] + pose[5] + pose[6]))
            throw error($"image {id} has the pose {string.Join(' ', pose.ToArray())}", "a pose is a quaternion that is not 0 and a finite translation");
        return new ColmapImage(id, camera, name, rotation.Normalized, translation, observations);
    }

    private static bool IsModel(string folder, string extension) =>
        File.Exists(Path.Combine(folder, "cameras" + extension)) && File.Exists(Path.Combine(folder, "images" + extension));

    private static bool IsText(string path) => path.EndsWith(".txt", StringComparison.OrdinalIgnoreCase);
}
