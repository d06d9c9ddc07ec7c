using Splatsim.Compute;
using Splatsim.Mechanics;
using Splatsim.Scenes;
using Splatsim.Simulation;

namespace Splatsim.Tests;

/// <summary>A device that fails is passed over only where the choice was left to the program.</summary>
public sealed class SimulatorChoiceTests
{
    [Fact]
    public void Start_NamedDeviceIsFull_SaysSoAndDoesNotGoElsewhere()
    {
        SimulationSetup setup = Setup(new(DeviceKind.Cuda));
        List<string> notes = [];
        DeviceMemoryException error = Assert.Throws<DeviceMemoryException>(() => SimulatorChoice.Start(ref setup, Full, notes.Add));
        Assert.Contains("particles", error.Message, StringComparison.Ordinal);
        Assert.Contains("cuda:0", error.Message, StringComparison.Ordinal);
        Assert.Empty(notes);
    }

    [Fact]
    public void Start_AutomaticDeviceIsFull_TakesTheProcessorAndSaysWhy()
    {
        SimulationSetup setup = Setup(DeviceChoice.Automatic);
        List<string> notes = [];
        using ISimulator simulator = SimulatorChoice.Start(ref setup, Full, notes.Add);
        Assert.StartsWith("fast", simulator.Description, StringComparison.Ordinal);
        Assert.Equal(DeviceKind.Cpu, setup.Device.Kind);
        Assert.Contains("no room for particles", Assert.Single(notes), StringComparison.Ordinal);
    }

    [Fact]
    public void Start_SetupThatNothingCanDo_IsTheProcessorsError()
    {
        SimulationSetup setup = Setup(DeviceChoice.Automatic) with { Materials = [] };
        List<string> notes = [];
        Assert.Throws<SimulationSetupException>(() => SimulatorChoice.Start(ref setup, Full, notes.Add));
        Assert.Empty(notes);
    }

    // What a GPU that is too small does.
    private static ISimulator Full(SimulationSetup setup) => setup.Backend == SimulationBackend.Device
        ? throw new DeviceMemoryException("cuda:0", "particles", 1L << 40)
        : Simulators.Create(setup);

    private static SimulationSetup Setup(DeviceChoice device) => new()
    {
        Domain = GridDomain.Cube(12, 0.1),
        Particles = ParticleLattices.Box(new(0.5, 0.5, 0.5), 2, 2, 2, 0.05, 1000),
        Materials = [new("jelly", Laws.Find("neo-hookean"), new Dictionary<string, double>(), 1000)],
        Backend = SimulationBackend.Device,
        Device = device,
    };
}
