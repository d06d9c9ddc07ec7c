namespace Splatsim.Simulation;

/// <summary>Which implementation of the same physics advances the particles.</summary>
public enum SimulationBackend
{
    /// <summary>The fast one, unless double precision is asked for; the simulator's description says which.</summary>
    Automatic,

    /// <summary>Scalar, single-threaded, written for clarity: the definition that everything else is compared with.</summary>
    Reference,

    /// <summary>SIMD over packets of particles, on all cores.</summary>
    Fast,

    /// <summary>A GPU, or another device of <see cref="SimulationSetup.Device"/>.</summary>
    Device,
}
