using Splatsim.Mathematics;
using Splatsim.Simulation.Fast;

namespace Splatsim.Simulation;

/// <summary>Makes the engine of a tape: one per back end that has an adjoint.</summary>
internal static class TapeEngines
{
    /// <summary>
    /// The engine of the back end that a setup names. Where it leaves the choice: in single precision the fast one if it can reverse all of
    /// the setup, else the reference one; in double, or where the precision is left too, the reference one in double.
    /// </summary>
    /// <exception cref="NotDifferentiableException">The back end has no adjoint, or none of something in the setup.</exception>
    /// <exception cref="SimulationSetupException">The setup cannot be simulated.</exception>
    public static ITapeEngine Create(SimulationSetup setup) => setup.Backend switch
    {
        SimulationBackend.Fast => FastTapes.Create(setup),
        SimulationBackend.Device => throw new NotDifferentiableException(
            $"Backend = {setup.Backend}", "it has no adjoint", "ask for the fast or the reference back end, or automatic"),
        SimulationBackend.Automatic when setup.Precision == SimulationPrecision.Single && FastTapes.Refusal(setup) is null =>
            FastTapes.Create(setup with { Backend = SimulationBackend.Fast }),
        _ => Reference(setup with { Backend = SimulationBackend.Reference }),
    };

    private static ITapeEngine Reference(SimulationSetup setup) =>
        setup.Precision == SimulationPrecision.Single ? new ReferenceTapeEngine<Real32>(setup) : new ReferenceTapeEngine<Real64>(setup);
}
