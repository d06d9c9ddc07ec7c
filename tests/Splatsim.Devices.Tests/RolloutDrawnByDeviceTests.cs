using Splatsim.Fitting;
using Splatsim.Fitting.Tests;
using Splatsim.Mathematics;
using Splatsim.Rendering.Kernels;

namespace Splatsim.Tests;

/// <summary>The gradient of a video's loss whose frames the device draws, against the processor's, which differences of the whole chain confirm.</summary>
[Collection("device")]
public sealed class RolloutDrawnByDeviceTests
{
    // Of the largest entry: both draw and differentiate in floats, the simulation between is the same in double.
    private const double Tolerance = 1e-3;

    [Fact]
    public void Run_DrawnByTheDevice_HasTheProcessorsGradient()
    {
        RolloutTask task = RolloutScene.Pictures(RolloutScene.Young, new(0.4, 0.2, -0.1), new(0, -9.81, 0));
        using DeviceRasterizer rasterizer = new(OpenClDevice.Required);
        RolloutResult expected = new Rollout(RolloutScene.Capture, RolloutScene.Binding()).Run(task);
        RolloutResult actual = new Rollout(RolloutScene.Capture, RolloutScene.Binding(), rasterizer).Run(task);

        // Sums of 1e4 squares of differences that round by 1e-7.
        Assert.Equal(expected.Loss, actual.Loss, 1e-5 * expected.Loss);
        Near([expected.Simulation!.ByMaterial(0, "youngsModulus")], [actual.Simulation!.ByMaterial(0, "youngsModulus")], "Young's modulus");
        Near(expected.Simulation.Velocities, actual.Simulation.Velocities, "velocities");
        Near(expected.Appearance!.Means, actual.Appearance!.Means, "means");
        Near(expected.Appearance.Quaternions, actual.Appearance.Quaternions, "quaternions");
        Near(expected.Appearance.LogScales, actual.Appearance.LogScales, "log-scales");
        Near(expected.Appearance.OpacityLogits, actual.Appearance.OpacityLogits, "opacity logits");
        Near(expected.Appearance.Harmonics, actual.Appearance.Harmonics, "harmonics");
        for (int view = 0; view < task.Views.Count; view++)
        {
            Near(Numbers(expected.Views![view].PoseRotation), Numbers(actual.Views![view].PoseRotation), $"rotation of view {view}");
            Near(Numbers(expected.Views[view].PoseTranslation), Numbers(actual.Views[view].PoseTranslation), $"translation of view {view}");
        }
    }

    private static double[] Numbers(Vector3<Real64> v) => [v.X.Value, v.Y.Value, v.Z.Value];

    private static void Near(double[] expected, double[] actual, string what)
    {
        double largest = expected.Max(Math.Abs);
        Assert.True(largest > 0, what);
        for (int i = 0; i < expected.Length; i++) Assert.True(Math.Abs(expected[i] - actual[i]) <= Tolerance * largest, $"{what}[{i}]: {actual[i]:R} instead of {expected[i]:R}");
    }
}
