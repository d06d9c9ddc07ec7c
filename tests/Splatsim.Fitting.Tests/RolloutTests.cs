using Splatsim.Coupling;
using Splatsim.Mathematics;
using Splatsim.Mechanics;
using Splatsim.Rendering;
using Splatsim.Simulation;
using Splatsim.Splats;
using Splatsim.Tests;

namespace Splatsim.Fitting.Tests;

/// <summary>
/// A block of jelly that is thrown and seen by two cameras: derivatives of the video's loss by physics, splats and cameras against
/// central differences of the whole chain. The simulation is in double, pictures are in floats: their rounding limits the differences.
/// </summary>
public sealed class RolloutTests
{
    private const int Width = 96, Height = 80;
    private const double CellSize = 0.1, FrameDuration = 0.04, Young = 800;

    // Pictures round by 6e-8 of colours that change by 1e-4 and more over a difference.
    private const double PictureTolerance = 2e-3;

    // In double, without pictures: fourth-order differences of a loss of size 1.
    private const double StateTolerance = 1e-6;

    private static readonly GaussianCloud Splats = Cloud();
    private static readonly double[] Places = Lattice();

    [Fact]
    public void Run_VideoLoss_DerivesByPhysics()
    {
        Rollout rollout = new(Splats, Binding());
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
        RolloutResult result = new Rollout(Splats, Binding()).Run(task);
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
            return new Rollout(Splats, Binding()).Run(other, new() { Differentiate = false }).Loss;
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

    [Fact]
    public void Run_NothingToCompare_Throws()
    {
        RolloutTask task = Positions(Young) with { States = [] };
        Assert.Contains("nothing is compared", Assert.Throws<ArgumentException>(() => new Rollout().Run(task)).Message);
        Assert.Contains("views need splats", Assert.Throws<ArgumentException>(() => new Rollout().Run(Pictures(Young, default, default))).Message);
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

    private static RolloutTask Pictures(double young, Vector3<Real64> velocity, Vector3<Real64> gravity)
    {
        Camera front = new() { Width = Width, Height = Height, Fx = 150, Fy = 150, Cx = Width / 2, Cy = Height / 2, Translation = new(0, 0, 1.5) };
        Camera side = front with { Rotation = Matrix3x3<Real64>.FromRows(new(0, 0, -1), new(0, 1, 0), new(1, 0, 0)) };
        double[] pattern = [.. Enumerable.Range(0, Width * Height * 3).Select(i => 0.5 + 0.4 * Math.Sin(0.15 * (i / 3 % Width) + 0.1 * (i / 3 / Width) + i % 3))];
        SquaredLoss color = new(new(Width, Height, 3, pattern));
        // The usual cut-off of 1/255 makes a splat's edge a small step, which differences feel when splats grow or move and derivatives
        // do not: held away here.
        RenderOptions options = new() { Background = new(0.2, 0.3, 0.4), AlphaMinimum = 1e-6, TransmittanceStop = 1e-6 };
        FrameView At(int frame, Camera camera) => new(frame, camera, [(FramePlane.Color, 100, color)]) { Options = options };
        return new(Setup(young, velocity, gravity), FrameDuration) { Views = [At(1, front), At(3, front), At(3, side)] };
    }

    private static SimulationSetup Setup(double young, Vector3<Real64> velocity, Vector3<Real64> gravity)
    {
        int count = Places.Length / 3;
        ParticleSet set = new(count);
        Places.CopyTo(set.X, 0);
        for (int p = 0; p < count; p++)
        {
            set.RestVolume[p] = Math.Pow(CellSize / 2, 3);
            set.Mass[p] = 1000 * set.RestVolume[p];
            (set.V[3 * p], set.V[3 * p + 1], set.V[3 * p + 2]) = (velocity.X.Value + 5 * Places[3 * p + 1], velocity.Y.Value, velocity.Z.Value);
        }

        Dictionary<string, double> jelly = new() { ["youngsModulus"] = young, ["poissonsRatio"] = 0.3 };
        return new()
        {
            Domain = GridDomain.Around(new(-0.7, -0.7, -0.7), new(0.7, 0.7, 0.7), CellSize),
            Particles = set,
            Materials = [new Material("jelly", Laws.Find("neo-hookean"), jelly, 1000)],
            Boundaries = [new PlaneBoundary(ContactMode.Separate, new(0, -0.25, 0), new(0, 1, 0))],
            Gravity = gravity,
            Tracers = Binding().Tracers,
            Backend = SimulationBackend.Reference,
            StepPolicy = StepPolicy.Automatic with { TimeStep = 2e-3 },
        };
    }

    private static SplatBinding Binding(GaussianCloud? cloud = null) =>
        SplatBinding.Create(BindingKind.Tracers, cloud ?? Splats, null, SceneFrame.Identity, Places, CellSize);

    private static double[] Lattice()
    {
        List<double> places = [];
        for (int i = -3; i <= 3; i++)
            for (int j = -3; j <= 3; j++)
                for (int k = -3; k <= 3; k++) places.AddRange([i * CellSize / 2, j * CellSize / 2, k * CellSize / 2]);
        return [.. places];
    }

    // Apart from each other in both pictures: where splats trade places in depth, differences see a jump.
    private static GaussianCloud Cloud()
    {
        GaussianCloud cloud = new(4, 0);
        for (int i = 0; i < cloud.Count; i++)
        {
            float x = i % 2 == 0 ? 0.09f : -0.09f, y = i < 2 ? 0.09f : -0.09f;
            (cloud.X[i], cloud.Y[i], cloud.Z[i]) = (x, y, x * y > 0 ? 0.09f : -0.09f);
            (cloud.RotationW[i], cloud.RotationX[i], cloud.RotationY[i], cloud.RotationZ[i]) = (1, 0.3f, 0.2f * i, -0.4f);
            (cloud.LogScaleX[i], cloud.LogScaleY[i], cloud.LogScaleZ[i]) = (-3.4f, -3.6f, -3.9f);
            cloud.OpacityLogit[i] = 1 - 0.3f * i;
            for (int c = 0; c < 3; c++) cloud.Sh(0, c)[i] = 1.2f * MathF.Sin(2 * c + i);
        }

        return cloud;
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
