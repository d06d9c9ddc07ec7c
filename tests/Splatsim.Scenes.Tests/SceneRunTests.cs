using Splatsim.Imaging;
using Splatsim.Scenes;
using Splatsim.Simulation;

namespace Splatsim.Tests;

/// <summary>The front door on a small made-up capture: a ball of splats above the ground.</summary>
public sealed class SceneRunTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("splatsim-scenes-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Step_FreeFall_FollowsGravity()
    {
        using SceneRun run = Ball("\"solver\": { \"resolution\": 10 }").Prepare();
        double before = run.Simulator.Statistics().CenterOfMass.Y.Value;
        for (int i = 0; i < 3; i++) run.Step();
        double fall = before - run.Simulator.Statistics().CenterOfMass.Y.Value;
        // g t (t + dt) / 2: the sum that the symplectic step makes of a free fall, up to single precision.
        double expected = 0.5 * 9.81 * 0.1 * (0.1 + run.Simulator.TimeStep);
        Assert.Equal(expected, fall, 1e-4);
        // In splat space (y down) the moved splats sink by the same, which is +y.
        double moved = 0;
        for (int row = 0; row < run.Splats.Count; row++) moved += run.Splats.Y[row];
        Assert.Equal(-BallScene.Height + fall, moved / run.Splats.Count, 0.002);
    }

    [Theory]
    [InlineData("tracers")]
    [InlineData("particles")]
    [InlineData("nearest")]
    public void Binding_EveryKind_CarriesAMovingBody(string binding)
    {
        using SceneRun run = Ball($"\"solver\": {{ \"resolution\": 10, \"binding\": \"{binding}\" }}, \"forces\": {{ \"gravity\": [0, 0, 0] }}", "\"velocity\": [1, 0, 0]").Prepare();
        for (int i = 0; i < 2; i++) run.Step();
        double x = 0;
        for (int row = 0; row < run.Splats.Count; row++) x += run.Splats.X[row];
        // Uniform motion: 1 m/s for 2/30 s, carried exactly up to single precision.
        Assert.Equal(2.0 / 30, x / run.Splats.Count, 1e-3);
    }

    [Fact]
    public void Reference_AndFast_AgreeOnAScene()
    {
        using SceneRun fast = Ball("\"solver\": { \"resolution\": 8 }").Prepare();
        using SceneRun reference = Ball("\"solver\": { \"resolution\": 8, \"backend\": \"reference\" }").Prepare();
        fast.Step();
        reference.Step();
        // Single against double precision over one frame of free flight.
        Assert.Equal(reference.Simulator.Statistics().CenterOfMass.Y.Value, fast.Simulator.Statistics().CenterOfMass.Y.Value, 1e-5);
        Assert.NotEqual(fast.Simulator.Description, reference.Simulator.Description);
    }

    [Fact]
    public void Animate_AllOutputs_AreWritten()
    {
        using SceneRun run = Ball("\"solver\": { \"resolution\": 8 }, \"time\": { \"duration\": 0.1 }, \"render\": { \"width\": 64, \"height\": 48 }").Prepare();
        AnimationResult result = run.Animate(new OutputDescription
        {
            Video = Path.Combine(folder, "f", "%03d.png"),
            Splats = Path.Combine(folder, "s", "%03d.ply"),
            Statistics = Path.Combine(folder, "s.csv"),
            ContactSheet = Path.Combine(folder, "sheet.png"),
        });
        Assert.Equal(4, result.FrameCount);
        Assert.Equal(4, Directory.GetFiles(Path.Combine(folder, "f")).Length);
        Assert.Equal(4, Directory.GetFiles(Path.Combine(folder, "s")).Length);
        Assert.Equal(5, File.ReadLines(Path.Combine(folder, "s.csv")).Count());
        Assert.True(ImageFiles.Read(Path.Combine(folder, "sheet.png")).Width >= 4 * 64);
    }

    [Fact]
    public void Animate_Cancelled_KeepsTheFramesSoFar()
    {
        using SceneRun run = Ball("\"solver\": { \"resolution\": 8 }, \"time\": { \"duration\": 100 }, \"render\": { \"width\": 64, \"height\": 48 }").Prepare();
        using CancellationTokenSource source = new();
        AnimationResult result = run.Animate(
            new OutputDescription { Video = Path.Combine(folder, "%03d.png") }, null, new StopAt(source, 2), source.Token);
        Assert.True(result.Cancelled);
        Assert.InRange(result.FrameCount, 2, 4);
        Assert.Equal(result.FrameCount, Directory.GetFiles(folder, "*.png").Length);
    }

    [Fact]
    public void Selection_WithoutSplats_NamesTheObject()
    {
        SceneFileException error = Assert.Throws<SceneFileException>(() => Ball("", "\"select\": { \"box\": { \"center\": [9, 9, 9], \"size\": [1, 1, 1] } }").Prepare());
        Assert.Equal("$.objects[0].select", error.JsonPath);
    }

    [Fact]
    public void Material_Unknown_SuggestsTheNearest()
    {
        SceneFileException error = Assert.Throws<SceneFileException>(() => Ball("", "\"material\": \"jely\"").Prepare());
        Assert.Contains("jelly", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Stiffness_Capped_IsReportedAndPhysicalIsNot()
    {
        const string steel = "\"material\": { \"law\": \"neo-hookean\", \"youngsModulus\": 2e11, \"massDensity\": 7800 }";
        using SceneRun capped = Ball("\"solver\": { \"resolution\": 8 }", steel).Prepare();
        Assert.Contains(capped.Notes, n => n.Contains("stiffness x", StringComparison.Ordinal));
        using SceneRun physical = Ball("\"solver\": { \"resolution\": 8, \"stiffness\": \"physical\" }", steel).Prepare();
        Assert.DoesNotContain(physical.Notes, n => n.Contains("stiffness x", StringComparison.Ordinal));
        // Sound of 5.9 km/s against the 60 m/s that 8000 substeps a second resolve at this cell size.
        Assert.True(physical.Simulator.TimeStep < 0.05 * capped.Simulator.TimeStep);
    }

    [Fact]
    public void LocalSteps_ReachTheSimulator()
    {
        using SceneRun run = Ball("\"solver\": { \"resolution\": 8, \"localSteps\": true, \"largestStepRatio\": 16 }").Prepare();
        Assert.Equal((true, 16), (run.Setup.StepPolicy.LocalSteps, run.Setup.StepPolicy.LargestStepRatio));
        run.Step();
        // One material has one step: nothing to save, and that is what is said.
        Assert.Equal(0, run.Simulator.Substeps.Local!.Saved);
        Assert.Equal([new LocalStepLevel(1, run.Setup.Particles.Count)], run.Simulator.Substeps.Local.Levels);
    }

    [Fact]
    public void Report_Measures_WithoutMovingTheRun()
    {
        using SceneRun run = Ball("\"solver\": { \"resolution\": 8 }").Prepare();
        SceneReport report = SceneReport.Of(run);
        Assert.True(report.ExpectedSeconds > 0 && report.SubstepsPerFrame >= 1);
        Assert.Equal(0, run.Simulator.Time);
    }

    private Scene Ball(string sections, string objectKeys = "") => BallScene.Create(folder, sections, objectKeys);

    private sealed class StopAt(CancellationTokenSource source, int frame) : IProgress<AnimationProgress>
    {
        public void Report(AnimationProgress value)
        {
            if (value.Frame >= frame) source.Cancel();
        }
    }
}
