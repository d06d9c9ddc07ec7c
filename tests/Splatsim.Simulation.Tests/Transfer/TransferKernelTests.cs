using Splatsim.Mathematics;
using Splatsim.Simulation;

namespace Splatsim.Tests.Transfer;

/// <summary>The identities of B-splines that the transfers rest on (Steffen, Kirby, Berzins 2008), at many places of a cell.</summary>
public sealed class TransferKernelTests
{
    // Sums of four products of order one in double.
    private const double Rounding = 1e-14;

    [Fact]
    public void Quadratic_Moments_AreThoseOfASpline() => Check<QuadraticKernel>();

    [Fact]
    public void Cubic_Moments_AreThoseOfASpline() => Check<CubicKernel>();

    private static void Check<TKernel>()
        where TKernel : struct, ITransferKernel
    {
        for (int step = 0; step < 400; step++)
        {
            double x = 3 + step / 100.0;
            (double[] weights, double[] slopes, double[] distances) = At<TKernel>(x);
            Assert.Equal(1, weights.Sum(), Rounding);
            Assert.Equal(0, Moment(weights, distances, 1), Rounding);
            Assert.Equal(1 / TKernel.InverseMoment, Moment(weights, distances, 2), Rounding);
            // The gradient of a linear field is exact: sum grad w = 0, sum x_i grad w = 1.
            Assert.Equal(0, slopes.Sum(), Rounding);
            Assert.Equal(1, Moment(slopes, distances, 1), Rounding);
            Assert.All(weights, w => Assert.True(w >= 0));
        }
    }

    [Fact]
    public void Quadratic_Slopes_AreTheDerivatives() => CheckSlopes<QuadraticKernel>();

    [Fact]
    public void Cubic_Slopes_AreTheDerivatives() => CheckSlopes<CubicKernel>();

    private static void CheckSlopes<TKernel>()
        where TKernel : struct, ITransferKernel
    {
        // Central differences: error h^2/6 of a third derivative of at most 3, plus rounding 1e-16/h.
        const double h = 1e-5;
        for (double x = 3.03; x < 4; x += 0.07)
        {
            (_, double[] slopes, _) = At<TKernel>(x);
            (double[] above, _, _) = At<TKernel>(x + h);
            (double[] below, _, _) = At<TKernel>(x - h);
            for (int node = 0; node < slopes.Length; node++) Assert.Equal((above[node] - below[node]) / (2 * h), slopes[node], 1e-9);
        }
    }

    private static (double[] Weights, double[] Slopes, double[] Distances) At<TKernel>(double x)
        where TKernel : struct, ITransferKernel
    {
        double first = TKernel.Base(new Real64(x)).Value;
        TKernel.Weights(new Real64(x - first), out AxisWeights<Real64> w);
        double[] weights = [w.W0.Value, w.W1.Value, w.W2.Value, w.W3.Value], slopes = [w.G0.Value, w.G1.Value, w.G2.Value, w.G3.Value];
        return (weights, slopes, [.. Enumerable.Range(0, 4).Select(i => first + i - x)]);
    }

    private static double Moment(double[] values, double[] distances, int power) =>
        values.Zip(distances, (v, d) => v * Math.Pow(d, power)).Sum();
}
