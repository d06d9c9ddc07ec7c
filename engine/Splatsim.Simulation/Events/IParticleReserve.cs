namespace Splatsim.Simulation;

/// <summary>An event whose particles are part of the setup's particles and not active until it emits them.</summary>
public interface IParticleReserve : IParticleEvent
{
    /// <summary>The first of its particles.</summary>
    int FirstParticle { get; }

    /// <summary>Number of its particles.</summary>
    int ParticleCount { get; }
}
