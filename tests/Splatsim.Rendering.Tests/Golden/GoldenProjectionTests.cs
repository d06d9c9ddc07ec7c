using Splatsim.Mathematics;
using Splatsim.Tests;

namespace Splatsim.Rendering.Tests.Golden;

/// <summary>Projected splats of an independent float64 renderer: nine kinds of splats, needles among them.</summary>
[Trait("Kind", "Golden")]
public sealed class GoldenProjectionTests
{
    private const int NearPlane = 2, Needles = 4;

    // Relative to the row's largest entry; the second where det C cancels in a plain evaluation (README).
    private const double Float64 = 1e-11, Float64Needles = 1e-9;

    [Fact]
    public void Reference_EveryProjectionFile_MatchesTruth()
    {
        foreach ((string name, Safetensors file) in GoldenKinds.Files(GoldenKind.Projection))
        {
            GoldenScene scene = new(file);
            ReferenceSplat[] classic = ReferenceRasterizer.Project(scene.Cloud, scene.Camera, scene.Options);
            ReferenceSplat[] antialiased = ReferenceRasterizer.Project(
                scene.Cloud, scene.Camera, scene.Options with { Antialiased = true });
            Rows truth = new(file, name);
            for (int i = 0; i < classic.Length; i++)
            {
                ReferenceSplat s = classic[i];
                double tolerance = truth.Category[i] == Needles ? Float64Needles : Float64;
                Assert.True(truth.Visible[i] == s.Visible, $"{name}: splat {i} visible");
                truth.Check("colors_raw", i, Float64, s.RawColor.X.Value, s.RawColor.Y.Value, s.RawColor.Z.Value);
                truth.Check("colors", i, Float64, s.Color.X.Value, s.Color.Y.Value, s.Color.Z.Value);
                truth.Check("depths", i, Float64, s.Image.Depth.Value);
                truth.Check("distances", i, Float64, s.Image.Distance.Value);
                truth.Check("opacities", i, Float64, s.Opacity);
                CheckCovariance(scene, truth, i);
                if (!s.Visible) continue;
                truth.Check("means2d", i, Float64, s.Image.U.Value, s.Image.V.Value);
                truth.Check("cov2d", i, Float64, s.Image.XX.Value, s.Image.XY.Value, s.Image.YY.Value);
                (double a, double b, double c) = Conic(s.Conic.L00.Value, s.Conic.L01.Value, s.Conic.L11.Value);
                truth.Check("conics", i, tolerance, a, b, c);
                truth.Check("compensations", i, tolerance, s.Image.Compensation.Value);
                truth.Check("opacities_antialiased", i, tolerance, antialiased[i].BlendedOpacity);
                CheckRadii(truth, "radii", i, s, scene);
                CheckRadii(truth, "radii_antialiased", i, antialiased[i], scene);
            }
        }
    }

    [Fact]
    public void Lanes_EveryProjectionFile_MatchTruthWithinTwiceFloat32()
    {
        CheckLanes<Lanes8>();
        CheckLanes<Lanes16>();
    }

    private static unsafe void CheckLanes<T>()
        where T : unmanaged, ILanes<T>
    {
        float* lane = stackalloc float[T.LaneCount];
        foreach ((string name, Safetensors file) in GoldenKinds.Files(GoldenKind.Projection))
        {
            GoldenScene scene = new(file);
            Rows truth = new(file, name);
            CameraView<T> view = CameraView<T>.Of(scene.Camera, scene.Options);
            for (int i = 0; i < scene.Cloud.Count; i++)
            {
                T Of(float value) => T.Broadcast(value);
                float First(T value)
                {
                    value.Store(lane);
                    return lane[0];
                }

                SplatShape.Factor(
                    new Quaternion<T>(Of(scene.Cloud.RotationW[i]), Of(scene.Cloud.RotationX[i]), Of(scene.Cloud.RotationY[i]), Of(scene.Cloud.RotationZ[i])),
                    new Vector3<T>(Of(scene.Cloud.LogScaleX[i]), Of(scene.Cloud.LogScaleY[i]), Of(scene.Cloud.LogScaleZ[i])),
                    out Matrix3x3<T> factor);
                Vector3<T> mean = new(Of(scene.Cloud.X[i]), Of(scene.Cloud.Y[i]), Of(scene.Cloud.Z[i]));
                ProjectedSplat<T>.FromFactor<PinholeModel>(in view, in mean, in factor, out ProjectedSplat<T> s);
                Assert.True(truth.Visible[i] == T.Any(s.Visible), $"{name}: splat {i} visible");
                truth.Check("opacities", i, truth.Float32("opacities", i), First(SplatShape.Opacity(Of(scene.Cloud.OpacityLogit[i]))));
                if (!truth.Visible[i]) continue;
                truth.Check("depths", i, truth.Float32("depths", i), First(s.Depth));
                truth.Check("means2d", i, truth.Float32("means2d", i), First(s.U), First(s.V));
                truth.Check("cov2d", i, truth.Float32("cov2d", i), First(s.XX), First(s.XY), First(s.YY));
                ConicFactor<T> l = ConicFactor<T>.Of(in s, T.One);
                (double a, double b, double c) = Conic(First(l.L00), First(l.L01), First(l.L11));
                truth.Check("conics", i, truth.Float32("conics", i), a, b, c);
                truth.Check("compensations", i, truth.Float32("compensations", i), First(s.Compensation));
            }
        }
    }

