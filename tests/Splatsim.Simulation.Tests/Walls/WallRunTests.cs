using Splatsim.Mathematics;
using Splatsim.Mechanics;
using Splatsim.Simulation;
using Splatsim.Tests.Fast;

namespace Splatsim.Tests.Walls;

/// <summary>Walls in whole runs: the same bits for any number of workers and after a restart, and what is refused.</summary>
public sealed class WallRunTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("splatsim-walls").FullName;

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
    public void Resume_WithWalls_RepeatsTheFrames(string engine)
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
    }

    [Fact]
    public void FailedFrame_IsUndoneWithItsSides()
    {
        // The body is shot out of the domain after 25 substeps, in the middle of a frame; shorter frames up to there do not see it.
        SimulationSetup setup = Scene();
        double dt = setup.StepPolicy.TimeStep!.Value;
        setup = setup with
        {
            StepPolicy = new() { TimeStep = dt, MaximumCourantNumber = double.PositiveInfinity },
            Events = [new VelocityEvent(ParticleRegion.Everything, new(1e4, 0, 0)) { Time = 25.5 * dt }],
        };
        using ISimulator undisturbed = Simulators.Create(setup), failing = Simulators.Create(setup);
        FastScenes.Advance(undisturbed, setup, 22, 11);
        FastScenes.Advance(failing, setup, 22, 11);
        Assert.ThrowsAny<SimulationException>(() => failing.Advance(11 * dt));
        FastScenes.AssertIdentical(FastScenes.Advance(undisturbed, setup, 3), FastScenes.Advance(failing, setup, 3));
    }

    [Fact]
    public void Setups_ThatWallsDoNotFit_AreRefused()
    {
        SimulationSetup setup = Scene();
        Refused("Transfer", setup with { Transfer = TransferOptions.Flip() });
        Refused("RigidBodies|Boundaries", setup with { RigidBodies = [new(new SphereShape(0.2), 1, new(ContactMode.Separate))] });
        Collider plate = new(new PlateShape(1, 1), MotionPath.At(default), new(ContactMode.Slip));
        Refused("Boundaries", setup with { Boundaries = [.. Enumerable.Range(0, 33).Select(_ => plate with { Window = default })] });
        Refused("Shape", setup with { Boundaries = [new Collider(new BoxShape(new(1, 0.001, 1)), MotionPath.At(default), new(ContactMode.Slip))] });
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static void Refused(string part, SimulationSetup setup)
    {
        string message = Assert.Throws<SimulationSetupException>(() => Simulators.Create(setup).Dispose()).Message;
        Assert.Contains(part.Split('|'), p => message.Contains(p, StringComparison.Ordinal));
    }

    // Half of a turning body in a turning cup, and a blade that goes through it.
    private static SimulationSetup Scene()
    {
        Vector3<Real64> middle = FastScenes.Middle;
        MotionPath turning = MotionPath.Steady(middle, new Quaternion<Real64>(0.8, 0.2, -0.4, 0.4).Normalized, new(0.1, 0, 0), new(0.3, 0.5, -0.4));
        Collider cup = new(new SheetShape(ThinMeshes.Cup(0.15, 0.25, 16)), turning, new(ContactMode.Coulomb, 0.2));
        Collider blade = new(new PlateShape(0.3, 0.3), MotionPath.Linear(middle + new Vector3<Real64>(0, 0.05, 0), new(0, -1, 0)), new(ContactMode.Separate));
        return FastScenes.Setup(FastScenes.Body(13, 8), FastScenes.Of(Laws.Find("neo-hookean"))) with { Boundaries = [cup, blade] };
    }
}
