using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>
/// Where a moving thing is and how it is turned at any time: straight lines and steady turns between keyframes, or one
/// of each without end.
/// </summary>
public sealed class MotionPath
{
    private readonly MotionKey[] keys;
    private readonly Vector3<Real64> velocity;
    private readonly Vector3<Real64> angularVelocity;

    private MotionPath(MotionKey[] keys, Vector3<Real64> velocity, Vector3<Real64> angularVelocity)
    {
        this.keys = keys;
        this.velocity = velocity;
        this.angularVelocity = angularVelocity;
        (MaximumSpeed, MaximumAngularSpeed) = (velocity.Length.Value, angularVelocity.Length.Value);
        IsTurned = MaximumAngularSpeed > 0 || keys.Any(k => Math.Abs(k.Orientation.W.Value) < 1);
        for (int i = 1; i < keys.Length; i++)
        {
            double duration = keys[i].Time - keys[i - 1].Time;
            MaximumSpeed = Math.Max(MaximumSpeed, (keys[i].Position - keys[i - 1].Position).Length.Value / duration);
            MaximumAngularSpeed = Math.Max(MaximumAngularSpeed, Turn(i).Length.Value / duration);
        }
    }

    /// <summary>Largest speed along the path [m/s].</summary>
    public double MaximumSpeed { get; }

    /// <summary>Largest angular speed along the path [rad/s].</summary>
    public double MaximumAngularSpeed { get; }

    /// <summary>Whether the axes are ever turned away from those of the scene.</summary>
    public bool IsTurned { get; }

    /// <summary>Whether it is one of a constant velocity and a constant angular velocity.</summary>
    public bool IsSteady => keys.Length == 1;

    /// <summary>Time of the first key [s].</summary>
    internal double StartTime => keys[0].Time;

    /// <summary>A thing that rests.</summary>
    /// <param name="position">Its position [m].</param>
    public static MotionPath At(Vector3<Real64> position) => At(position, Quaternion<Real64>.Identity);

    /// <summary>A thing that rests.</summary>
    /// <param name="position">Its position [m].</param>
    /// <param name="orientation">Turns its axes into those of the scene.</param>
    /// <exception cref="SimulationSetupException">The orientation is 0 or not finite.</exception>
    public static MotionPath At(Vector3<Real64> position, Quaternion<Real64> orientation) => Steady(position, orientation, default, default);

    /// <summary>A thing with constant velocity.</summary>
    /// <param name="position">Its position at the given time [m].</param>
    /// <param name="velocity">Its velocity [m/s].</param>
    /// <param name="time">When it is there [s].</param>
    public static MotionPath Linear(Vector3<Real64> position, Vector3<Real64> velocity, double time = 0) =>
        Steady(position, Quaternion<Real64>.Identity, velocity, default, time);

    /// <summary>A thing with constant velocity and constant angular velocity.</summary>
    /// <param name="position">Its position at the given time [m].</param>
    /// <param name="orientation">Turns its axes into those of the scene at the given time.</param>
    /// <param name="velocity">Its velocity [m/s].</param>
    /// <param name="angularVelocity">Its angular velocity [rad/s].</param>
    /// <param name="time">When it is there [s].</param>
    /// <exception cref="SimulationSetupException">The orientation is 0 or not finite.</exception>
    public static MotionPath Steady(
        Vector3<Real64> position, Quaternion<Real64> orientation, Vector3<Real64> velocity, Vector3<Real64> angularVelocity, double time = 0) =>
        new([Checked(new(time, position, orientation), 0)], velocity, angularVelocity);

    /// <summary>A thing that goes straight from key to key and rests before the first and after the last.</summary>
    /// <param name="keys">Times [s], strictly rising, and positions [m].</param>
    /// <exception cref="SimulationSetupException">No keys, or times that do not rise.</exception>
    public static MotionPath Keyframes(params ReadOnlySpan<(double Time, Vector3<Real64> Position)> keys)
    {
        MotionKey[] all = new MotionKey[keys.Length];
        for (int i = 0; i < keys.Length; i++) all[i] = new(keys[i].Time, keys[i].Position, Quaternion<Real64>.Identity);
        return Keyframes((ReadOnlySpan<MotionKey>)all);
    }

