using Splatsim.Mathematics;
using Splatsim.Mechanics;
using Splatsim.Simulation;
using Splatsim.Simulation.Kernels;
using Splatsim.Tests.Fast;

namespace Splatsim.Tests;

/// <summary>Rigid bodies and surface tension on a device against the reference in double.</summary>
[Collection("device")]
public sealed class SimulationRigidTests
{
    private const int Substeps = 100;

    // Positions: 1e-4 cells, the acceptance value for GPUs. The others are those of the fast back end's tests.
    private static readonly StateTolerance Single = new(X: 1e-4 * FastScenes.CellSize, V: 1e-4, C: 3e-3, F: 1e-4);

    public static TheoryData<ContactMode> Modes => [.. Enum.GetValues<ContactMode>()];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Advance_RigidMatter_MatchesTheReference(bool isDeterministic)
    {
        // Two bodies, one of them on a path, above jelly on a floor that both meet; tracers on one body.
        SimulationSetup setup = RigidScene();
        using ISimulator reference = Simulators.Create(setup with { Backend = SimulationBackend.Reference });
        using DeviceSimulator simulator = new(setup, OpenClDevice.Required, ownsDevice: false, new() { IsDeterministic = isDeterministic });
        ParticleSet expected = FastScenes.Advance(reference, setup, Substeps), actual = FastScenes.Advance(simulator, setup, Substeps, 40);
        FastScenes.AssertClose(expected, actual, Single);
        Assert.True(FastScenes.Largest(reference.Tracers.X, simulator.Tracers.X) <= Single.X);
        if (!isDeterministic) return;
        using DeviceSimulator again = new(setup, OpenClDevice.Required, ownsDevice: false, new() { IsDeterministic = true });
        FastScenes.AssertIdentical(actual, FastScenes.Advance(again, setup, Substeps, 40));
    }

    // A turned body's particles have their arms where the body is, from the first substep on.
    [Fact]
    public void Restore_RigidMatterInFixedOrder_GoesOnTheSame() => DeviceRunChecks.AssertResumeRepeats(RigidScene(), 10, 5);

    [Fact]
    public void Advance_RigidMatterInParts_MatchesTheReference()
    {
        // Dissipation makes laws and transfer separate kernels.
        SimulationSetup setup = RigidScene() with { TracksDissipation = true };
        using DeviceSimulator simulator = new(setup, OpenClDevice.Required, ownsDevice: false, new());
        FastScenes.AssertClose(FastScenes.RunReference(setup, Substeps), FastScenes.Advance(simulator, setup, Substeps), Single);
    }

    [Fact]
    public void Advance_RigidMatterAlone_KeepsItsMomenta()
    {
        ParticleSet body = FastScenes.Body(8, 8, strain: 0);
        SimulationSetup setup = FastScenes.Setup(body, FastScenes.Of(Laws.Find("rigid"))) with { Gravity = default };
        using DeviceSimulator simulator = new(setup, OpenClDevice.Required, ownsDevice: false, new());
        SimulationStatistics before = simulator.Statistics();
        FastScenes.Advance(simulator, setup, Substeps, 40);
        SimulationStatistics after = simulator.Statistics();
        // One rounding of 6e-8 of each particle's share per substep, half of them of one sign at worst.
        double rounding = Substeps * 6e-8 * before.Mass * 0.5;
        Assert.True((after.Momentum - before.Momentum).Length.Value <= rounding);
        Assert.True((after.AngularMomentum - before.AngularMomentum).Length.Value <= 2 * rounding);
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public void Advance_FreeBodyOfEveryMode_MatchesTheReference(ContactMode mode) => DeviceRunChecks.AssertBodyMatchesTheReference(Body(mode), Single);

    [Fact]
    public void Advance_SurfaceTension_MatchesTheReference()
    {
        Material liquid = FastScenes.Of(Laws.All.First(l => l.Description.IsLiquid));
        ParticleSet drop = FastScenes.Body(10, 8, strain: 0);
        ParticleLattices.SetRigidVelocity(drop, default, default, default);
        SimulationSetup setup = FastScenes.Setup(drop, liquid) with { Gravity = default, SurfaceTension = new(20) };
        ParticleSet expected = FastScenes.RunReference(setup, Substeps);
        foreach (bool isDeterministic in (bool[])[false, true])
        {
            using DeviceSimulator simulator = new(setup, OpenClDevice.Required, ownsDevice: false, new() { IsDeterministic = isDeterministic });
            FastScenes.AssertClose(expected, FastScenes.Advance(simulator, setup, Substeps, 40), Single);
        }

        ParticleSet without = FastScenes.RunReference(setup with { SurfaceTension = null }, Substeps);
        Assert.True(FastScenes.Largest(expected.X, without.X) > 20 * Single.X, "tension moves nothing here");
    }

    private static RigidBody Body(ContactMode mode)
    {
        ContactSurface surface = new(mode, mode == ContactMode.Coulomb ? 0.3 : 0, mode is ContactMode.Coulomb or ContactMode.Separate ? 0.2 : 0);
        return new(new BoxShape(new(0.08, 0.06, 0.07)), 1.5, surface)
        {
            Position = FastScenes.Middle + new Vector3<Real64>(0.013, 0.021, 0.152),
            Orientation = new Quaternion<Real64>(0.9, 0.1, -0.2, 0.3).Normalized,
            Velocity = new(0.2, 0.1, -1.5),
            AngularVelocity = new(2, -1, 0.5),
        };
    }

    /// <summary>Two bodies, one of them on a path, above jelly on a floor that both meet; a tracer on one body.</summary>
    internal static SimulationSetup RigidScene()
    {
        ParticleSet body = FastScenes.Body(10, 8, strain: 0);
        for (int p = 0; p < body.Count; p++)
        {
            Vector3<Real64> x = body.Position(p) - FastScenes.Middle;
            body.Material[p] = x.Z.Value < 0.03 ? 1 : x.X.Value < 0 ? 0 : 2;
        }

        Vector3<Real64> pivot = FastScenes.Middle;
        MotionPath path = MotionPath.Keyframes(
            new MotionKey(0, pivot, Quaternion<Real64>.Identity),
            new MotionKey(0.2, pivot + new Vector3<Real64>(0.05, 0, -0.1), Quaternion<Real64>.FromAxisAngle(new(0, 0, 1), 0.3)));
        Material rigid = FastScenes.Of(Laws.Find("rigid"));
        int free = Array.IndexOf(body.Material, 0);
        TracerSet tracers = TracerSet.At([.. body.X.AsSpan(3 * free, 3)]);
        tracers.Carriers = [0];
        return FastScenes.Setup(body, rigid, FastScenes.Of(Laws.Find("neo-hookean")), rigid with { Name = "driven", Path = path }) with
        {
            Boundaries =
            [
                new PlaneBoundary(ContactMode.Separate, FastScenes.Middle - new Vector3<Real64>(0, 0, 0.08), new(0, 0, 1)),
                new PlaneBoundary(ContactMode.Coulomb, FastScenes.Middle - new Vector3<Real64>(0.1, 0, 0), new(1, 0, 0), 0.3),
            ],
            Tracers = tracers,
        };
    }
}
