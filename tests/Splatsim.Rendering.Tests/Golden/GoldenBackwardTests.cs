using Splatsim.Mathematics;
using Splatsim.Tests;
using static Splatsim.Rendering.Tests.Gradients.GradientTensors;

namespace Splatsim.Rendering.Tests.Golden;

/// <summary>Gradients of an independent float64 renderer (automatic differentiation), see golden/render/README.md; the tolerances are its table.</summary>
[Trait("Kind", "Golden")]
public sealed class GoldenBackwardTests
{
    [Fact]
    public void Reference_EveryBackwardFile_MatchesTruth()
    {
        int files = 0;
        foreach ((string name, Safetensors file) in GoldenKinds.Files(GoldenKind.Backward))
        {
            GoldenScene scene = new(file);
            double tolerance = scene.Options.Antialiased ? 1e-9 : 1e-10;
            RenderGradient gradient = ReferenceBackward.Differentiate(
                ReferenceCloud.Of(scene.Cloud), scene.Camera, scene.Options, LossOf(file));
            GoldenTensors check = new(name, file, tolerance);
            check.Compare("grad_means", gradient.Means);
            check.Compare("grad_quats", gradient.Quaternions);
            check.Compare("grad_log_scales", gradient.LogScales);
            check.Compare("grad_opacity_logits", gradient.OpacityLogits);
            check.Compare("grad_sh", gradient.Sh);
            check.Compare("grad_background", Flat(gradient.Background));
            check.Compare("grad_viewmat", ViewMatrix(gradient.Camera));
            check.Compare("grad_pose", [.. Flat(gradient.PoseRotation), .. Flat(gradient.PoseTranslation)]);
            check.Compare("grad_covariance3d", [.. gradient.Covariances.SelectMany(Flat)]);
            check.Compare("grad2d_means2d", [.. gradient.Screen.SelectMany(g => Numbers(g.U, g.V))]);
            check.Compare("grad2d_conics", [.. gradient.Screen.SelectMany(g => Numbers(g.ConicXX, g.ConicXY, g.ConicYY))]);
            check.Compare("grad2d_opacities", [.. gradient.Screen.SelectMany(g => Numbers(g.Opacity))]);
            check.Compare("grad2d_colors", [.. gradient.Screen.SelectMany(g => Flat(g.Color))]);
            check.Compare("grad2d_depths", [.. gradient.Screen.SelectMany(g => Numbers(g.Depth))]);
            files++;
        }

        Assert.True(files > 0, "the golden folder holds no file with gradients");
    }

    [Fact]
    public void Reference_EveryDeformedFile_MatchesTruth()
    {
        const double Tolerance = 1e-10;
        int files = 0;
        foreach ((string name, Safetensors file) in GoldenKinds.Files(GoldenKind.Deformed))
        {
            GoldenScene scene = new(file);
            MovedSplat[] moved = scene.Moved();
            ReferenceCloud cloud = ReferenceCloud.Of(scene.Cloud, i => moved[i]);
            RenderGradient gradient = ReferenceBackward.Differentiate(cloud, scene.Camera, scene.Options, LossOf(file));
            (double[] held, double[] full) = GoldenGradients.ToDeformation(file, cloud, moved, i => gradient.Covariances[i], i => gradient.Rotations[i]);
            GoldenTensors check = new(name, file, Tolerance);
            check.Compare("grad_moved_means", gradient.Means);
            check.Compare("grad_deformation_gradients_rotation_fixed", held);
            check.Compare("grad_deformation_gradients_full", full);
            files++;
        }

        Assert.True(files > 0, "the golden folder holds no file with deformed splats");
    }

    [Theory]
    [InlineData(VectorWidth.Lanes8)]
    [InlineData(VectorWidth.Lanes16)]
    public void Fast_EveryBackwardFile_MatchesTruth(VectorWidth width) => GoldenGradients.CheckBackwardFiles(new Rasterizer(width: width) { Differentiable = true });

    [Theory]
    [InlineData(VectorWidth.Lanes8)]
    [InlineData(VectorWidth.Lanes16)]
    public void Fast_EveryDeformedFile_MatchesTruth(VectorWidth width) => GoldenGradients.CheckDeformedFiles(new Rasterizer(width: width) { Differentiable = true });

    private static ImageGradient LossOf(Safetensors file) => new()
    {
        Color = file.Doubles("weights_rgb"),
        Alpha = file.Doubles("weights_alpha"),
        AccumulatedDepth = file.Doubles("weights_depth_accumulated"),
        ExpectedDepth = file.Has("weights_depth_expected") ? file.Doubles("weights_depth_expected") : null,
    };

    private static double[] ViewMatrix(CameraGradient<Real64> camera)
    {
        Matrix3x3<Real64> r = camera.Rotation;
        double[] t = Flat(camera.Translation);
        return [.. Flat(r.Row0), t[0], .. Flat(r.Row1), t[1], .. Flat(r.Row2), t[2], 0, 0, 0, 0];
    }
}
