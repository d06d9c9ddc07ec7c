namespace Splatsim.Simulation;

/// <summary>One number per particle, in the user's order, that a force at the particles is scaled with.</summary>
/// <param name="count">Number of particles.</param>
public sealed class ParticleWeights(int count)
{
    /// <summary>The numbers, shape [count]; their meaning is the force's.</summary>
    public float[] Values { get; } = new float[count];

    /// <summary>Rises with every change, so that copies on a device know when they are out of date.</summary>
    public int Version { get; private set; }

    /// <summary>Announces that the values have changed.</summary>
    public void Changed() => Version++;
}