    private static (double A, double B, double C) Conic(double l00, double l01, double l11) =>
        (l00 * l00, l00 * l01, l01 * l01 + l11 * l11);

    private static void CheckCovariance(GoldenScene scene, Rows truth, int i)
    {
        SplatShape.Factor(
            new Quaternion<Real64>(scene.Cloud.RotationW[i], scene.Cloud.RotationX[i], scene.Cloud.RotationY[i], scene.Cloud.RotationZ[i]),
            new Vector3<Real64>(scene.Cloud.LogScaleX[i], scene.Cloud.LogScaleY[i], scene.Cloud.LogScaleZ[i]),
            out Matrix3x3<Real64> m);
        SymmetricMatrix3x3<Real64> sigma = SymmetricMatrix3x3<Real64>.Gram(in m);
        truth.Check("covariance3d", i, Float64, sigma.XX.Value, sigma.XY.Value, sigma.XZ.Value, sigma.YY.Value, sigma.YZ.Value, sigma.ZZ.Value);
    }

    // Radii are a fact of the file and not part of an image (README, 10): recomputed here from the projected splat.
    private static void CheckRadii(Rows truth, string tensor, int i, ReferenceSplat s, GoldenScene scene)
    {
        double[] margins = truth.File.Doubles("radii_rounding_margin");
        if (Math.Min(margins[2 * i], margins[2 * i + 1]) < 1e-9) return;
        double e = Math.Min(3.33, Math.Sqrt(2 * Math.Log(255 * s.BlendedOpacity)));
        double x = Math.Ceiling(e * Math.Sqrt(s.Image.XX.Value)), y = Math.Ceiling(e * Math.Sqrt(s.Image.YY.Value));
        double u = s.Image.U.Value, v = s.Image.V.Value;
        bool outside = u + x <= 0 || u - x >= scene.Camera.Width || v + y <= 0 || v - y >= scene.Camera.Height;
        if (s.BlendedOpacity < 1.0 / 255 || outside) (x, y) = (0, 0);
        int[] radii = truth.File.Ints(tensor);
        Assert.True(radii[2 * i] == x && radii[2 * i + 1] == y, $"{truth.Name}: {tensor} of splat {i} is {x}, {y}; expected {radii[2 * i]}, {radii[2 * i + 1]}");
    }

    /// <summary>Rows of a projection file with its measured float32 errors.</summary>
    private sealed class Rows
    {
        private readonly Dictionary<string, (double[] Values, int Width)> columns = [];

        public Rows(Safetensors file, string name)
        {
            (File, Name) = (file, name);
            Category = file.Ints("category");
            Visible = Array.ConvertAll(file.Ints("visible"), v => v != 0);
        }

        public Safetensors File { get; }

        public string Name { get; }

        public int[] Category { get; }

        public bool[] Visible { get; }

        // README "float32": errors of a straightforward evaluation by category; twice these are the tolerance. Ours must
        // be precise also for needles: there the determinant that does not cancel leaves the ordinary error.
        public double Float32(string tensor, int i) => tensor switch
        {
            "opacities" => 2 * 1e-6,
            "means2d" => 2 * (Category[i] == NearPlane ? 2e-5 : 5e-7),
            "cov2d" => 2 * (Category[i] == NearPlane ? 4.3e-5 : 2e-6),
            "depths" => 2 * (Category[i] == NearPlane ? 2e-5 : 5e-7),
            "conics" => 2 * (Category[i] == NearPlane ? 5e-5 : 3e-5),
            "compensations" => 2 * (Category[i] == Needles ? 1e-5 : 3e-5),
            _ => throw new ArgumentOutOfRangeException(nameof(tensor), tensor, "no float32 tolerance"),
        };

        public void Check(string tensor, int row, double tolerance, params ReadOnlySpan<double> actual)
        {
            if (!columns.TryGetValue(tensor, out (double[] Values, int Width) column))
            {
                int[] shape = File.Shape(tensor);
                column = (File.Doubles(tensor), shape.Length == 1 ? 1 : shape[1]);
                columns[tensor] = column;
            }

            ReadOnlySpan<double> expected = column.Values.AsSpan(row * column.Width, column.Width);
            double largest = 0;
            foreach (double value in expected) largest = Math.Max(largest, Math.Abs(value));
            for (int i = 0; i < expected.Length; i++)
            {
                double error = Math.Abs(actual[i] - expected[i]);
                Assert.True(
                    error <= tolerance * largest,
                    $"{Name}: {tensor}[{row},{i}] (category {Category[row]}) is {actual[i]:R}, expected {expected[i]:R}, error {error / largest:E2} of {tolerance:E1}");
            }
        }
    }
}
