namespace Splatsim.Simulation;

/// <summary>Something that happens to particles while time passes. Pure data: one event may serve many simulators.</summary>
public interface IParticleEvent
{
    /// <summary>Largest speed that the event imposes, for the choice of the time step [m/s].</summary>
    double MaximumSpeed { get; }

    /// <summary>Starts one simulator's own run of the event.</summary>
    IParticleAction Begin();
}
