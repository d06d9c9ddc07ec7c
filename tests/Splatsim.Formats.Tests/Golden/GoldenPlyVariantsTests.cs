using Splatsim.Splats;
using Splatsim.Tests;

namespace Splatsim.Formats.Tests.Golden;

/// <summary>The spellings of PLY in golden/formats/ply_variants: all hold the same splats, or the same points.</summary>
[Trait("Kind", "Golden")]
public class GoldenPlyVariantsTests
{
    // The distances are those of float32 points, computed in double; the log-scale is stored as float32.
    private const double LogScaleTolerance = 1e-6;

    [Fact]
    public void Variants_Read_MatchTheCommonSplats()
    {
        GoldenData.RequireRoot();
        ExpectedCloud expected = ExpectedCloud.FromSafetensors(new Safetensors(GoldenData.Files("formats/ply_variants", "expected.safetensors").Single()));
        IReadOnlyList<string> files = [.. GoldenData.Files("formats/ply_variants", "*.ply").Where(f => !IsPoints(f))];
        Assert.NotEmpty(files);
        Assert.All(files, file =>
        {
            List<string> warnings = [];
            GaussianCloud cloud = SplatFiles.Read(file, warn: warnings.Add);
            if (cloud.Count == 0)
            {
                // Zero splats are a scene, not an error.
                Assert.Contains("element vertex 0\n", System.Text.Encoding.Latin1.GetString(File.ReadAllBytes(file)));
                return;
            }

            Assert.Equal(expected.Count, cloud.Count);
            bool flat = cloud.RenderModel == RenderModel.TwoDimensional;
            AssertSame(expected.Means, cloud, 0, 3);
            AssertSame(expected.Quaternions, cloud, 3, 4);
            Assert.All(Enumerable.Range(0, cloud.Count), row =>
            {
                for (int channel = 0; channel < 3; channel++) Assert.Equal(expected.Sh[3 * row + channel], cloud.Sh(0, channel)[row]);
                for (int axis = 0; axis < 3; axis++)
                {
                    float scale = cloud.GeometryColumns[7 + axis][row];
                    // The README's one exception: in infinite_but_legal row 5 is flat; a 2DGS file has no third axis.
                    if (float.IsNegativeInfinity(scale)) Assert.True((flat && axis == 2) || row == 5, $"row {row}, axis {axis}");
                    else Assert.Equal(expected.LogScales[3 * row + axis], scale);
                }

                // Rows 3 and 4 of infinite_but_legal are opaque and invisible.
                float logit = cloud.OpacityLogit[row];
                if (float.IsPositiveInfinity(logit)) Assert.Equal(3, row);
                else if (float.IsNegativeInfinity(logit)) Assert.Equal(4, row);
                else Assert.Equal(expected.OpacityLogits[row], logit);
            });
            Assert.DoesNotContain(warnings, w => w.Contains("dropped", StringComparison.Ordinal));
        });
    }

    [Fact]
    public void Comments_Read_SetModelAndFrame()
    {
        GoldenData.RequireRoot();
        foreach (string file in GoldenData.Files("formats/ply_variants", "*.ply"))
        {
            string header = System.Text.Encoding.Latin1.GetString(File.ReadAllBytes(file)).Split("end_header")[0];
            GaussianCloud cloud = SplatFiles.Read(file);
            Assert.Equal(header.Contains("SplatRenderMode: mip", StringComparison.Ordinal), cloud.RenderModel == RenderModel.Antialiased);
            Assert.Equal(header.Contains("Vertical axis: y", StringComparison.Ordinal), cloud.Frame == CoordinateFrame.RightUpBack);
            bool flat = header.Contains("scale_1", StringComparison.Ordinal) && !header.Contains("scale_2", StringComparison.Ordinal);
            Assert.Equal(flat, cloud.RenderModel == RenderModel.TwoDimensional);
            Assert.Equal(header.Contains(" label", StringComparison.Ordinal), cloud.Labels is not null);
        }
    }

    [Fact]
    public void Points_Read_BecomeSplatsOfTheirNeighbourDistance()
    {
        GoldenData.RequireRoot();
        Safetensors expected = new(GoldenData.Files("formats/ply_variants", "points_expected.safetensors").Single());
        double[] points = expected.Doubles("points");
        double[] colours = expected.Doubles("colours");
        double[] distances = expected.Doubles("root_mean_square_distance_to_3_nearest");
        string[] files = [.. GoldenData.Files("formats/ply_variants", "*.ply").Where(IsPoints)];
        Assert.NotEmpty(files);
        Assert.All(files, file =>
        {
            GaussianCloud cloud = SplatFiles.Read(file);
            Assert.Equal(distances.Length, cloud.Count);
            for (int row = 0; row < cloud.Count; row++)
            {
                for (int axis = 0; axis < 3; axis++)
                {
                    Assert.Equal(points[3 * row + axis], cloud.GeometryColumns[axis][row]);
                    Assert.Equal(Math.Log(distances[row]), cloud.GeometryColumns[7 + axis][row], LogScaleTolerance);
                    // Colour = 0.5 + C0 f_dc; half a byte's step and float rounding away from the next byte.
                    Assert.Equal(colours[3 * row + axis], 255 * (0.5 + 0.28209479177387814 * cloud.Sh(0, axis)[row]), 1e-4);
                }

                Assert.Equal(0.1, 1 / (1 + Math.Exp(-cloud.OpacityLogit[row])), LogScaleTolerance);
                Assert.Equal(1f, cloud.RotationW[row]);
            }
        });
    }

    private static bool IsPoints(string file) => Path.GetFileName(file).StartsWith("points_", StringComparison.Ordinal);

    private static void AssertSame(double[] expected, GaussianCloud cloud, int first, int columns)
    {
        for (int row = 0; row < cloud.Count; row++)
            for (int column = 0; column < columns; column++)
                Assert.Equal(expected[columns * row + column], cloud.GeometryColumns[first + column][row]);
    }
}