    /// <summary>
    /// A thing that goes straight and turns steadily, the shorter way (Shoemake 1985), from key to key; it rests before the
    /// first and after the last.
    /// </summary>
    /// <param name="keys">The keys, their times strictly rising.</param>
    /// <exception cref="SimulationSetupException">No keys, times that do not rise, or an orientation of length 0.</exception>
    public static MotionPath Keyframes(params ReadOnlySpan<MotionKey> keys)
    {
        if (keys.Length == 0)
            throw new SimulationSetupException("MotionPath", "has no keyframes", "give at least one");
        for (int i = 1; i < keys.Length; i++)
        {
            if (keys[i].Time > keys[i - 1].Time) continue;
            throw new SimulationSetupException(
                $"MotionPath[{i}].Time", $"{keys[i].Time} s does not follow {keys[i - 1].Time} s", "sort the keyframes");
        }

        MotionKey[] all = new MotionKey[keys.Length];
        for (int i = 0; i < keys.Length; i++) all[i] = Checked(keys[i], i);
        return new(all, default, default);
    }

    /// <summary>The same path from another place.</summary>
    /// <param name="shift">Added to all positions [m].</param>
    public MotionPath Shifted(Vector3<Real64> shift) =>
        new(Array.ConvertAll(keys, k => new MotionKey(k.Time, k.Position + shift, k.Orientation)), velocity, angularVelocity);

    /// <summary>A path of constant velocities with others added.</summary>
    /// <param name="moreVelocity">Added to the velocity [m/s].</param>
    /// <param name="moreAngularVelocity">Added to the angular velocity [rad/s].</param>
    /// <exception cref="InvalidOperationException">The path has keyframes, between which it has velocities of their own.</exception>
    public MotionPath Hastened(Vector3<Real64> moreVelocity, Vector3<Real64> moreAngularVelocity) => IsSteady
        ? new(keys, velocity + moreVelocity, angularVelocity + moreAngularVelocity)
        : throw new InvalidOperationException("a path with keyframes has no velocity of its own: move its keys");

    /// <summary>Position at a time [m].</summary>
    /// <param name="time">The time [s].</param>
    public Vector3<Real64> PositionAt(double time)
    {
        if (keys.Length == 1) return keys[0].Position + new Real64(time - keys[0].Time) * velocity;
        int next = Locate(time, out double fraction);
        if (fraction >= 1) return keys[next].Position;
        return new Real64(1 - fraction) * keys[next - 1].Position + new Real64(fraction) * keys[next].Position;
    }

    /// <summary>Orientation at a time: turns the local axes into those of the scene.</summary>
    /// <param name="time">The time [s].</param>
    public Quaternion<Real64> OrientationAt(double time)
    {
        if (!IsTurned) return Quaternion<Real64>.Identity;
        if (keys.Length == 1)
            return (Rotations.FromVector(new Real64(time - keys[0].Time) * angularVelocity) * keys[0].Orientation).Normalized;
        int next = Locate(time, out double fraction);
        if (fraction >= 1) return keys[next].Orientation;
        return (Rotations.FromVector(new Real64(fraction) * Turn(next)) * keys[next - 1].Orientation).Normalized;
    }

    /// <summary>Displacement over a substep divided by its length [m/s].</summary>
    /// <param name="time">Start of the substep [s].</param>
    /// <param name="timeStep">Its length [s].</param>
    public Vector3<Real64> MeanVelocity(double time, double timeStep) =>
        keys.Length == 1 ? velocity : new Real64(1 / timeStep) * (PositionAt(time + timeStep) - PositionAt(time));

    /// <summary>Turn over a substep divided by its length [rad/s].</summary>
    /// <param name="time">Start of the substep [s].</param>
    /// <param name="timeStep">Its length [s].</param>
    public Vector3<Real64> MeanAngularVelocity(double time, double timeStep)
    {
        if (MaximumAngularSpeed == 0) return default;
        if (keys.Length == 1) return angularVelocity;
        Quaternion<Real64> turn = OrientationAt(time + timeStep) * Rotations.Inverse(OrientationAt(time));
        return new Real64(1 / timeStep) * Rotations.ToVector(turn);
    }

    private static MotionKey Checked(MotionKey key, int index)
    {
        double norm = key.Orientation.SquaredNorm.Value;
        if (norm > 0 && double.IsFinite(norm)) return key with { Orientation = norm == 1 ? key.Orientation : key.Orientation.Normalized };
        throw new SimulationSetupException(
            $"MotionPath[{index}].Orientation", $"{key.Orientation} is no rotation", "give a quaternion of length 1");
    }

    // The turn that leads from the key before to this one.
    private Vector3<Real64> Turn(int key) =>
        Rotations.ToVector(keys[key].Orientation * Rotations.Inverse(keys[key - 1].Orientation));

    // The key that comes next and how much of the way to it is done; 1 where the thing rests at it.
    private int Locate(double time, out double fraction)
    {
        fraction = 1;
        if (time <= keys[0].Time) return 0;
        for (int i = 1; i < keys.Length; i++)
        {
            if (time >= keys[i].Time) continue;
            fraction = (time - keys[i - 1].Time) / (keys[i].Time - keys[i - 1].Time);
            return i;
        }

        return keys.Length - 1;
    }
}
