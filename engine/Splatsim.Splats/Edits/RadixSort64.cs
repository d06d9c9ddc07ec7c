namespace Splatsim.Splats;

/// <summary>Stable least-significant-digit radix sort of 64-bit keys with a payload, on one thread.</summary>
internal static class RadixSort64
{
    private const int DigitBits = 11;

    /// <summary>Sorts both arrays by ascending key; equal keys keep their order.</summary>
    /// <param name="keys">Keys.</param>
    /// <param name="payload">Payload, as long as the keys.</param>
    /// <param name="bits">Number of low bits that keys use.</param>
    internal static void Sort(ulong[] keys, int[] payload, int bits)
    {
        int length = keys.Length, passes = (bits + DigitBits - 1) / DigitBits;
        int[][] counts = new int[passes][];
        for (int pass = 0; pass < passes; pass++) counts[pass] = new int[1 << DigitBits];
        foreach (ulong key in keys)
            for (int pass = 0; pass < passes; pass++) counts[pass][Digit(key, pass)]++;
        ulong[] sourceKeys = keys, targetKeys = new ulong[length];
        int[] source = payload, target = new int[length];
        for (int pass = 0; pass < passes; pass++)
        {
            int[] count = counts[pass];
            // A digit that all keys share moves nothing.
            if (count[Digit(sourceKeys[0], pass)] == length) continue;
            int sum = 0;
            for (int digit = 0; digit < count.Length; digit++)
            {
                int own = count[digit];
                count[digit] = sum;
                sum += own;
            }

            for (int i = 0; i < length; i++)
            {
                int place = count[Digit(sourceKeys[i], pass)]++;
                targetKeys[place] = sourceKeys[i];
                target[place] = source[i];
            }

            (sourceKeys, targetKeys) = (targetKeys, sourceKeys);
            (source, target) = (target, source);
        }

        if (source == payload) return;
        source.CopyTo(payload, 0);
        sourceKeys.CopyTo(keys, 0);
    }

    private static int Digit(ulong key, int pass) => (int)(key >> (pass * DigitBits)) & ((1 << DigitBits) - 1);
}
