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

    /// <summary>The number at a time.</summary>
    /// <param name="time">The time [s].</param>
    public double At(double time)
    {
        if (time <= times[0]) return values[0];
        for (int i = 1; i < times.Length; i++)
        {
            if (time >= times[i]) continue;
            double fraction = (time - times[i - 1]) / (times[i] - times[i - 1]);
            return (1 - fraction) * values[i - 1] + fraction * values[i];
        }

        return values[^1];
    }
}
