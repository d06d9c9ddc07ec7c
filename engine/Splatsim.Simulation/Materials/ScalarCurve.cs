namespace Splatsim.Simulation;

/// <summary>A number that varies in time: straight between keyframes, constant before the first and after the last.</summary>
public sealed class ScalarCurve
{
    private readonly double[] times;
    private readonly double[] values;

    private ScalarCurve(double[] times, double[] values) => (this.times, this.values) = (times, values);

    /// <summary>The keyframes' times [s], rising.</summary>
    public IReadOnlyList<double> Times => times;

    /// <summary>The keyframes' values.</summary>
    public IReadOnlyList<double> Values => values;

    /// <summary>A number by keyframes.</summary>
    /// <param name="keys">Times [s], strictly rising, and values.</param>
    /// <exception cref="SimulationSetupException">No keys, numbers that are not finite, or times that do not rise.</exception>
    public static ScalarCurve Keyframes(params ReadOnlySpan<(double Time, double Value)> keys)
    {
        if (keys.Length == 0) throw new SimulationSetupException("ScalarCurve", "has no keyframes", "give at least one");
        double[] times = new double[keys.Length], values = new double[keys.Length];
        for (int i = 0; i < keys.Length; i++)
        {
            (times[i], values[i]) = keys[i];
            if (!double.IsFinite(times[i] + values[i]))
                throw new SimulationSetupException($"ScalarCurve[{i}]", "is not finite", "give finite numbers");
            if (i > 0 && times[i] <= times[i - 1])
            {
                throw new SimulationSetupException(
                    $"ScalarCurve[{i}].Time", $"{times[i]} s does not follow {times[i - 1]} s", "sort the keyframes");
            }
        }

        return new(times, values);
    }

    /// <summary>The same with a constant added at all times.</summary>
    /// <param name="constant">The constant.</param>
    public ScalarCurve Plus(double constant) => new(times, Array.ConvertAll(values, v => v + constant));

    /// <summary>The number at a time.</summary>
    /// <param name="time">The time [s].</param>
    public double At(double time)
    {
        (int before, double fraction) = Between(time);
        return fraction == 0 ? values[before] : (1 - fraction) * values[before] + fraction * values[before + 1];
    }

    /// <summary>The adjoint of <see cref="At"/>: adds what the derivative by the number at a time makes of those by the keyframes' values.</summary>
    /// <param name="time">The time [s].</param>
    /// <param name="by">Derivative by the number at that time.</param>
    /// <param name="byValues">Added to, one per keyframe.</param>
    public void AddAdjoint(double time, double by, Span<double> byValues)
    {
        (int before, double fraction) = Between(time);
        byValues[before] += (1 - fraction) * by;
        if (fraction > 0) byValues[before + 1] += fraction * by;
    }

    // The keyframe before a time, and the share of the way to the next one; 0 outside.
    private (int Before, double Fraction) Between(double time)
    {
        if (time <= times[0]) return (0, 0);
        for (int i = 1; i < times.Length; i++)
            if (time < times[i]) return (i - 1, (time - times[i - 1]) / (times[i] - times[i - 1]));
        return (times.Length - 1, 0);
    }
}
