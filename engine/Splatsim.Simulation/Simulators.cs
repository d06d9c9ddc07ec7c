using Splatsim.Mathematics;
using Splatsim.Simulation.Fast;

namespace Splatsim.Simulation;

/// <summary>Makes simulators.</summary>
public static class Simulators
{
    /// <summary>Starts a simulation.</summary>
    /// <param name="setup">What to simulate; copied, so that it may be used again.</param>
    /// <exception cref="SimulationSetupException">A property of the setup cannot be simulated.</exception>
    /// <exception cref="ParticleLeftDomainException">A particle starts outside the grid.</exception>
    public static ISimulator Create(SimulationSetup setup) =>
        setup.Backend != SimulationBackend.Reference ? FastBackend.Create(setup)
            : setup.Precision == SimulationPrecision.Single ? new ReferenceSimulator<Real32>(setup)
            : new ReferenceSimulator<Real64>(setup);
}
