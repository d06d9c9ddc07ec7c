namespace Splatsim.Fitting;

/// <summary>Turns the free number that a search moves into the value that physics uses, and back.</summary>
public abstract class ParameterTransform
{
    /// <summary>The value itself.</summary>
    public static ParameterTransform Identity { get; } = new Plain();

    /// <summary>value = unit * free: a step of 1 is that much, so that numbers of different kinds are moved alike.</summary>
    /// <param name="unit">The unit, positive.</param>
    /// <exception cref="ArgumentException">The unit is not positive and finite.</exception>
    public static ParameterTransform Scaled(double unit) =>
        unit > 0 && double.IsFinite(unit) ? new Multiple(unit) : throw new ArgumentException($"a unit must be positive and finite, not {unit}");

    /// <summary>value = exp(free): positive values; equal steps are equal factors.</summary>
    public static ParameterTransform Logarithm { get; } = new Exponential(1);

    /// <summary>value = 10^free: positive values; a step of 1 is a decade.</summary>
    public static ParameterTransform Decades { get; } = new Exponential(Math.Log(10));

    /// <summary>value = 1 / (1 + exp(-free)): values between 0 and 1.</summary>
    public static ParameterTransform Logit { get; } = new Between(0, 1);

    /// <summary>Values between two bounds, which are never reached: low + (high - low) / (1 + exp(-free)).</summary>
    /// <param name="low">Lower bound.</param>
    /// <param name="high">Upper bound, above the lower.</param>
    /// <exception cref="ArgumentException">The bounds are not finite or do not ascend.</exception>
    public static ParameterTransform Bounded(double low, double high) =>
        double.IsFinite(low) && double.IsFinite(high) && low < high
            ? new Between(low, high)
            : throw new ArgumentException($"bounds must be finite and ascend, not {low} and {high}");

    /// <summary>Positive values between two bounds, moved in logarithms: every factor between them is as near.</summary>
    /// <param name="low">Lower bound, positive.</param>
    /// <param name="high">Upper bound, above the lower.</param>
    /// <exception cref="ArgumentException">The bounds are not positive and finite or do not ascend.</exception>
    public static ParameterTransform BoundedLogarithm(double low, double high) =>
        low > 0 && double.IsFinite(high) && low < high
            ? new LogBetween(Math.Log(low), Math.Log(high))
            : throw new ArgumentException($"bounds must be positive, finite and ascend, not {low} and {high}");

    /// <summary>The value of a free number.</summary>
    public abstract double ToValue(double free);

    /// <summary>The free number of a value.</summary>
    /// <exception cref="ArgumentException">The value is outside the transform's range.</exception>
    public abstract double ToFree(double value);

    /// <summary>Derivative of the value by the free number.</summary>
    public abstract double Derivative(double free);

    private static ArgumentException Outside(double value, string range) => new($"the value {value} must be {range}");

    private sealed class Plain : ParameterTransform
    {
        public override double ToValue(double free) => free;

        public override double ToFree(double value) => double.IsFinite(value) ? value : throw Outside(value, "finite");

        public override double Derivative(double free) => 1;
    }

    private sealed class Multiple(double unit) : ParameterTransform
    {
        public override double ToValue(double free) => unit * free;

        public override double ToFree(double value) => double.IsFinite(value) ? value / unit : throw Outside(value, "finite");

        public override double Derivative(double free) => unit;
    }

    private sealed class Exponential(double rate) : ParameterTransform
    {
        public override double ToValue(double free) => Math.Exp(rate * free);

        public override double ToFree(double value) =>
            value > 0 && double.IsFinite(value) ? Math.Log(value) / rate : throw Outside(value, "positive and finite");

        public override double Derivative(double free) => rate * ToValue(free);
    }

    private class Between(double low, double high) : ParameterTransform
    {
        public override double ToValue(double free) => low + (high - low) * Sigmoid(free);

        public override double ToFree(double value) =>
            value > low && value < high ? Math.Log((value - low) / (high - value)) : throw Outside(value, $"between {low} and {high}");

        public override double Derivative(double free) => (high - low) * Sigmoid(free) * Sigmoid(-free);

        private static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));
    }

    private sealed class LogBetween(double low, double high) : Between(low, high)
    {
        public override double ToValue(double free) => Math.Exp(base.ToValue(free));

        public override double ToFree(double value) => value > 0 ? base.ToFree(Math.Log(value)) : throw Outside(value, "positive");

        public override double Derivative(double free) => ToValue(free) * base.Derivative(free);
    }
}
