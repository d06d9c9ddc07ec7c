using Splatsim.Compute;

namespace Splatsim.Simulation.Kernels;

/// <summary>Makes simulators that run on a device.</summary>
internal static class DeviceBackend
{
    /// <summary>Opens the device that the setup asks for; <c>auto</c> takes the fast back end where there is no GPU.</summary>
    /// <exception cref="DeviceException">There is no such device, or it has no room.</exception>
    /// <exception cref="SimulationSetupException">A property of the setup cannot be simulated.</exception>
    public static ISimulator Create(SimulationSetup setup)
    {
        ComputeDevice? device = ComputeDevice.OpenUnlessCpu(setup.Device);
        if (device is null) return Fast.FastBackend.Create(setup with { Backend = SimulationBackend.Fast });
        try
        {
            return new DeviceSimulator(setup, device, ownsDevice: true, new() { IsDeterministic = setup.Deterministic });
        }
        catch
        {
            device.Dispose();
            throw;
        }
    }
}
