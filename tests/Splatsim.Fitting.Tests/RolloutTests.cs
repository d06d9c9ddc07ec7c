using Splatsim.Coupling;
using Splatsim.Mathematics;
using Splatsim.Simulation;
using Splatsim.Splats;
using Splatsim.Tests;
using static Splatsim.Fitting.Tests.RolloutScene;

namespace Splatsim.Fitting.Tests;

/// <summary>
/// A block of jelly that is thrown and seen by two cameras: derivatives of the video's loss by physics, splats and cameras against
/// central differences of the whole chain. The simulation is in double, pictures are in floats: their rounding limits the differences.
/// </summary>
public sealed class RolloutTests
{
    // Pictures round by 6e-8 of colours that change by 1e-4 and more over a difference.
    private const double PictureTolerance = 2e-3;

    // In double, without pictures: fourth-order differences of a loss of size 1.
    private const double StateTolerance = 1e-6;

    [Fact]
    public void Run_VideoLoss_DerivesByPhysics()
    {
        Rollout rollout = new(Capture, Binding());
        RolloutTask task = Pictures(Young, new(0.4, 0.2, -0.1), new(0, -9.81, 0));
        RolloutResult result = rollout.Run(task);
        Assert.Equal(result.Loss, result.FrameLosses.Sum(), 1e-12);
        SimulationGradient gradient = result.Simulation!;
        Vector3<Real64> byVelocity = Sum(gradient.Velocities);

        Close(Young * gradient.ByMaterial(0, "youngsModulus"), s => Pictures(Young * Math.Exp(s), new(0.4, 0.2, -0.1), new(0, -9.81, 0)), 0.1, "log E");
        Close(byVelocity.X.Value, s => Pictures(Young, new(0.4 + s, 0.2, -0.1), new(0, -9.81, 0)), 0.02, "velocity x");
        Close(byVelocity.Y.Value, s => Pictures(Young, new(0.4, 0.2 + s, -0.1), new(0, -9.81, 0)), 0.02, "velocity y");
        Close(gradient.Gravity.Y.Value, s => Pictures(Young, new(0.4, 0.2, -0.1), new(0, -9.81 + s, 0)), 0.5, "gravity y");

        void Close(double claimed, Func<double, RolloutTask> at, double step, string what)
        {
            Near(claimed, s => Loss(at(s)), step, what);
        }

        double Loss(RolloutTask other) => rollout.Run(other, new() { Differentiate = false }).Loss;
    }

    [Fact]
    public void Run_VideoLoss_DerivesBySplatsAndCameras()
    {
        RolloutTask task = Pictures(Young, new(0.4, 0.2, -0.1), new(0, -9.81, 0));
        RolloutResult result = new Rollout(Capture, Binding()).Run(task);
        AppearanceGradient by = result.Appearance!;
        const int Splat = 1;
        Close(by.Harmonics[3 * Splat + 1], (c, s) => c.Sh(0, 1)[Splat] += (float)s, 0.05, "green");
        Close(by.OpacityLogits[Splat], (c, s) => c.OpacityLogit[Splat] += (float)s, 0.05, "opacity");
        Close(by.LogScales[3 * Splat + 1], (c, s) => c.LogScaleY[Splat] += (float)s, 0.02, "log-scale y");
        Close(by.Means[3 * Splat], (c, s) => c.X[Splat] += (float)s, 0.01, "mean x");
        Close(by.Quaternions[4 * Splat + 3], (c, s) => c.RotationZ[Splat] += (float)s, 0.05, "quaternion z");

        Near(result.Views![2].PoseTranslation.X.Value, Moved, 0.005, "camera");

        double Moved(double by)
        {
            FrameView view = task.Views[2];
            Camera camera = view.Camera with { Translation = view.Camera.Translation + new Vector3<Real64>(by, 0, 0) };
            RolloutTask other = task with { Views = [.. task.Views.Select((v, i) => i == 2 ? v with { Camera = camera } : v)] };
            return new Rollout(Capture, Binding()).Run(other, new() { Differentiate = false }).Loss;
        }

        void Close(double claimed, Action<GaussianCloud, double> change, double step, string what)
        {
            Near(claimed, At, step, what);

            double At(double s)
            {
                GaussianCloud other = Cloud();
                change(other, s);
                SplatBinding binding = Binding(other);
                RolloutTask moved = task with { Setup = task.Setup with { Tracers = binding.Tracers } };
                return new Rollout(other, binding).Run(moved, new() { Differentiate = false }).Loss;
            }
        }
    }

    [Fact]
    public void Run_LossOfPositions_DerivesToRounding()
    {
        RolloutTask task = Positions(Young);
        RolloutResult result = new Rollout().Run(task);
        double claimed = Young * result.Simulation!.ByMaterial(0, "youngsModulus");
        double[] at = [0];
        (double derivative, _) = FourthOrder.Derivative(s => new Rollout().Run(Positions(Young * Math.Exp(s[0])), new() { Differentiate = false }).Loss, at, 0, 1, claimed, 1);
        Assert.Equal(derivative, claimed, StateTolerance * Math.Abs(derivative));
        Assert.Null(result.Appearance);
    }

