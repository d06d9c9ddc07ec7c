namespace Splatsim.Simulation;

/// <summary>A drain: particles that are found in a shape are removed, with their mass and momentum.</summary>
/// <param name="Shape">Where matter vanishes.</param>
/// <param name="Window">When.</param>
public sealed record SinkEvent(ParticleShape Shape, TimeWindow Window) : IParticleEvent
{
    /// <summary>
    /// Least time between two looks [s]; 0 looks before every substep, which costs a pass over all particles. Matter must not cross
    /// the shape in between.
    /// </summary>
    public double Period
    {
        get;
        init => field = ForceChecks.Period("Sink.Period", value);
    }

    /// <inheritdoc/>
    public double MaximumSpeed => 0;

    /// <inheritdoc/>
    public IParticleAction Begin() => new PeriodicAction(Window, Period, (particles, _) =>
    {
        foreach (int p in Shape.Select(particles)) particles.Deactivate(p);
    });
}
