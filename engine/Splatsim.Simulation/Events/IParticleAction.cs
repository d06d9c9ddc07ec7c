namespace Splatsim.Simulation;

/// <summary>The run of one event in one simulator: what it remembers between substeps.</summary>
public interface IParticleAction
{
    /// <summary>Acts before the particles are transferred to the grid.</summary>
    /// <param name="moment">The substep.</param>
    /// <param name="particles">The simulator's particles.</param>
    /// <param name="work">Receives what has to be done on the grid, such as nodes whose velocity is imposed.</param>
    void BeforeSubstep(in SubstepMoment moment, IParticleAccess particles, SubstepWork work);

    /// <summary>What must be kept to repeat a frame from its start, also in another process.</summary>
    ActionState Save();

    /// <summary>Goes back to what <see cref="Save"/> returned.</summary>
    /// <param name="saved">A value from <see cref="Save"/>.</param>
    void Restore(ActionState saved);
}
