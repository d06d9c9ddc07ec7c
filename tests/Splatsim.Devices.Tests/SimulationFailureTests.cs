using Splatsim.Compute;
using Splatsim.Mechanics;
using Splatsim.Simulation;
using Splatsim.Simulation.Kernels;
using Splatsim.Tests.Fast;

namespace Splatsim.Tests;

/// <summary>Errors of the device back end are those of the reference, though they are found at the frame's end.</summary>
[Collection("device")]
public sealed class SimulationFailureTests
{
    [Fact]
    public void Advance_ParticleLeavesTheDomain_NamesParticleAndTimeAndGoesBack()
    {
        SimulationSetup setup = FastScenes.Setup(FastScenes.Body(4, 8, strain: 0), FastScenes.Of(Laws.Find("neo-hookean")));
        double dt = setup.StepPolicy.TimeStep!.Value;
        ParticleLattices.SetRigidVelocity(setup.Particles, new(0.3 * FastScenes.CellSize / dt, 0, 0), default, default);
        using ISimulator reference = Simulators.Create(setup with { Backend = SimulationBackend.Reference });
        using DeviceSimulator simulator = new(setup, OpenClDevice.Required, ownsDevice: false, new());
        simulator.Advance(10 * dt);
        reference.Advance(10 * dt);
        ParticleSet before = new(simulator.ParticleCount), after = new(simulator.ParticleCount);
        simulator.CopyTo(before);

        ParticleLeftDomainException expected = Assert.Throws<ParticleLeftDomainException>(() => reference.Advance(80 * dt));
        ParticleLeftDomainException actual = Assert.Throws<ParticleLeftDomainException>(() => simulator.Advance(80 * dt));

        Assert.Equal(expected.Particle, actual.Particle);
        Assert.Equal(expected.Time, actual.Time, 1e-9);
        simulator.CopyTo(after);
        FastScenes.AssertIdentical(before, after);
        Assert.Equal(10 * dt, simulator.Time, 1e-12);
        // It goes on from there.
        simulator.Advance(5 * dt);
    }

    [Fact]
    public void Restore_InFixedOrder_RepeatsTheFrames()
    {
        SimulationSetup setup = FastScenes.Setup(FastScenes.Body(6, 8), FastScenes.Of(Laws.Find("von-mises"))) with { Tracers = TracerSet.At(FastScenes.Body(4, 8).X) };
        DeviceRunChecks.AssertResumeRepeats(setup, 10, 10);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Advance_HardlyAnyParticle_Works(int count)
    {
        ParticleSet particles = new(count);
        for (int i = 0; i < 3 * count; i++) particles.X[i] = i % 3 == 0 ? 0.3 : i % 3 == 1 ? 0.6 : 0.9;
        Array.Fill(particles.Mass, 0.001);
        Array.Fill(particles.RestVolume, 1e-6);
        SimulationSetup setup = FastScenes.Setup(particles, FastScenes.Of(Laws.Find("neo-hookean")));
        using DeviceSimulator simulator = new(setup, OpenClDevice.Required, ownsDevice: false, new());
        double dt = setup.StepPolicy.TimeStep!.Value;
        simulator.Advance(20 * dt);
        // Free fall from rest: symplectic Euler gives v = -g t exactly, float rounds.
        SimulationStatistics state = simulator.Statistics();
        Assert.Equal(-9.81 * 20 * dt * 0.001 * count, state.Momentum.Z.Value, 1e-9);
    }

    [Fact]
    public void Create_SetupsThatTheDeviceCannotDo_AreTypedErrors()
    {
        SimulationSetup setup = FastScenes.Setup(FastScenes.Body(3, 8), FastScenes.Of(Laws.Find("neo-hookean"))) with { Backend = SimulationBackend.Device };
        SimulationSetupException precision = Assert.Throws<SimulationSetupException>(
            () => new DeviceSimulator(setup with { Precision = SimulationPrecision.Double }, OpenClDevice.Required, false, new()));
        Assert.Contains("single", precision.Message, StringComparison.Ordinal);
        DeviceException missing = Assert.Throws<DeviceException>(() => Simulators.Create(setup with { Device = new(DeviceKind.Cuda, 77) }));
        Assert.Contains("cuda:77", missing.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Create_AutomaticWithoutGpu_TakesTheFastBackEnd()
    {
        Assert.SkipWhen(ComputeDevices.List().Any(d => d.IsGpu), "this machine has a GPU");
        SimulationSetup setup = FastScenes.Setup(FastScenes.Body(3, 8), FastScenes.Of(Laws.Find("neo-hookean")));
        using ISimulator simulator = Simulators.Create(setup with { Backend = SimulationBackend.Device });
        Assert.StartsWith("fast", simulator.Description, StringComparison.Ordinal);
    }

    [Fact]
    public void Allocate_MoreThanThereIs_SaysWhatItWasFor()
    {
        ComputeDevice device = OpenClDevice.Required;
        DeviceMemoryException error = Assert.Throws<DeviceMemoryException>(() => device.Allocate<float>(1L << 45, "particles"));
        Assert.Contains("particles", error.Message, StringComparison.Ordinal);
    }
}
