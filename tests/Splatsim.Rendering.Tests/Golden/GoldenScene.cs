using Splatsim.Formats;
using Splatsim.Mathematics;
using Splatsim.Splats;
using Splatsim.Tests;

namespace Splatsim.Rendering.Tests.Golden;

/// <summary>The inputs of a golden render file: cloud, camera, options.</summary>
internal sealed class GoldenScene
{
    public GoldenScene(Safetensors file)
    {
        File = file;
        Cloud = file.Metadata.TryGetValue("ply", out string? ply)
            ? SplatFiles.Read(Path.Combine(Path.GetDirectoryName(file.Path)!, ply))
            : CloudOf(file, "means", "quats", "log_scales", "opacity_logits", "sh");
        int[] size = file.Ints("image_size");
        double[] k = file.Doubles("intrinsics"), m = file.Doubles("viewmat");
        Camera = new Camera
        {
            Width = size[0],
            Height = size[1],
            Fx = k[0],
            Fy = k[1],
            Cx = k[2],
            Cy = k[3],
            Rotation = Matrix3x3<Real64>.FromRows(new(m[0], m[1], m[2]), new(m[4], m[5], m[6]), new(m[8], m[9], m[10])),
            Translation = new(m[3], m[7], m[11]),
        };
        double[] s = file.Doubles("settings");
        double[] background = file.Has("background") ? file.Doubles("background") : [0, 0, 0];
        Options = new RenderOptions
        {
            LowPass = s[0],
            Antialiased = s[1] != 0,
            MinimumCompensation = s[2],
            Near = s[3],
            Far = s[4],
            AlphaCap = s[5],
            AlphaMinimum = s[6],
            TransmittanceStop = s[7],
            Extent = s[8] == 0 ? SplatExtent.Exact : SplatExtent.Square3,
            TailFloor = s[9],
            Order = s[10] == 0 ? SplatOrder.Depth : SplatOrder.Distance,
            Background = new(background[0], background[1], background[2]),
        };
    }

    public Safetensors File { get; }

    public GaussianCloud Cloud { get; }

    public Camera Camera { get; }

    public RenderOptions Options { get; }

    /// <summary>A cloud from tensors of a golden file; log-scales and logits as stored.</summary>
    public static GaussianCloud CloudOf(
        Safetensors file, string means, string quaternions, string logScales, string logits, string harmonics)
    {
        float[] m = file.Floats(means), q = file.Floats(quaternions), s = file.Floats(logScales), o = file.Floats(logits);
        float[] sh = file.Floats(harmonics);
        int count = o.Length, coefficients = file.Shape(harmonics)[1];
        GaussianCloud cloud = new(count, (int)Math.Round(Math.Sqrt(coefficients)) - 1);
        for (int i = 0; i < count; i++)
        {
            (cloud.X[i], cloud.Y[i], cloud.Z[i]) = (m[3 * i], m[3 * i + 1], m[3 * i + 2]);
            (cloud.RotationW[i], cloud.RotationX[i]) = (q[4 * i], q[4 * i + 1]);
            (cloud.RotationY[i], cloud.RotationZ[i]) = (q[4 * i + 2], q[4 * i + 3]);
            (cloud.LogScaleX[i], cloud.LogScaleY[i], cloud.LogScaleZ[i]) = (s[3 * i], s[3 * i + 1], s[3 * i + 2]);
            cloud.OpacityLogit[i] = o[i];
            for (int k = 0; k < coefficients; k++)
                for (int channel = 0; channel < 3; channel++)
                    cloud.Sh(k, channel)[i] = sh[(i * coefficients + k) * 3 + channel];
        }

        return cloud;
    }

    /// <summary>The state of splats that follow the file's deformation gradients, in double.</summary>
    public MovedSplat[] Moved()
    {
        double[] f = File.Doubles("deformation_gradients"), means = File.Doubles("moved_means");
        MovedSplat[] result = new MovedSplat[Cloud.Count];
        for (int i = 0; i < result.Length; i++)
        {
            Matrix3x3<Real64> gradient = Matrix3x3<Real64>.FromRows(
                new(f[9 * i], f[9 * i + 1], f[9 * i + 2]),
                new(f[9 * i + 3], f[9 * i + 4], f[9 * i + 5]),
                new(f[9 * i + 6], f[9 * i + 7], f[9 * i + 8]));
            SplatShape.Factor(
                new Quaternion<Real64>(Cloud.RotationW[i], Cloud.RotationX[i], Cloud.RotationY[i], Cloud.RotationZ[i]),
                new Vector3<Real64>(Cloud.LogScaleX[i], Cloud.LogScaleY[i], Cloud.LogScaleZ[i]),
                out Matrix3x3<Real64> factor);
            PolarDecomposition.Rotation(in gradient, out Matrix3x3<Real64> rotation);
            result[i] = new MovedSplat(
                new(means[3 * i], means[3 * i + 1], means[3 * i + 2]),
                SymmetricMatrix3x3<Real64>.Gram(gradient * factor),
                rotation);
        }

        return result;
    }
}
