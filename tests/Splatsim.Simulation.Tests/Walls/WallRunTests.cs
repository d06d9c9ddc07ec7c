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
    public void Advance_WithAnyNumberOfWorkers_GivesTheSameBits() => RunChecks.AssertSameForAnyWorkers(Scene());

    [Theory]
    [InlineData(Engines.Double)]
    [InlineData(Engines.Fast)]
    public void Resume_WithWalls_RepeatsTheFrames(string engine) => RunChecks.AssertResumeRepeats(Scene().On(engine), folder);

    [Fact]
    public void FailedFrame_IsUndoneWithItsSides() => RunChecks.AssertFailedFrameIsUndone(Scene());

    [Fact]
    public void StoneInMatterOnBothSides_IsThatOfTheReferenceWithAnyWorkers()
    {
        // A plate that rises through the body, and a stone in the matter above it, which gathers from nodes below the plate too.
        SimulationSetup setup = Scene();
        ParticleSet body = setup.Particles;
        Vector3<Real64> stone = new(0.01, 0.02, 0.13);
        for (int p = 0; p < body.Count; p++) body.Material[p] = (body.Position(p) - FastScenes.Middle - stone).Length.Value < 0.12 ? 1 : 0;
        MotionPath rising = MotionPath.Steady(FastScenes.Middle, Quaternion<Real64>.FromAxisAngle(new(1, 0, 0), Math.PI / 2), new(0, 0, 0.4), default);
        setup = setup with
        {
            Materials = [setup.Materials[0], FastScenes.Of(Laws.Find("rigid"))],
            Boundaries = [new Collider(new PlateShape(0.3, 0.3), rising, new(ContactMode.Coulomb, 0.3))],
        };
        FastScenes.AssertClose(FastScenes.RunReference(setup, 60), FastScenes.Run(setup, new(), 60, 7), new(X: 5e-6, V: 1e-4, C: 3e-3, F: 1e-4));
        RunChecks.AssertSameForAnyWorkers(setup);
        RunChecks.AssertResumeRepeats(setup, folder);
    }

    [Fact]
    public void Setups_ThatWallsDoNotFit_AreRefused()
    {
        SimulationSetup setup = Scene();
        RunChecks.AssertRefused("Transfer", setup with { Transfer = TransferOptions.Flip() });
        RunChecks.AssertRefused("RigidBodies|Boundaries", setup with { RigidBodies = [new(new DiskShape(0.2), 1, new(ContactMode.Separate))] });
        Collider plate = new(new PlateShape(1, 1), MotionPath.At(default), new(ContactMode.Slip));
        RunChecks.AssertRefused("Boundaries", setup with { Boundaries = [.. Enumerable.Range(0, 33).Select(_ => plate with { Window = default })] });
        RunChecks.AssertRefused("Shape", setup with { Boundaries = [new Collider(new BoxShape(new(1, 0.001, 1)), MotionPath.At(default), new(ContactMode.Slip))] });
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

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
