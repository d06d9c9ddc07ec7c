using Splatsim.Mathematics;
using Splatsim.Simulation;

namespace Splatsim.Tests;

public sealed class MotionPathTests
{
    // A few roundings of numbers about 1.
    private const double Tolerance = 1e-14;

    private static readonly Vector3<Real64> Axis = new(0.36, 0.48, 0.8);

    [Fact]
    public void Keyframes_BetweenTwoTurns_TurnSteadily()
    {
        MotionPath path = MotionPath.Keyframes(
            new MotionKey(1, new(0, 0, 0), Quaternion<Real64>.FromAxisAngle(Axis, 0.4)),
            new MotionKey(3, new(1, 2, 0), Quaternion<Real64>.FromAxisAngle(Axis, 1.6)));
        AssertTurn(0.4, path.OrientationAt(0));
        AssertTurn(0.7, path.OrientationAt(1.5));
        AssertTurn(1.6, path.OrientationAt(9));
        Bodies.AssertVector(new Real64(0.6) * Axis, path.MeanAngularVelocity(1.2, 0.1), 1e-13);
        Bodies.AssertVector(default, path.MeanAngularVelocity(4, 0.1), Tolerance);
        Assert.Equal(0.6, path.MaximumAngularSpeed, Tolerance);
        Assert.Equal(Math.Sqrt(5) / 2, path.MaximumSpeed, Tolerance);
    }

    [Fact]
    public void Keyframes_OfOppositeSigns_TurnTheShorterWay()
    {
        Quaternion<Real64> end = Quaternion<Real64>.FromAxisAngle(Axis, 1);
        MotionPath path = MotionPath.Keyframes(
            new MotionKey(0, default, Quaternion<Real64>.Identity), new MotionKey(1, default, new(-end.W, -end.X, -end.Y, -end.Z)));
        AssertTurn(0.25, path.OrientationAt(0.25));
    }

    [Fact]
    public void Steady_GoesOnWithoutEnd()
    {
        MotionPath path = MotionPath.Steady(new(1, 1, 1), Quaternion<Real64>.FromAxisAngle(Axis, 0.1), new(0, 0, 2), new Real64(3) * Axis, time: 1);
        AssertTurn(0.1 + 3 * 0.7, path.OrientationAt(1.7));
        Bodies.AssertVector(new(1, 1, 2.4), path.PositionAt(1.7), Tolerance);
        Bodies.AssertVector(new Real64(3) * Axis, path.MeanAngularVelocity(5, 0.01), Tolerance);
    }

    [Fact]
    public void Keyframes_ThatCannotBeMeant_AreRefused()
    {
        Assert.Throws<SimulationSetupException>(() => MotionPath.Keyframes(ReadOnlySpan<MotionKey>.Empty));
        MotionKey key = new(0, default, Quaternion<Real64>.Identity);
        Assert.Contains("[1]", Assert.Throws<SimulationSetupException>(() => MotionPath.Keyframes(key, key)).Message, StringComparison.Ordinal);
        Assert.Contains("Orientation", Assert.Throws<SimulationSetupException>(() => MotionPath.At(default, default)).Message, StringComparison.Ordinal);
    }

    private static void AssertTurn(double angle, Quaternion<Real64> actual)
    {
        Vector3<Real64> turn = Rotations.ToVector(actual);
        Bodies.AssertVector(new Real64(angle) * Axis, turn, Tolerance);
    }
}
