namespace Splatsim.Simulation;

/// <summary>Hashes of branches.</summary>
internal static class BranchHash
{
    /// <summary>Spreads a value over all bits: the finalizer of splitmix64 (Steele, Lea, Flood 2014), so that sums of entries tell which they are.</summary>
    /// <param name="seed">What was mixed before.</param>
    /// <param name="value">What is added to it.</param>
    public static ulong Mix(ulong seed, ulong value)
    {
        ulong z = seed ^ value;
        z = (z + 0x9E3779B97F4A7C15) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
