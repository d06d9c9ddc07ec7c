using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>A vector that varies in time: straight between keyframes, constant before the first and after the last.</summary>
public sealed class VectorCurve
{
    private readonly (double Time, Vector3<Real64> Value)[] keys;

    private VectorCurve((double Time, Vector3<Real64> Value)[] keys) => this.keys = keys;

    /// <summary>Largest length of the vector at any time.</summary>
    public double Largest => keys.Max(k => k.Value.Length.Value);

    /// <summary>A vector that does not vary.</summary>
    /// <param name="value">The vector.</param>
    public static VectorCurve Constant(Vector3<Real64> value) => new([(0, value)]);

    /// <summary>A vector by keyframes.</summary>
    /// <param name="keys">Times [s], strictly rising, and vectors.</param>
    /// <exception cref="SimulationSetupException">No keys, or times that do not rise.</exception>
    public static VectorCurve Keyframes(params ReadOnlySpan<(double Time, Vector3<Real64> Value)> keys)
    {
        if (keys.Length == 0) throw new SimulationSetupException("VectorCurve", "has no keyframes", "give at least one");
        for (int i = 0; i < keys.Length; i++)
        {
            if (!double.IsFinite(keys[i].Time + keys[i].Value.LengthSquared.Value))
                throw new SimulationSetupException($"VectorCurve[{i}]", "is not finite", "give finite numbers");
            if (i == 0 || keys[i].Time > keys[i - 1].Time) continue;
            throw new SimulationSetupException(
                $"VectorCurve[{i}].Time", $"{keys[i].Time} s does not follow {keys[i - 1].Time} s", "sort the keyframes");
        }

        return new(keys.ToArray());
    }

    /// <summary>The same with a constant added at all times.</summary>
    /// <param name="constant">The constant.</param>
    public VectorCurve Plus(Vector3<Real64> constant) => new(Array.ConvertAll(keys, k => (k.Time, k.Value + constant)));

    /// <summary>The vector at a time.</summary>
    /// <param name="time">The time [s].</param>
    public Vector3<Real64> At(double time)
    {
        if (time <= keys[0].Time) return keys[0].Value;
        for (int i = 1; i < keys.Length; i++)
        {
            if (time >= keys[i].Time) continue;
            double fraction = (time - keys[i - 1].Time) / (keys[i].Time - keys[i - 1].Time);
            return new Real64(1 - fraction) * keys[i - 1].Value + new Real64(fraction) * keys[i].Value;
        }

        return keys[^1].Value;
    }

    /// <summary>Mean over a stretch of time, exactly, so that what a force adds does not depend on the time step.</summary>
    /// <param name="time">Start [s].</param>
    /// <param name="duration">Length [s], positive.</param>
    public Vector3<Real64> Mean(double time, double duration)
    {
        if (keys.Length == 1) return keys[0].Value;
        Vector3<Real64> sum = default;
        double end = time + duration, from = time;
        // Straight between keys: the mean of a piece is the mean of its ends.
        foreach ((double key, _) in keys)
        {
            if (key <= from || key >= end) continue;
            sum += new Real64(0.5 * (key - from)) * (At(from) + At(key));
            from = key;
        }

        sum += new Real64(0.5 * (end - from)) * (At(from) + At(end));
        return new Real64(1 / duration) * sum;
    }
}
