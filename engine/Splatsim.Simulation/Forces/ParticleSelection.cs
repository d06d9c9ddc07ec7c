namespace Splatsim.Simulation;

/// <summary>A group of particles: those of a range of indices that lie in a region when they are first asked for.</summary>
/// <param name="Region">Where they lie.</param>
public sealed record ParticleSelection(ParticleRegion Region)
{
    /// <summary>All particles.</summary>
    public static ParticleSelection Everything { get; } = new(ParticleRegion.Everything);

    /// <summary>The first index.</summary>
    public int First { get; init; }

    /// <summary>Number of indices; null takes all from the first.</summary>
    public int? Count { get; init; }

    /// <summary>Indices of the particles, rising.</summary>
    /// <param name="particles">The particles.</param>
    public int[] Select(IParticleAccess particles)
    {
        int end = (int)Math.Min(particles.ParticleCount, First + (long)(Count ?? int.MaxValue));
        bool everywhere = Region == ParticleRegion.Everything;
        List<int> selected = [];
        for (int p = Math.Max(First, 0); p < end; p++)
            if (everywhere || Region.Contains(particles.PositionOf(p))) selected.Add(p);
        return [.. selected];
    }
}
