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
    public void Advance_WithAnyNumberOfWorkers_GivesTheSameBits()
    {
        SimulationSetup setup = Scene();
        ParticleSet expected = FastScenes.Run(setup, new(), 60, 7);
        FastScenes.AssertIdentical(expected, FastScenes.Run(setup with { Workers = FastScenes.Pool(3) }, new(), 60, 7));
    }

    [Theory]
    [InlineData(Engines.Double)]
    [InlineData(Engines.Fast)]
    public void Resume_WithPieces_RepeatsTheFrames(string engine)
    {
        SimulationSetup setup = Scene().On(engine);
        string path = Path.Combine(folder, "state");
        using ISimulator whole = Simulators.Create(setup), resumed = Simulators.Create(setup with { Workers = FastScenes.Pool(2) });
        FastScenes.Advance(whole, setup, 33, 11);
        using (StateWriter writer = new(path, "test", 1, compress: true))
        {
            whole.Save(writer);
            writer.Commit();
        }

        ParticleSet expected = FastScenes.Advance(whole, setup, 44, 11);
        using (StateReader reader = new(path, "test", 1)) resumed.Restore(reader);
        FastScenes.AssertIdentical(expected, FastScenes.Advance(resumed, setup, 44, 11));
        Assert.Equal(whole.AreParted(0, whole.ParticleCount - 1), resumed.AreParted(0, whole.ParticleCount - 1));
    }

    [Fact]
    public void FailedFrame_IsUndoneWithItsPieces()
    {
        // The body is shot out of the domain after 25 substeps, in the middle of a frame; shorter frames up to there do not see it.
        SimulationSetup setup = Scene();
        double dt = setup.StepPolicy.TimeStep!.Value;
        setup = setup with
        {
            StepPolicy = new() { TimeStep = dt, MaximumCourantNumber = double.PositiveInfinity },
            Events = [.. setup.Events, new VelocityEvent(ParticleRegion.Everything, new(1e4, 0, 0)) { Time = 25.5 * dt }],
        };
        using ISimulator undisturbed = Simulators.Create(setup), failing = Simulators.Create(setup);
        FastScenes.Advance(undisturbed, setup, 22, 11);
        FastScenes.Advance(failing, setup, 22, 11);
        Assert.ThrowsAny<SimulationException>(() => failing.Advance(11 * dt));
        FastScenes.AssertIdentical(FastScenes.Advance(undisturbed, setup, 3), FastScenes.Advance(failing, setup, 3));
    }

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
        Refused("Transfer", setup with { Transfer = TransferOptions.Flip() });
        Refused("SurfaceTension", setup with { SurfaceTension = new(0.07) });
        Refused("Boundaries", setup with { Boundaries = [new Collider(new PlateShape(1, 1), MotionPath.At(default), new(ContactMode.Slip))] });
        Refused("rigid", setup with { RigidBodies = [new(new SphereShape(0.2), 1, new(ContactMode.Separate))] });
        Refused("33 cuts", setup with { Events = [.. Enumerable.Repeat(setup.Events[0], 33)] });
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

    private static void Refused(string part, SimulationSetup setup)
    {
        string message = Assert.Throws<SimulationSetupException>(() => Simulators.Create(setup).Dispose()).Message;
        Assert.Contains(part, message, StringComparison.Ordinal);
    }

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
