using Splatsim.Mathematics;
using Splatsim.Mechanics;
using Splatsim.Simulation;
using Splatsim.Simulation.Kernels;
using Splatsim.Tests.Fast;

namespace Splatsim.Tests;

/// <summary>What has to hold of every run on a device.</summary>
internal static class DeviceRunChecks
{
    private const int Substeps = 100;

    /// <summary>A simulator whose sums have a fixed order.</summary>
    public static ISimulator InOrder(SimulationSetup setup) => new DeviceSimulator(setup, OpenClDevice.Required, ownsDevice: false, new() { IsDeterministic = true });

    /// <summary>A run in fixed order that is resumed from a file repeats what the one that wrote it does in one frame, tracers too.</summary>
    /// <param name="setup">The scene, with tracers.</param>
    /// <param name="before">Substeps before the file.</param>
    /// <param name="after">Substeps after it.</param>
    public static void AssertResumeRepeats(SimulationSetup setup, int before, int after)
    {
        string folder = Directory.CreateTempSubdirectory("splatsim-device").FullName;
        try
        {
            RunChecks.AssertResumeRepeats(
                setup, folder, (whole, resumed) => Assert.Equal(whole.Tracers.X, resumed.Tracers.X), InOrder, before, after, int.MaxValue);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>A free body that meets matter moves as in the reference, and what one gives the other receives.</summary>
    /// <param name="body">The body.</param>
    /// <param name="tolerance">How far the matter's state may differ.</param>
    public static void AssertBodyMatchesTheReference(RigidBody body, StateTolerance tolerance)
    {
        // Momenta of rigid bodies [kg m/s] as far as the velocities of their particles are compared, a body of some kg.
        const double momenta = 5e-4;
        SimulationSetup setup = FastScenes.Setup(FastScenes.Body(8, 8), FastScenes.Of(Laws.Find("neo-hookean"))) with { RigidBodies = [body], Gravity = default };
        using ISimulator reference = Simulators.Create(setup with { Backend = SimulationBackend.Reference });
        using DeviceSimulator simulator = new(setup, OpenClDevice.Required, ownsDevice: false, new());
        Vector3<Real64> start = reference.Bodies[0].Momentum, total = start + simulator.Statistics().Momentum;
        ParticleSet expected = FastScenes.Advance(reference, setup, Substeps), actual = FastScenes.Advance(simulator, setup, Substeps, 40);
        FastScenes.AssertClose(expected, actual, tolerance);
        RigidState there = reference.Bodies[0], here = simulator.Bodies[0];
        Assert.True((there.Position - here.Position).Length.Value <= tolerance.X);
        Assert.True((there.Momentum - here.Momentum).Length.Value <= momenta);
        Assert.True((there.AngularMomentum - here.AngularMomentum).Length.Value <= momenta * FastScenes.CellSize);
        // Float rounding of momenta of some kg m/s.
        Assert.True((total - here.Momentum - simulator.Statistics().Momentum).Length.Value <= Substeps * 6e-8 * simulator.Statistics().Mass);
        Assert.True((here.Momentum - start).Length.Value > 100 * momenta, "the body has not met the matter");
    }
}
