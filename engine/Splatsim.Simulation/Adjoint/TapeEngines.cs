using Splatsim.Compute;
using Splatsim.Mathematics;
using Splatsim.Simulation.Fast;
using Splatsim.Simulation.Kernels;

namespace Splatsim.Simulation;

/// <summary>Makes the engine of a tape: one per back end.</summary>
internal static class TapeEngines
{
    /// <summary>
    /// The engine of the back end that a setup names. Where it leaves the choice: in single precision the fast one; in double, or where the
    /// precision is left too, the reference one in double.
    /// </summary>
    /// <exception cref="NotDifferentiableException">The back end has no adjoint of something in the setup.</exception>
    /// <exception cref="DeviceException">The device that was asked for is missing or full.</exception>
    /// <exception cref="SimulationSetupException">The setup cannot be simulated.</exception>
    public static ITapeEngine Create(SimulationSetup setup) => setup.Backend switch
    {
        SimulationBackend.Fast => FastTapes.Create(setup),
        SimulationBackend.Device => Device(setup),
        SimulationBackend.Automatic when setup.Precision == SimulationPrecision.Single =>
            FastTapes.Create(setup with { Backend = SimulationBackend.Fast }),
        _ => Reference(setup with { Backend = SimulationBackend.Reference }),
    };

    // As simulators do, a device that is chosen automatically is the processor where there is no GPU.
    private static ITapeEngine Device(SimulationSetup setup)
    {
        DeviceInfo info = ComputeDevices.Resolve(setup.Device);
        if (info.Kind != DeviceKind.Cpu) return DeviceTapeEngine.Create(setup, info);
        return Create(setup with { Backend = SimulationBackend.Automatic, Precision = SimulationPrecision.Single });
    }

    private static ITapeEngine Reference(SimulationSetup setup) =>
        setup.Precision == SimulationPrecision.Single ? new ReferenceTapeEngine<Real32>(setup) : new ReferenceTapeEngine<Real64>(setup);
}
