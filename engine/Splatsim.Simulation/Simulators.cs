using Splatsim.Compute;
using Splatsim.Mathematics;
using Splatsim.Simulation.Fast;

namespace Splatsim.Simulation;

/// <summary>Makes simulators.</summary>
public static class Simulators
{
    /// <summary>
    /// Starts a simulation. Automatic takes the fast back end unless double precision is asked for; the simulator's
    /// description says what was chosen.
    /// </summary>
    /// <param name="setup">What to simulate; copied, so that it may be used again.</param>
    /// <exception cref="SimulationSetupException">A property of the setup cannot be simulated.</exception>
    /// <exception cref="DeviceException">The device that was asked for is missing, full or lost.</exception>
    /// <exception cref="ParticleLeftDomainException">A particle starts outside the grid.</exception>
    public static ISimulator Create(SimulationSetup setup)
    {
        bool isReference = setup.Backend == SimulationBackend.Reference
            || (setup.Backend == SimulationBackend.Automatic && setup.Precision == SimulationPrecision.Double);
        if (setup.Backend == SimulationBackend.Device) return Kernels.DeviceBackend.Create(setup);
        if (!isReference) return FastBackend.Create(setup);
        return setup.Precision == SimulationPrecision.Single
            ? new ReferenceSimulator<Real32>(setup)
            : new ReferenceSimulator<Real64>(setup);
    }
}
