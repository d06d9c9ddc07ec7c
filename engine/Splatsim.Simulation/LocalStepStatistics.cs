namespace Splatsim.Simulation;

/// <summary>What local steps saved.</summary>
/// <param name="ParticleSubsteps">Steps of single particles since the start.</param>
/// <param name="UniformParticleSubsteps">What they would have been had every particle taken every substep of the stiffest material.</param>
/// <param name="Levels">The last frame: substeps per step and particles that stepped so, by rising period.</param>
public sealed record LocalStepStatistics(
    long ParticleSubsteps, long UniformParticleSubsteps, IReadOnlyList<LocalStepLevel> Levels)
{
    /// <summary>Before the first substep.</summary>
    public static LocalStepStatistics None { get; } = new(0, 0, []);

    /// <summary>Share of the particles' substeps that was saved, 0 to 1.</summary>
    public double Saved => UniformParticleSubsteps > 0 ? 1 - (double)ParticleSubsteps / UniformParticleSubsteps : 0;

    /// <summary>For people: the share and the levels.</summary>
    public override string ToString() => FormattableString.Invariant($"{100 * Saved:f1} % of {(double)UniformParticleSubsteps:g4} particle substeps saved")
        + string.Concat(Levels.Select(l => FormattableString.Invariant($"; {l.Particles} particles every {l.Period}")));
}
