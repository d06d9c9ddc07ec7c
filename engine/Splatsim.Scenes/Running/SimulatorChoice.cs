using Splatsim.Compute;
using Splatsim.Simulation;

namespace Splatsim.Scenes;

/// <summary>Starts the simulation of a scene on the device that it asks for.</summary>
internal static class SimulatorChoice
{
    /// <summary>
    /// Starts it there or fails. Only <c>auto</c> leaves the choice: a GPU that is full, lost, or cannot do the scene is passed over then, and a note says so.
    /// </summary>
    /// <param name="setup">What is simulated; becomes what really is.</param>
    /// <param name="create">Makes simulators.</param>
    /// <param name="note">Receives why the processor is taken.</param>
    /// <exception cref="DeviceException">The device that was asked for by name is missing, full or lost.</exception>
    /// <exception cref="SimulationSetupException">The scene cannot be simulated, there.</exception>
    public static ISimulator Start(ref SimulationSetup setup, Func<SimulationSetup, ISimulator> create, Action<string> note)
    {
        if (setup.Backend != SimulationBackend.Device || setup.Device.Kind is not null) return create(setup);
        try
        {
            return create(setup);
        }
        catch (Exception exception) when (exception is DeviceException or SimulationSetupException)
        {
            setup = setup with { Backend = SimulationBackend.Automatic, Device = DeviceChoice.Cpu };
            ISimulator simulator = create(setup);
            note($"device auto: the processor simulates, because of this: {exception.Message}");
            return simulator;
        }
    }
}
