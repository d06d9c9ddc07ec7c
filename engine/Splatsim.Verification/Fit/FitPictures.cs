using System.Text.Json;
using Splatsim.Imaging;
using Splatsim.Mathematics;
using Splatsim.Rendering;
using Splatsim.Splats;

namespace Splatsim.Verification;

/// <summary>Draws a golden scene through its cameras and compares with its pictures.</summary>
internal sealed class FitPictures
{
    private static readonly RenderOptions White = new() { Background = new(1, 1, 1) };

    private readonly Rasterizer rasterizer = new();
    private readonly FitScene scene;
    private readonly GaussianCloud cloud;
    private readonly Camera[] cameras;
    private readonly RenderTarget[] targets;

    public FitPictures(FitScene scene, GaussianCloud cloud)
    {
        this.scene = scene;
        this.cloud = cloud;
        cameras = ReadCameras(scene.CamerasFile);
        targets = [.. cameras.Select(c => new RenderTarget(c.Width, c.Height))];
    }

    public FitScene Scene => scene;

    public int CameraCount => cameras.Length;

    /// <summary>
    /// The lowest PSNR over the cameras that have a picture of the frame; null when none has. Rendered pictures are
    /// rounded to 8 bits as the stored ones are.
    /// </summary>
    public double? LowestPsnr(DeformedSplats? splats, int frame)
    {
        double? lowest = null;
        for (int i = 0; i < cameras.Length; i++)
        {
            if (scene.FrameFile(cameras[i].Name, frame) is not { } file) continue;
            rasterizer.Render(cloud, splats, cameras[i], White, targets[i]);
            lowest = Math.Min(lowest ?? double.PositiveInfinity, ImageMetrics.Psnr(targets[i].Color!.ToBytes(), ImageFiles.Read(file).WithChannels(3)));
        }

        return lowest;
    }

    // The README's own convention: world_to_camera, x right, y down, z forward.
    private static Camera[] ReadCameras(string file)
    {
        List<Camera> cameras = [];
        using JsonDocument json = JsonDocument.Parse(File.ReadAllBytes(file));
        foreach (JsonElement c in json.RootElement.GetProperty("cameras").EnumerateArray())
        {
            JsonElement m = c.GetProperty("world_to_camera");
            double At(int row, int column) => m[row][column].GetDouble();
            // Stored with nine decimals: made orthonormal again.
            PolarDecomposition.Rotation(
                Matrix3x3<Real64>.FromRows(new(At(0, 0), At(0, 1), At(0, 2)), new(At(1, 0), At(1, 1), At(1, 2)), new(At(2, 0), At(2, 1), At(2, 2))),
                out Matrix3x3<Real64> rotation);
            cameras.Add(new Camera
            {
                Name = c.GetProperty("name").GetString()!,
                Width = c.GetProperty("width").GetInt32(),
                Height = c.GetProperty("height").GetInt32(),
                Fx = c.GetProperty("fx").GetDouble(),
                Fy = c.GetProperty("fy").GetDouble(),
                Cx = c.GetProperty("cx").GetDouble(),
                Cy = c.GetProperty("cy").GetDouble(),
                Rotation = rotation,
                Translation = new(At(0, 3), At(1, 3), At(2, 3)),
            });
        }

        return [.. cameras];
    }
}