    [Theory]
    [InlineData(StatePart.DeformationGradients)]
    [InlineData(StatePart.TracerDeformationGradients)]
    [InlineData(StatePart.NodeMasses)]
    [InlineData(StatePart.NodeMomenta)]
    public void Run_LossOfEveryOtherPart_DerivesToRounding(StatePart part)
    {
        double claimed = Young * new Rollout().Run(At(Young)).Simulation!.ByMaterial(0, "youngsModulus");
        double[] at = [0];
        (double derivative, _) = FourthOrder.Derivative(s => new Rollout().Run(At(Young * Math.Exp(s[0])), new() { Differentiate = false }).Loss, at, 0, 1, claimed, 1);
        Assert.NotEqual(0, derivative);
        Assert.Equal(derivative, claimed, StateTolerance * Math.Abs(derivative));

        RolloutTask At(double young)
        {
            SimulationSetup setup = Setup(young, new(0.4, 0.2, -0.1), new(0, -9.81, 0));
            bool isOfNodes = part is StatePart.NodeMasses or StatePart.NodeMomenta;
            NodalFields nodes = new(new(new(-0.2, -0.3, -0.2), 0.08, 5, 4, 5));
            (int places, int channels) = part switch
            {
                StatePart.NodeMasses => (100, 1),
                StatePart.NodeMomenta => (100, 3),
                StatePart.DeformationGradients => (setup.Particles.Count, 9),
                _ => (setup.Tracers!.Count, 9),
            };
            SquaredLoss loss = new(new(places, 1, channels, [.. Enumerable.Range(0, places * channels).Select(i => 0.3 * Math.Sin(i))]));
            StateLoss Of(int frame) => new(frame, part, 10, loss) { Nodes = isOfNodes ? nodes : null };
            return new(setup, FrameDuration) { States = [Of(2), Of(4)] };
        }
    }

    [Fact]
    public void Run_NodesWithoutAGrid_AreRefused()
    {
        RolloutTask task = Positions(Young);
        RolloutTask without = task with { States = [task.States[0] with { Part = StatePart.NodeMasses }] };
        Assert.Contains("States[0] looks at NodeMasses with no nodes", Assert.Throws<ArgumentException>(() => new Rollout().Run(without)).Message);
    }

    [Fact]
    public void Run_NothingToCompare_Throws()
    {
        RolloutTask task = Positions(Young) with { States = [] };
        Assert.Contains("nothing is compared", Assert.Throws<ArgumentException>(() => new Rollout().Run(task)).Message);
        Assert.Contains("views need splats", Assert.Throws<ArgumentException>(() => new Rollout().Run(Pictures(Young, default, default))).Message);
    }

    [Fact]
    public void Run_AFrameBeforeTheStart_IsRefusedByItsNumber()
    {
        RolloutTask task = Positions(Young);
        RolloutTask early = task with { States = [.. task.States, task.States[0] with { Frame = -2 }] };
        Assert.Contains($"States[{task.States.Count}] looks at frame -2", Assert.Throws<ArgumentException>(() => new Rollout().Run(early)).Message);
    }

    [Fact]
    public void Run_Cancelled_Stops()
    {
        using CancellationTokenSource source = new();
        Progress report = new(p => { if (p.IsReverse) source.Cancel(); });
        Assert.ThrowsAny<OperationCanceledException>(() => new Rollout().Run(Positions(Young), null, report, source.Token));
        Assert.True(report.Reports > 3);
    }

    private static void Near(double claimed, Func<double, double> loss, double step, string what)
    {
        double difference = (8 * (loss(step) - loss(-step)) - (loss(2 * step) - loss(-2 * step))) / (12 * step);
        TestContext.Current.TestOutputHelper?.WriteLine($"{what}: {claimed:g6}, differences {difference:g6}");
        Assert.True(Math.Abs(difference - claimed) < PictureTolerance * Math.Abs(difference), $"{what}: {claimed:g6}, differences {difference:g6}");
    }

    private static RolloutTask Positions(double young)
    {
        SimulationSetup setup = Setup(young, new(0.4, 0.2, -0.1), new(0, -9.81, 0)) with { Tracers = null };
        double[] target = [.. Places.Select((x, i) => x + 0.01 * Math.Sin(i))];
        int count = Places.Length / 3;
        return new(setup, FrameDuration)
        {
            States = [new(2, StatePart.Positions, 100, new SquaredLoss(new(count, 1, 3, target))), new(3, StatePart.Velocities, 1, new SquaredLoss(new(count, 1, 3, new double[3 * count])))],
        };
    }

    private static Vector3<Real64> Sum(double[] values)
    {
        Vector3<Real64> sum = default;
        for (int i = 0; i < values.Length; i += 3) sum += new Vector3<Real64>(values[i], values[i + 1], values[i + 2]);
        return sum;
    }

    private sealed class Progress(Action<RolloutProgress> report) : IProgress<RolloutProgress>
    {
        public int Reports { get; private set; }

        public void Report(RolloutProgress value)
        {
            Reports++;
            report(value);
        }
    }
}
