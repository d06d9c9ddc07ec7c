using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>Where a moving point is at any time: straight lines between keyframes, or one line without end.</summary>
public sealed class MotionPath
{
    private readonly (double Time, Vector3<Real64> Position)[] keys;
    private readonly Vector3<Real64> velocity;

    private MotionPath((double Time, Vector3<Real64> Position)[] keys, Vector3<Real64> velocity)
    {
        this.keys = keys;
        this.velocity = velocity;
        double fastest = velocity.Length.Value;
        for (int i = 1; i < keys.Length; i++)
        {
            double step = (keys[i].Position - keys[i - 1].Position).Length.Value / (keys[i].Time - keys[i - 1].Time);
            fastest = Math.Max(fastest, step);
        }

        MaximumSpeed = fastest;
    }

    /// <summary>Largest speed along the path [m/s].</summary>
    public double MaximumSpeed { get; }

    /// <summary>A point that rests.</summary>
    /// <param name="position">Its position [m].</param>
    public static MotionPath At(Vector3<Real64> position) => new([(0, position)], default);

    /// <summary>A point with constant velocity.</summary>
    /// <param name="position">Its position at the given time [m].</param>
    /// <param name="velocity">Its velocity [m/s].</param>
    /// <param name="time">When it is there [s].</param>
    public static MotionPath Linear(Vector3<Real64> position, Vector3<Real64> velocity, double time = 0) =>
        new([(time, position)], velocity);

    /// <summary>A point that goes straight from key to key and rests before the first and after the last.</summary>
    /// <param name="keys">Times [s], strictly rising, and positions [m].</param>
    /// <exception cref="SimulationSetupException">No keys, or times that do not rise.</exception>
    public static MotionPath Keyframes(params ReadOnlySpan<(double Time, Vector3<Real64> Position)> keys)
    {
        if (keys.Length == 0)
            throw new SimulationSetupException("MotionPath", "has no keyframes", "give at least one");
        for (int i = 1; i < keys.Length; i++)
        {
            if (keys[i].Time > keys[i - 1].Time) continue;
            throw new SimulationSetupException(
                $"MotionPath[{i}].Time", $"{keys[i].Time} s does not follow {keys[i - 1].Time} s", "sort the keyframes");
        }

        return new(keys.ToArray(), default);
    }

    /// <summary>Position at a time [m].</summary>
    /// <param name="time">The time [s].</param>
    public Vector3<Real64> PositionAt(double time)
    {
        if (keys.Length == 1) return keys[0].Position + new Real64(time - keys[0].Time) * velocity;
        if (time <= keys[0].Time) return keys[0].Position;
        for (int i = 1; i < keys.Length; i++)
        {
            if (time >= keys[i].Time) continue;
            double fraction = (time - keys[i - 1].Time) / (keys[i].Time - keys[i - 1].Time);
            return new Real64(1 - fraction) * keys[i - 1].Position + new Real64(fraction) * keys[i].Position;
        }

        return keys[^1].Position;
    }

    /// <summary>Displacement over a substep divided by its length [m/s].</summary>
    /// <param name="time">Start of the substep [s].</param>
    /// <param name="timeStep">Its length [s].</param>
    public Vector3<Real64> MeanVelocity(double time, double timeStep) =>
        keys.Length == 1 ? velocity : new Real64(1 / timeStep) * (PositionAt(time + timeStep) - PositionAt(time));
}
