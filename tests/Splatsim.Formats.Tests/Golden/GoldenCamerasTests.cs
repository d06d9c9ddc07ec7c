using System.Text.Json;
using Splatsim.Mathematics;
using Splatsim.Splats;
using Splatsim.Tests;

namespace Splatsim.Formats.Tests.Golden;

/// <summary>Camera files of golden/formats and golden/fit against the matrices and pixels beside them.</summary>
[Trait("Kind", "Golden")]
public class GoldenCamerasTests
{
    // README: text holds round-trip decimals, so that only double arithmetic lies between.
    private const double Tolerance = 1e-12;

    // Pixels are of the order 1000, with the same relative error.
    private const double PixelTolerance = 1e-9;

    [Fact]
    public void ColmapModels_Read_MatchExpected()
    {
        string folder = Path.Combine(GoldenData.RequireRoot(), "formats", "colmap");
        Safetensors expected = new(Path.Combine(folder, "expected.safetensors"));
        string[] models = [.. Directory.EnumerateDirectories(folder, "*", SearchOption.AllDirectories).Where(ColmapModel.IsModel)];
        Assert.Equal(Directory.EnumerateDirectories(folder).Count(), models.Length);
        Assert.All(models, path =>
        {
            ColmapModel model = ColmapModel.Read(path);
            Assert.Equal(expected.Ints("camera_ids"), model.Cameras.Select(c => c.Id));
            Assert.Equal(expected.Ints("camera_models"), model.Cameras.Select(c => (int)c.Model));
            Assert.Equal(expected.Ints("camera_sizes"), model.Cameras.SelectMany(c => (int[])[c.Width, c.Height]));
            Assert.Equal(expected.Ints("image_ids"), model.Images.Select(i => i.Id));
            Assert.Equal(expected.Ints("image_camera_ids"), model.Images.Select(i => i.CameraId));
            Assert.Equal(expected.Ints("image_observations"), model.Images.Select(i => i.ObservationCount));
            Assert.Equal(JsonSerializer.Deserialize<string[]>(expected.Metadata["image_names"]), model.Images.Select(i => i.Name));
            Assert.Equal(expected.Doubles("point_ids"), model.Points.Select(p => (double)p.Id));
            Assert.Equal(expected.Doubles("points"), model.Points.SelectMany(p => (double[])[p.X, p.Y, p.Z]));
            Assert.Equal(expected.Ints("point_colours"), model.Points.SelectMany(p => (int[])[p.Red, p.Green, p.Blue]));
            Assert.Equal(expected.Doubles("point_errors"), model.Points.Select(p => p.Error));
            Assert.Equal(expected.Ints("point_track_lengths"), model.Points.Select(p => p.TrackLength));
            double[] parameters = expected.Doubles("camera_params");
            for (int i = 0; i < model.Cameras.Count; i++)
                for (int k = 0; k < model.Cameras[i].Parameters.Count; k++) Assert.Equal(parameters[8 * i + k], model.Cameras[i].Parameters[k]);
        });
    }

    [Fact]
    public void ColmapModels_ToCameras_MatchPosesAndProbePixels()
    {
        string folder = Path.Combine(GoldenData.RequireRoot(), "formats", "colmap");
        Safetensors expected = new(Path.Combine(folder, "expected.safetensors"));
        double[] worldToCamera = expected.Doubles("world_to_camera");
        double[] centres = expected.Doubles("camera_centres");
        double[] intrinsics = expected.Doubles("camera_fx_fy_cx_cy");
        double[] probes = expected.Doubles("probe_normalised");
        double[] pixels = expected.Doubles("probe_pixels");
        int[] cameraIds = expected.Ints("camera_ids");
        int[] imageCameraIds = expected.Ints("image_camera_ids");
        Assert.All(Directory.EnumerateDirectories(folder), capture =>
        {
            IReadOnlyList<Camera> cameras = CameraFiles.Read(Directory.EnumerateDirectories(capture).Single());
            for (int i = 0; i < cameras.Count; i++)
            {
                AssertPose(worldToCamera, i, cameras[i]);
                Vector3<Real64> centre = cameras[i].Centre;
                Assert.Equal(centres[3 * i], centre.X.Value, Tolerance);
                Assert.Equal(centres[3 * i + 1], centre.Y.Value, Tolerance);
                Assert.Equal(centres[3 * i + 2], centre.Z.Value, Tolerance);
                int camera = Array.IndexOf(cameraIds, imageCameraIds[i]);
                double[] actual = [cameras[i].Fx, cameras[i].Fy, cameras[i].Cx, cameras[i].Cy];
                Assert.Equal(intrinsics.AsSpan(4 * camera, 4).ToArray(), actual);
                for (int probe = 0; probe < probes.Length / 2; probe++)
                {
                    (double u, double v) = LensDistortion.Project(cameras[i], probes[2 * probe], probes[2 * probe + 1]);
                    int at = 2 * (camera * probes.Length / 2 + probe);
                    Assert.Equal(pixels[at], u, PixelTolerance);
                    Assert.Equal(pixels[at + 1], v, PixelTolerance);
                }
            }
        });
    }

