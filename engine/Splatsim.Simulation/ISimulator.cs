namespace Splatsim.Simulation;

/// <summary>A running simulation. Not safe for use from several threads at once.</summary>
public interface ISimulator : IDisposable
{
    /// <summary>Which back end, number format and grid were chosen, for people.</summary>
    string Description { get; }

    /// <summary>The grid.</summary>
    GridDomain Domain { get; }

    /// <summary>Simulated time [s].</summary>
    double Time { get; }

    /// <summary>Substeps done since the start.</summary>
    long SubstepCount { get; }

    /// <summary>Number of particles.</summary>
    int ParticleCount { get; }

    /// <summary>Number of particles that take part: emitted and not removed.</summary>
    int ActiveCount { get; }

    /// <summary>False for particles that are not emitted yet or were removed.</summary>
    /// <param name="particle">Index in the user's order.</param>
    bool IsActive(int particle);

    /// <summary>Rises whenever a cut has parted particles from each other.</summary>
    int PartingCount => 0;

    /// <summary>Whether a cut without a kerf has come between two particles: neither moves with the other any more.</summary>
    /// <param name="particle">Index in the user's order.</param>
    /// <param name="other">Index in the user's order.</param>
    bool AreParted(int particle, int other) => false;

    /// <summary>Length of the last substep [s]; before the first one, the length that a long frame would use.</summary>
    double TimeStep { get; }

    /// <summary>How the time so far was cut into substeps, and what by.</summary>
    SubstepStatistics Substeps { get; }

    /// <summary>The tracers as they are now: a copy that is refreshed when read after time has passed. Empty without tracers.</summary>
    TracerSet Tracers { get; }

    /// <summary>The free rigid colliders as they are now, in the setup's order.</summary>
    IReadOnlyList<RigidState> Bodies => [];

    /// <summary>Advances by one frame of equal substeps.</summary>
    /// <param name="duration">Length of the frame [s], positive.</param>
    /// <param name="progress">Told after every substep.</param>
    /// <param name="cancellation">Looked at between substeps; the state then is that after the last whole substep.</param>
    /// <exception cref="SimulationException">
    /// Something broke, with particle, time, position and remedy. The state is again the one from before this frame.
    /// </exception>
    /// <exception cref="OperationCanceledException">Cancelled between substeps.</exception>
    void Advance(double duration, IProgress<SubstepProgress>? progress = null, CancellationToken cancellation = default);

    /// <summary>Writes the present state, in the order that the particles were given in.</summary>
    /// <param name="target">A set of the same count; its history is allocated when missing.</param>
    /// <exception cref="ArgumentException">The counts differ.</exception>
    void CopyTo(ParticleSet target);

    /// <summary>Writes everything that the next frames depend on, between two frames; the simulation goes on as if nothing had happened.</summary>
    /// <param name="target">Receives sections and properties; not committed here.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    void Save(StateWriter target);

    /// <summary>
    /// Goes to a saved state, from which the same frames follow to the last bit, whatever the number of workers.
    /// </summary>
    /// <param name="source">What <see cref="Save"/> of a simulator of the same setup and back end wrote.</param>
    /// <exception cref="RestartException">It is damaged or of another simulation; then this simulator can only be disposed of.</exception>
    void Restore(StateReader source);

    /// <summary>Sums over the particles of the present state.</summary>
    SimulationStatistics Statistics();
}
