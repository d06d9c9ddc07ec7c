using Splatsim.Mathematics;
using Splatsim.Tests;

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
            double[] f = file.Doubles("deformation_gradients"), held = new double[f.Length], full = new double[f.Length];
            for (int i = 0; i < moved.Length; i++)
            {
                Matrix3x3<Real64> deformation = Matrix3x3<Real64>.FromRows(
                    new(f[9 * i], f[9 * i + 1], f[9 * i + 2]),
                    new(f[9 * i + 3], f[9 * i + 4], f[9 * i + 5]),
                    new(f[9 * i + 6], f[9 * i + 7], f[9 * i + 8]));
                SplatShape.Factor(cloud.Quaternion(i), cloud.LogScale(i), out Matrix3x3<Real64> factor);
                Matrix3x3<Real64> shape = DeformationAdjoint.Covariance(
                    in deformation, SymmetricMatrix3x3<Real64>.Gram(in factor), in gradient.Covariances[i]);
                Matrix3x3<Real64> turn = DeformationAdjoint.Rotation(in deformation, moved[i].Rotation, in gradient.Rotations[i]);
                Flat(shape).CopyTo(held, 9 * i);
                Flat(shape + turn).CopyTo(full, 9 * i);
            }

            Golden check = new(name, file, Tolerance);
            check.Compare("grad_moved_means", gradient.Means);
            check.Compare("grad_deformation_gradients_rotation_fixed", held);
            check.Compare("grad_deformation_gradients_full", full);
            files++;
        }

        Assert.True(files > 0, "the golden folder holds no file with deformed splats");
    }

    private static ImageGradient LossOf(Safetensors file) => new()
    {
        Color = file.Doubles("weights_rgb"),
        Alpha = file.Doubles("weights_alpha"),
        AccumulatedDepth = file.Doubles("weights_depth_accumulated"),
        ExpectedDepth = file.Has("weights_depth_expected") ? file.Doubles("weights_depth_expected") : null,
    };

    private static double[] Numbers(params ReadOnlySpan<Real64> values)
    {
        double[] result = new double[values.Length];
        for (int i = 0; i < result.Length; i++) result[i] = values[i].Value;
        return result;
    }

    private static double[] Flat(Vector3<Real64> v) => Numbers(v.X, v.Y, v.Z);

    private static double[] Flat(SymmetricMatrix3x3<Real64> s) => Numbers(s.XX, s.XY, s.XZ, s.YY, s.YZ, s.ZZ);

    private static double[] Flat(Matrix3x3<Real64> m) => [.. Flat(m.Row0), .. Flat(m.Row1), .. Flat(m.Row2)];

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
