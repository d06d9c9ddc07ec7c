using Splatsim.Tests;

namespace Splatsim.Fitting.Tests;

/// <summary>Transforms, spaces and horizons.</summary>
public sealed class ParameterTests
{
    public static TheoryData<string> Names => new(Transforms.Keys);

    private static readonly Dictionary<string, (ParameterTransform Transform, double[] Values, double[] Outside)> Transforms = new()
    {
        ["identity"] = (ParameterTransform.Identity, [-3, 0, 7], [double.NaN, double.PositiveInfinity]),
        ["scaled"] = (ParameterTransform.Scaled(10), [-3, 0, 7], [double.NaN, double.PositiveInfinity]),
        ["logarithm"] = (ParameterTransform.Logarithm, [1e-3, 1, 5e5], [0, -1, double.PositiveInfinity]),
        ["decades"] = (ParameterTransform.Decades, [1e-3, 1, 5e5], [0, -1]),
        ["logit"] = (ParameterTransform.Logit, [0.01, 0.5, 0.99], [0, 1, 2]),
        ["bounded"] = (ParameterTransform.Bounded(-0.2, 0.49), [-0.1, 0.3, 0.48], [-0.2, 0.5]),
        ["bounded logarithm"] = (ParameterTransform.BoundedLogarithm(1e3, 1e7), [2e3, 1e5, 9e6], [1e3, 2e7, -1]),
    };

    [Theory]
    [MemberData(nameof(Names))]
    public void Transform_ComesBack_AndHasItsDerivative(string name)
    {
        (ParameterTransform transform, double[] values, double[] outside) = Transforms[name];
        foreach (double value in values)
        {
            double free = transform.ToFree(value), derivative = transform.Derivative(free);
            Assert.Equal(value, transform.ToValue(free), 1e-12 * Math.Max(1, Math.Abs(value)));
            (double difference, _) = FourthOrder.Derivative(x => transform.ToValue(x[0]), [free], 0, 1, derivative, 1);
            // Fourth-order differences leave about 1e-9.
            Assert.Equal(difference, derivative, 1e-7 * Math.Max(1, Math.Abs(derivative)));
        }

        foreach (double value in outside) Assert.Throws<ArgumentException>(() => transform.ToFree(value));
    }

    [Fact]
    public void Decades_StepOfOne_IsAFactorOfTen() =>
        Assert.Equal(1e6, ParameterTransform.Decades.ToValue(ParameterTransform.Decades.ToFree(1e5) + 1), 1e-6);

    [Fact]
    public void Bounds_AreNeverReached()
    {
        Assert.Throws<ArgumentException>(() => ParameterTransform.Bounded(1, 1));
        Assert.Throws<ArgumentException>(() => ParameterTransform.BoundedLogarithm(0, 1));
        Assert.Throws<ArgumentException>(() => ParameterTransform.Scaled(0));
        Assert.InRange(ParameterTransform.Bounded(0, 0.5).ToValue(30), 0.4999, 0.5);
    }

    [Fact]
    public void Space_SearchesInFreeNumbers()
    {
        ParameterSpace space = new(
            new("stiffness", 1e4, ParameterTransform.Decades), new("ratio", 0.1, ParameterTransform.Bounded(0, 0.5)));
        // (log10 E - 6)^2 + (nu - 0.3)^2, by the values.
        double Loss(ReadOnlySpan<double> values, Span<double> gradient)
        {
            double e = Math.Log10(values[0]) - 6, nu = values[1] - 0.3;
            (gradient[0], gradient[1]) = (2 * e / (values[0] * Math.Log(10)), 2 * nu);
            return e * e + nu * nu;
        }

        OptimiserResult result = LimitedMemory.Minimise(space.Through(Loss), space.Start);
        double[] found = space.Values(result.Parameters);
        Assert.Equal(1e6, found[0], 1);
        Assert.Equal(0.3, found[1], 1e-6);
        Assert.Contains("ratio", Assert.Throws<ArgumentException>(
            () => new ParameterSpace(new FitParameter("ratio", 0.6, ParameterTransform.Bounded(0, 0.5)))).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new ParameterSpace());
        Assert.Throws<ArgumentException>(() => new ParameterSpace(new("a", 1, ParameterTransform.Identity), new("a", 2, ParameterTransform.Identity)));
    }

    [Fact]
    public void Horizon_GrowsWhenLossesSettle_OrTimeIsUp()
    {
        GrowingHorizon horizon = new(2, 5, step: 2, tolerance: 0.1, patience: 2, most: 4);
        Assert.False(horizon.Report(10));
        Assert.False(horizon.Report(5));
        Assert.False(horizon.Report(4.9));
        // The second without an improvement of a tenth.
        Assert.True(horizon.Report(double.NaN));
        Assert.Equal(4, horizon.Frames);
        // Four improvements in a row: time is up.
        Assert.Equal([false, false, false, true], new[] { 8.0, 4, 2, 1 }.Select(horizon.Report));
        Assert.Equal(5, horizon.Frames);
        Assert.Equal([false, false, false], new[] { 1.0, 1, 1 }.Select(horizon.Report));
        Assert.True(horizon.IsDone);
        Assert.Throws<ArgumentOutOfRangeException>(() => new GrowingHorizon(3, 2));
    }
}
