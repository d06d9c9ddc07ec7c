namespace Splatsim.Tests;

/// <summary>Central differences of fourth order in double, at the best of several steps, which also tell where a kink lies.</summary>
internal static class FourthOrder
{
    // Truncation falls with the fourth power of the step, rounding rises with its inverse: one of these suits.
    private static readonly double[] Steps = [3e-3, 3e-4, 3e-5, 3e-6];

    /// <summary>The derivative by one input, and whether differences are of no use there.</summary>
    /// <param name="function">The function.</param>
    /// <param name="inputs">The point; restored on return.</param>
    /// <param name="index">Which input.</param>
    /// <param name="size">What a step is relative to.</param>
    /// <param name="claimed">The value under test: the step whose difference is nearest to it counts.</param>
    /// <param name="kinkTolerance">
    /// Disagreement of the slopes to either side at the smallest step, relative to the derivative, beyond which there is none.
    /// </param>
    public static (double Derivative, bool IsKink) Derivative(
        Func<double[], double> function, double[] inputs, int index, double size, double claimed, double kinkTolerance)
    {
        double at = inputs[index], best = double.NaN, centre = function(inputs);
        double bend = 0, bendBefore = 0, rounding = 0;
        foreach (double relative in Steps)
        {
            double step = relative * size, above = Value(step), below = Value(-step);
            double derivative = (8 * (above - below) - (Value(2 * step) - Value(-2 * step))) / (12 * step);
            if (!(Math.Abs(derivative - claimed) >= Math.Abs(best - claimed))) best = derivative;
            bendBefore = bend;
            bend = Math.Abs(above - 2 * centre + below) / step;
            rounding = 1e-14 * (Math.Abs(above) + Math.Abs(below)) / step;
        }

        inputs[index] = at;
        // Right slope less left slope: shrinks with the step where the function is smooth, stays where it has a kink.
        bool isKink = bend > kinkTolerance * Math.Max(Math.Abs(best), Math.Abs(claimed)) && bend > 0.3 * bendBefore && bend > rounding;
        return (best, isKink);

        double Value(double by)
        {
            inputs[index] = at + by;
            return function(inputs);
        }
    }

    /// <summary>The derivative by one input at one step.</summary>
    /// <param name="function">The function.</param>
    /// <param name="inputs">The point; restored on return.</param>
    /// <param name="index">Which input.</param>
    /// <param name="size">What the step is relative to.</param>
    /// <param name="relative">The step.</param>
    public static double Derivative(Func<double[], double> function, double[] inputs, int index, double size, double relative)
    {
        double at = inputs[index], step = relative * size;
        double derivative = (8 * (Value(step) - Value(-step)) - (Value(2 * step) - Value(-2 * step))) / (12 * step);
        inputs[index] = at;
        return derivative;

        double Value(double by)
        {
            inputs[index] = at + by;
            return function(inputs);
        }
    }

    /// <summary>
    /// How far the differences of one input are apart among themselves: the smallest disagreement of two neighbouring steps.
    /// </summary>
    /// <param name="function">The function.</param>
    /// <param name="inputs">The point; restored on return.</param>
    /// <param name="index">Which input.</param>
    /// <param name="size">What a step is relative to.</param>
    public static double Spread(Func<double[], double> function, double[] inputs, int index, double size)
    {
        double at = inputs[index], previous = double.NaN, spread = double.PositiveInfinity;
        foreach (double relative in Steps)
        {
            double step = relative * size;
            double derivative = (8 * (Value(step) - Value(-step)) - (Value(2 * step) - Value(-2 * step))) / (12 * step);
            if (Math.Abs(derivative - previous) < spread) spread = Math.Abs(derivative - previous);
            previous = derivative;
        }

        inputs[index] = at;
        return spread;

        double Value(double by)
        {
            inputs[index] = at + by;
            return function(inputs);
        }
    }
}
