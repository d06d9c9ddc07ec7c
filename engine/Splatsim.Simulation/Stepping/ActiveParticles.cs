namespace Splatsim.Simulation;

/// <summary>Which particles take part: all, but for those that are not emitted yet or were removed.</summary>
internal sealed class ActiveParticles
{
    private readonly bool[] inactive;
    private bool[] saved = [];
    private int savedCount;

    public ActiveParticles(SimulationSetup setup)
    {
        inactive = new bool[setup.Particles.Count];
        Count = inactive.Length;
        foreach (IParticleReserve reserve in setup.Events.OfType<IParticleReserve>())
        {
            if (reserve.FirstParticle < 0 || reserve.FirstParticle + (long)reserve.ParticleCount > inactive.Length)
            {
                throw new SimulationSetupException(
                    "Events", $"an emitter has the particles from {reserve.FirstParticle} on, {reserve.ParticleCount} in all",
                    $"use the set that it was added to; this one has {inactive.Length}");
            }

            for (int p = reserve.FirstParticle; p < reserve.FirstParticle + reserve.ParticleCount; p++) Set(p, false);
        }
    }

    /// <summary>Number of particles that take part.</summary>
    public int Count { get; private set; }

    public bool this[int particle] => !inactive[particle];

    public void Set(int particle, bool active)
    {
        if (inactive[particle] != active) return;
        inactive[particle] = !active;
        Count += active ? 1 : -1;
    }

    /// <summary>Keeps the present state for <see cref="Undo"/>.</summary>
    public void Mark()
    {
        savedCount = Count;
        if (Count == inactive.Length) return;
        if (saved.Length == 0) saved = new bool[inactive.Length];
        inactive.CopyTo(saved, 0);
    }

    /// <summary>Goes back to the last mark.</summary>
    public void Undo()
    {
        if (savedCount == inactive.Length) Array.Clear(inactive);
        else saved.CopyTo(inactive, 0);
        Count = savedCount;
    }

    /// <summary>The indices of the inactive particles, rising: what a restart needs.</summary>
    public ActionState Save() => new([.. Enumerable.Range(0, inactive.Length).Where(p => inactive[p]).Select(p => (long)p)], []);

    /// <summary>Goes back to what <see cref="Save"/> returned.</summary>
    public void Restore(ActionState state)
    {
        Array.Clear(inactive);
        foreach (long p in state.Integers) inactive[p] = true;
        Count = inactive.Length - state.Integers.Length;
    }
}
