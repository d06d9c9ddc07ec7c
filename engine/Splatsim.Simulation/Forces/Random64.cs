using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>Random numbers that are the same on every machine and runtime.</summary>
/// <remarks>SplitMix64: Steele, Lea and Flood 2014, "Fast splittable pseudorandom number generators".</remarks>
internal struct Random64(ulong seed)
{
    private ulong state = seed;

    /// <summary>A number from 0 to below 1.</summary>
    public double Next()
    {
        state += 0x9E3779B97F4A7C15;
        ulong z = state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return ((z ^ (z >> 31)) >> 11) * (1.0 / (1L << 53));
    }

    /// <summary>A unit vector, all directions alike.</summary>
    public Vector3<Real64> Direction()
    {
        double z = 2 * Next() - 1, angle = 2 * Math.PI * Next(), r = Math.Sqrt(Math.Max(0, 1 - z * z));
        return new(r * Math.Cos(angle), r * Math.Sin(angle), z);
    }
}
