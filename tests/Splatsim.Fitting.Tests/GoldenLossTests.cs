using Splatsim.Tests;

namespace Splatsim.Fitting.Tests;

/// <summary>The training loss of 3DGS against golden/render/metrics, whose README gives the formula and the tolerance of 1e-12.</summary>
[Trait("Kind", "Golden")]
public sealed class GoldenLossTests
{
    [Fact]
    public void AbsolutePlusSimilarity_MatchesTruth()
    {
        const double Tolerance = 1e-12;
        IReadOnlyList<string> files = GoldenData.Files("render", "metrics_*.safetensors");
        Assert.NotEmpty(files);
        foreach (string path in files)
        {
            Safetensors file = new(path);
            int[] shape = file.Shape("image_a");
            double[] a = [.. file.Doubles("image_a").Select(v => v / 255)], b = [.. file.Doubles("image_b").Select(v => v / 255)];
            LossTarget target = new(shape[1], shape[0], shape[2], b);
            double[] gradient = new double[a.Length], expected = file.Doubles("grad_loss_l1_dssim_wrt_a");
            double value = new CompositeLoss((0.8, new AbsoluteLoss(target)), (0.2, new StructuralSimilarityLoss(target))).Evaluate(a, gradient);
            Assert.Equal(file.Doubles("loss_l1_dssim")[0], value, Tolerance);
            Assert.Contains(expected, g => g != 0);
            for (int i = 0; i < expected.Length; i++) Assert.Equal(expected[i], gradient[i], Tolerance);
        }
    }
}
