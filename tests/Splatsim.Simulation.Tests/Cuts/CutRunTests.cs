using Splatsim.Mathematics;
using Splatsim.Mechanics;
using Splatsim.Simulation;
using Splatsim.Tests.Fast;

namespace Splatsim.Tests.Cuts;

/// <summary>Cuts in whole runs: the reference's results, the same bits for any number of workers and after a restart, and what is refused.</summary>
public sealed class CutRunTests : IDisposable
{
    // As between the back ends for matter that no cut came through: float sums in another order over tens of substeps.
    private static readonly StateTolerance Single = new(2e-6, 1e-3, 0.06, 1e-4);

    private readonly string folder = Directory.CreateTempSubdirectory("splatsim-cuts").FullName;

    [Fact]
    public void Advance_MatchesTheReference()
    {
        SimulationSetup setup = Scene();
        FastScenes.AssertClose(FastScenes.RunReference(setup, 40), FastScenes.Run(setup, new(), 40), Single);
    }

    [Fact]
    public void Advance_WithAnyNumberOfWorkers_GivesTheSameBits() => RunChecks.AssertSameForAnyWorkers(Scene());

    [Theory]
    [InlineData(Engines.Double)]
    [InlineData(Engines.Fast)]
    public void Resume_WithPieces_RepeatsTheFrames(string engine) => RunChecks.AssertResumeRepeats(
        Scene().On(engine), folder, (whole, resumed) => Assert.Equal(whole.AreParted(0, whole.ParticleCount - 1), resumed.AreParted(0, whole.ParticleCount - 1)));

    [Fact]
    public void FailedFrame_IsUndoneWithItsPieces() => RunChecks.AssertFailedFrameIsUndone(Scene());

    [Fact]
    public void Kerf_TellsTheMassThatItRemoves()
    {
        SimulationSetup setup = Scene();
        CutEvent saw = new(MotionPath.At(FastScenes.Middle), new(0, -1, 0), new(1, 0, 0), 3 * FastScenes.CellSize, TimeWindow.Always);
        using ISimulator simulator = Simulators.Create(setup with { Events = [saw] });
        double before = simulator.Statistics().Mass;
        simulator.Advance(5 * setup.StepPolicy.TimeStep!.Value);
        SimulationStatistics after = simulator.Statistics();
        Assert.True(after.RemovedMass > 0);
        Assert.Equal(before, after.Mass + after.RemovedMass, 1e-12 * before);
    }

    [Fact]
    public void Setups_ThatCutsDoNotFit_AreRefused()
    {
        SimulationSetup setup = Scene();
        RunChecks.AssertRefused("Transfer", setup with { Transfer = TransferOptions.Flip() });
        RunChecks.AssertRefused("SurfaceTension", setup with { SurfaceTension = new(0.07) });
        RunChecks.AssertRefused("Boundaries", setup with { Boundaries = [new Collider(new PlateShape(1, 1), MotionPath.At(default), new(ContactMode.Slip))] });
        RunChecks.AssertRefused("rigid", setup with { RigidBodies = [new(new SphereShape(0.2), 1, new(ContactMode.Separate))] });
        RunChecks.AssertRefused("33 cuts", setup with { Events = [.. Enumerable.Repeat(setup.Events[0], 33)] });
        // With a kerf none of this matters.
        CutEvent saw = new(MotionPath.At(FastScenes.Middle), new(0, -1, 0), new(1, 0, 0), 0.1, TimeWindow.Always);
        Simulators.Create(setup with { Events = [saw], Transfer = TransferOptions.Flip() }).Dispose();
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(-1.0)]
    public void NumbersThatCannotBeMeant_AreRefused(double value)
    {
        CutEvent blade = (CutEvent)Scene().Events[0];
        SurfaceCutEvent disk = (SurfaceCutEvent)Scene().Events[1];
        SinkEvent sink = new(ParticleShape.Box(ParticleRegion.Around(FastScenes.Middle, new(0.1, 0.1, 0.1))), TimeWindow.Always);
        Assert.Contains("Cut.Length", Assert.Throws<SimulationSetupException>(() => blade with { Length = value }).Message, StringComparison.Ordinal);
        Assert.Contains("Cut.Depth", Assert.Throws<SimulationSetupException>(() => blade with { Depth = value }).Message, StringComparison.Ordinal);
        Assert.Contains("Cut.Period", Assert.Throws<SimulationSetupException>(() => blade with { Period = value }).Message, StringComparison.Ordinal);
        Assert.Contains("SurfaceCut.Period", Assert.Throws<SimulationSetupException>(() => disk with { Period = value }).Message, StringComparison.Ordinal);
        Assert.Contains("SurfaceCut.Reach", Assert.Throws<SimulationSetupException>(() => disk with { Reach = value }).Message, StringComparison.Ordinal);
        Assert.Contains("Sink.Period", Assert.Throws<SimulationSetupException>(() => sink with { Period = value }).Message, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    // A turning body, a blade that comes down through it, askew, and a disk that is in it from the start.
    private static SimulationSetup Scene()
    {
        CutEvent blade = new(
            MotionPath.Linear(FastScenes.Middle + new Vector3<Real64>(0.01, 0.2, 0), new(0, -4, 0)), new(0, -1, 0), new(1, 0.1, 0.3), 0, TimeWindow.Always)
        {
            Friction = 0.2,
        };
        SurfaceCutEvent disk = new(new DiskShape(0.12), MotionPath.At(FastScenes.Middle + new Vector3<Real64>(0, 0.02, 0)), TimeWindow.Always);
        PlaneBoundary ground = new(ContactMode.Coulomb, FastScenes.Middle - new Vector3<Real64>(0, 0, 0.12), new(0, 0, 1), 0.3);
        return FastScenes.Setup(FastScenes.Body(11, 8), FastScenes.Of(Laws.Find("neo-hookean"))) with { Events = [blade, disk], Boundaries = [ground] };
    }
}
