using Splatsim.Coupling;
using Splatsim.Imaging;
using Splatsim.Mathematics;
using Splatsim.Rendering.Tests.Gradients;
using Splatsim.Splats;
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
            Golden check = new(name, file, tolerance);
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
            (double[] held, double[] full) = ToDeformation(file, cloud, moved, i => gradient.Covariances[i], i => gradient.Rotations[i]);
            Golden check = new(name, file, Tolerance);
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
    public void Fast_EveryBackwardFile_MatchesTruth(VectorWidth width)
    {
        int files = 0;
        foreach ((string name, Safetensors file) in GoldenKinds.Files(GoldenKind.Backward))
        {
            GoldenScene scene = new(file);
            // The float32 column of the table; the dense file has decisions that may flip.
            double tolerance = name.Contains("dense", StringComparison.Ordinal) ? 1e-3 : scene.Options.Antialiased ? 2e-4 : 1e-4;
            Dictionary<string, double[]> gradient = GradientTensors.Of(Differentiate(scene, null, file, width));
            Golden check = new(name, file, tolerance);
            check.Compare("grad_means", gradient["means"]);
            check.Compare("grad_quats", gradient["quaternions"]);
            check.Compare("grad_log_scales", gradient["log-scales"]);
            check.Compare("grad_opacity_logits", gradient["opacity logits"]);
            check.Compare("grad_sh", gradient["harmonics"]);
            check.Compare("grad_background", gradient["background"]);
            check.Compare("grad_pose", [.. gradient["pose rotation"], .. gradient["pose translation"]]);
            files++;
        }

        Assert.True(files > 0, "the golden folder holds no file with gradients");
    }

    [Theory]
    [InlineData(VectorWidth.Lanes8)]
    [InlineData(VectorWidth.Lanes16)]
    public void Fast_EveryDeformedFile_MatchesTruth(VectorWidth width)
    {
        const double Tolerance = 1e-3;
        int files = 0;
        foreach ((string name, Safetensors file) in GoldenKinds.Files(GoldenKind.Deformed))
        {
            GoldenScene scene = new(file);
            MovedSplat[] moved = scene.Moved();
            DeformedSplats deformed = new(moved.Length);
            for (int i = 0; i < moved.Length; i++) deformed.Set(i, moved[i].Mean, moved[i].Covariance, moved[i].Rotation);
            Dictionary<string, double[]> gradient = GradientTensors.Of(Differentiate(scene, deformed, file, width));
            double[] c = gradient["covariances"], r = gradient["rotations"];
            (double[] held, double[] full) = ToDeformation(
                file, ReferenceCloud.Of(scene.Cloud), moved,
                i => new(c[6 * i], c[6 * i + 1], c[6 * i + 2], c[6 * i + 3], c[6 * i + 4], c[6 * i + 5]),
                i => Rows(r, i));
            Golden check = new(name, file, Tolerance);
            check.Compare("grad_moved_means", gradient["means"]);
            check.Compare("grad_deformation_gradients_rotation_fixed", held);
            check.Compare("grad_deformation_gradients_full", full);
            files++;
        }

        Assert.True(files > 0, "the golden folder holds no file with deformed splats");
    }

    private static SplatGradient Differentiate(GoldenScene scene, DeformedSplats? deformed, Safetensors file, VectorWidth width)
    {
        int columns = scene.Camera.Width, rows = scene.Camera.Height;
        FloatImage? Plane(string tensor, int channels) => file.Has(tensor) ? new(columns, rows, channels, file.Floats(tensor)) : null;
        Rasterizer rasterizer = new(width: width) { Differentiable = true };
        RenderTarget target = new(columns, rows, RenderOutputs.ColorAlpha | RenderOutputs.ExpectedDepth);
        rasterizer.Render(scene.Cloud, deformed, scene.Camera, scene.Options, target);
        SplatGradient result = new(scene.Cloud, deformed);
        TargetGradient loss = new()
        {
            Color = Plane("weights_rgb", 3),
            Alpha = Plane("weights_alpha", 1),
            AccumulatedDepth = Plane("weights_depth_accumulated", 1),
            ExpectedDepth = Plane("weights_depth_expected", 1),
        };
        rasterizer.Backward(loss, result);
        return result;
    }

    // From covariances and rotations back to the file's deformation gradients: with the rotation held, and through it too.
    private static (double[] Held, double[] Full) ToDeformation(
        Safetensors file, ReferenceCloud cloud, MovedSplat[] moved,
        Func<int, SymmetricMatrix3x3<Real64>> covariance, Func<int, Matrix3x3<Real64>> rotation)
    {
        // The files' splats follow every stretch.
        StretchBounds<Real64> unbounded = StretchBounds<Real64>.From(new StretchClamp(1e-6, 1e6));
        double[] f = file.Doubles("deformation_gradients"), held = new double[f.Length], full = new double[f.Length];
        for (int i = 0; i < moved.Length; i++)
        {
            Matrix3x3<Real64> deformation = Rows(f, i);
            SplatShape.Factor(cloud.Quaternion(i), cloud.LogScale(i), out Matrix3x3<Real64> factor);
            SymmetricMatrix3x3<Real64> rest = SymmetricMatrix3x3<Real64>.Gram(in factor);
            SplatDeformationAdjoint.Apply(in deformation, in rest, in unbounded, covariance(i), default, out Matrix3x3<Real64> shape, out _);
            SplatDeformationAdjoint.Apply(in deformation, in rest, in unbounded, covariance(i), rotation(i), out Matrix3x3<Real64> all, out _);
            Flat(shape).CopyTo(held, 9 * i);
            Flat(all).CopyTo(full, 9 * i);
        }

        return (held, full);
    }

    private static Matrix3x3<Real64> Rows(double[] m, int i) => Matrix3x3<Real64>.FromRows(
        new(m[9 * i], m[9 * i + 1], m[9 * i + 2]), new(m[9 * i + 3], m[9 * i + 4], m[9 * i + 5]), new(m[9 * i + 6], m[9 * i + 7], m[9 * i + 8]));

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

    /// <summary>Compares relative to the tensor's largest entry.</summary>
    private sealed class Golden(string name, Safetensors file, double tolerance)
    {
        public void Compare(string tensor, double[] actual)
        {
            double[] expected = file.Doubles(tensor);
            Assert.Equal(expected.Length, actual.Length);
            double largest = expected.Max(Math.Abs);
            Assert.True(largest > 0, $"{name}: {tensor} is all zero and proves nothing");
            for (int i = 0; i < expected.Length; i++)
            {
                double error = Math.Abs(actual[i] - expected[i]) / largest;
                Assert.True(error <= tolerance, $"{name}: {tensor}[{i}] is {actual[i]:R}, expected {expected[i]:R}: {error:E2} of {tolerance:E1}");
            }
        }
    }
}
