using Splatsim.Coupling;
using Splatsim.Imaging;
using Splatsim.Mathematics;
using Splatsim.Rendering.Tests.Gradients;
using Splatsim.Splats;
using Splatsim.Tests;
using static Splatsim.Rendering.Tests.Gradients.GradientTensors;

namespace Splatsim.Rendering.Tests.Golden;

/// <summary>Any rasterizer's gradients against the golden files; the tolerances are the float32 column of golden/render/README.md.</summary>
internal static class GoldenGradients
{
    /// <summary>Splats at rest, classic and antialiased.</summary>
    public static void CheckBackwardFiles(IDifferentiableRasterizer rasterizer)
    {
        int files = 0;
        foreach ((string name, Safetensors file) in GoldenKinds.Files(GoldenKind.Backward))
        {
            GoldenScene scene = new(file);
            // The float32 column of the table; the dense file has decisions that may flip.
            double tolerance = name.Contains("dense", StringComparison.Ordinal) ? 1e-3 : scene.Options.Antialiased ? 2e-4 : 1e-4;
            Dictionary<string, double[]> gradient = GradientTensors.Of(Differentiate(scene, null, file, rasterizer));
            GoldenTensors check = new(name, file, tolerance);
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

    /// <summary>Splats that follow a deformation.</summary>
    public static void CheckDeformedFiles(IDifferentiableRasterizer rasterizer)
    {
        const double Tolerance = 1e-3;
        int files = 0;
        foreach ((string name, Safetensors file) in GoldenKinds.Files(GoldenKind.Deformed))
        {
            GoldenScene scene = new(file);
            MovedSplat[] moved = scene.Moved();
            DeformedSplats deformed = new(moved.Length);
            for (int i = 0; i < moved.Length; i++) deformed.Set(i, moved[i].Mean, moved[i].Covariance, moved[i].Rotation);
            Dictionary<string, double[]> gradient = GradientTensors.Of(Differentiate(scene, deformed, file, rasterizer));
            double[] c = gradient["covariances"], r = gradient["rotations"];
            (double[] held, double[] full) = ToDeformation(
                file, ReferenceCloud.Of(scene.Cloud), moved,
                i => new(c[6 * i], c[6 * i + 1], c[6 * i + 2], c[6 * i + 3], c[6 * i + 4], c[6 * i + 5]),
                i => Rows(r, i));
            GoldenTensors check = new(name, file, Tolerance);
            check.Compare("grad_moved_means", gradient["means"]);
            check.Compare("grad_deformation_gradients_rotation_fixed", held);
            check.Compare("grad_deformation_gradients_full", full);
            files++;
        }

        Assert.True(files > 0, "the golden folder holds no file with deformed splats");
    }

    private static SplatGradient Differentiate(GoldenScene scene, DeformedSplats? deformed, Safetensors file, IDifferentiableRasterizer rasterizer)
    {
        int columns = scene.Camera.Width, rows = scene.Camera.Height;
        FloatImage? Plane(string tensor, int channels) => file.Has(tensor) ? new(columns, rows, channels, file.Floats(tensor)) : null;
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

    /// <summary>From covariances and rotations back to the file's deformation gradients: with the rotation held, and through it too.</summary>
    public static (double[] Held, double[] Full) ToDeformation(
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
}
