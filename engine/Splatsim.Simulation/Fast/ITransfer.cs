namespace Splatsim.Simulation.Fast;

/// <summary>The part of a substep that works particle by particle: sums onto and from the 27 nodes around each.</summary>
internal unsafe interface ITransfer
{
    /// <summary>Turns rows into records (see <see cref="GroupScratch"/>).</summary>
    /// <param name="scratch">Rows in, records out.</param>
    /// <param name="state">Packets of the group; the mass row is read.</param>
    /// <param name="packets">Packets of the group.</param>
    static abstract void Pack(GroupScratch scratch, float* state, int packets);

    /// <summary>Adds the particles' mass and momentum to the nodes.</summary>
    static abstract void Scatter(GroupScratch scratch, int count, float* arena);

    /// <summary>Sums velocities and their first moments over the nodes.</summary>
    static abstract void Gather(GroupScratch scratch, int count);

    /// <summary>Turns the gathered records into rows: v into the state's rows, moments into C's.</summary>
    static abstract void Unpack(GroupScratch scratch, float* state, float* affine, int packets);
}