    [Fact]
    public void Transforms_Read_MatchExpected()
    {
        GoldenData.RequireRoot();
        Safetensors expected = new(GoldenData.Files("formats/transforms", "expected.safetensors").Single());
        double[] worldToCamera = expected.Doubles("world_to_camera_opencv");
        IReadOnlyList<string> files = GoldenData.Files("formats/transforms", "*.json");
        Assert.NotEmpty(files);
        Assert.All(files, file =>
        {
            using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(file));
            bool blender = document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("camera_angle_x", out _);
            double[] intrinsics = expected.Doubles(blender ? "blender_fx_fy_cx_cy_w_h" : "nerfstudio_fx_fy_cx_cy_w_h");
            // The Blender file says no size; its images would have this one.
            CameraReadOptions options = new() { ImageSize = blender ? (640, 360) : null };
            IReadOnlyList<Camera> cameras = CameraFiles.Read(file, options);
            Assert.Equal(worldToCamera.Length / 16, cameras.Count);
            bool reference = document.RootElement.ValueKind == JsonValueKind.Array;
            for (int i = 0; i < cameras.Count; i++)
            {
                AssertPose(worldToCamera, i, cameras[i]);
                if (reference) continue;
                double[] actual = [cameras[i].Fx, cameras[i].Fy, cameras[i].Cx, cameras[i].Cy, cameras[i].Width, cameras[i].Height];
                for (int k = 0; k < 6; k++) Assert.Equal(intrinsics[6 * i + k], actual[k], PixelTolerance);
                if (blender) Assert.Empty(cameras[i].Distortion);
                else Assert.Equal(expected.Doubles("distortion_k1_k2_p1_p2"), cameras[i].Distortion);
            }
        });
    }

    [Fact]
    public void FitScenes_Read_GiveTheirOwnMatrices()
    {
        string[] files = [.. Directory.EnumerateFiles(Path.Combine(GoldenData.RequireRoot(), "fit"), "cameras.json", SearchOption.AllDirectories)];
        Assert.NotEmpty(files);
        Assert.All(files, file =>
        {
            using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(file));
            IReadOnlyList<Camera> cameras = CameraFiles.Read(file);
            JsonElement list = document.RootElement.GetProperty("cameras");
            Assert.Equal(list.GetArrayLength(), cameras.Count);
            for (int i = 0; i < cameras.Count; i++)
            {
                double[] matrix = [.. list[i].GetProperty("world_to_camera").EnumerateArray().SelectMany(row => row.EnumerateArray().Select(v => v.GetDouble()))];
                AssertPose(matrix, 0, cameras[i]);
                Assert.Equal(list[i].GetProperty("fx").GetDouble(), cameras[i].Fx);
                Assert.Equal(list[i].GetProperty("cy").GetDouble(), cameras[i].Cy);
            }
        });
    }

    [Fact]
    public void DamagedColmapFiles_Read_AreRefused()
    {
        GoldenData.RequireRoot();
        IReadOnlyList<string> files = GoldenData.Files("formats/malformed", "colmap_*");
        Assert.NotEmpty(files);
        Assert.All(files, file => Assert.Throws<SplatFormatException>(() => _ = Path.GetFileNameWithoutExtension(file).Split('_')[^1] switch
        {
            "cameras" => ColmapModel.ReadCameras(file).Count,
            "images" => ColmapModel.ReadImages(file).Count,
            "points3D" => ColmapModel.ReadPoints(file).Count,
            string other => throw new NotSupportedException(other),
        }));
    }

    private static void AssertPose(double[] matrices, int index, Camera camera)
    {
        Matrix3x3<Real64> r = camera.Rotation;
        Vector3<Real64> t = camera.Translation;
        double[] actual = [r.M00.Value, r.M01.Value, r.M02.Value, t.X.Value, r.M10.Value, r.M11.Value, r.M12.Value, t.Y.Value, r.M20.Value, r.M21.Value, r.M22.Value, t.Z.Value];
        for (int k = 0; k < 12; k++) Assert.Equal(matrices[16 * index + k], actual[k], Tolerance);
    }
}
