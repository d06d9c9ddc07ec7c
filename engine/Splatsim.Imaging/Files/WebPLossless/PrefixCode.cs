namespace Splatsim.Imaging;

/// <summary>A canonical Huffman code of limited length, as VP8L writes it.</summary>
/// <remarks>RFC 9649, section 3.7.2.1.</remarks>
internal sealed class PrefixCode
{
    private const int LongestCode = 15;
    private const int LongestLengthCode = 7;
    private const int RepeatLast = 16;
    private const int FewZeros = 17;
    private const int ManyZeros = 18;

    // The order in which lengths of the lengths' own code are stored.
    private static readonly int[] lengthOrder = [17, 18, 0, 1, 2, 3, 4, 5, 16, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15];

    private readonly int[] lengths;
    private readonly int[] codes;
    private readonly int usedCount;

    /// <summary>Makes the code for symbols that occur so often.</summary>
    internal PrefixCode(int[] counts)
        : this(counts, LongestCode)
    {
    }

    private PrefixCode(int[] counts, int longest)
    {
        usedCount = counts.Count(count => count > 0);
        lengths = Lengths(counts, longest);
        codes = Canonical(lengths);
    }

    /// <summary>Writes a symbol. A code of one symbol takes no bits.</summary>
    internal void Put(BitWriter bits, int symbol)
    {
        if (usedCount > 1) bits.Write(codes[symbol], lengths[symbol]);
    }

    /// <summary>Writes the code itself.</summary>
    internal void WriteTo(BitWriter bits)
    {
        int only = Math.Max(0, Array.FindIndex(lengths, length => length > 0));
        if (usedCount <= 1 && only < 256)
        {
            // Simple code, one symbol, 8 bits.
            bits.Write(1, 1);
            bits.Write(0, 1);
            bits.Write(1, 1);
            bits.Write(only, 8);
            return;
        }

        bits.Write(0, 1);
        List<(int Symbol, int Extra, int ExtraBits)> tokens = RunLengths();
        int[] counts = new int[lengthOrder.Length];
        foreach ((int symbol, _, _) in tokens) counts[symbol]++;
        PrefixCode lengthCode = new(counts, LongestLengthCode);
        int stored = lengthOrder.Length;
        while (stored > 4 && lengthCode.lengths[lengthOrder[stored - 1]] == 0) stored--;
        bits.Write(stored - 4, 4);
        for (int index = 0; index < stored; index++) bits.Write(lengthCode.lengths[lengthOrder[index]], 3);
        // No upper bound on the symbols: lengths for the whole alphabet follow.
        bits.Write(0, 1);
        foreach ((int symbol, int extra, int extraBits) in tokens)
        {
            lengthCode.Put(bits, symbol);
            bits.Write(extra, extraBits);
        }
    }

    private List<(int Symbol, int Extra, int ExtraBits)> RunLengths()
    {
        List<(int, int, int)> tokens = [];
        for (int index = 0; index < lengths.Length;)
        {
            int length = lengths[index];
            int run = 1;
            while (index + run < lengths.Length && lengths[index + run] == length) run++;
            index += run;
            if (length == 0)
            {
                for (; run >= 11; run -= Math.Min(run, 138)) tokens.Add((ManyZeros, Math.Min(run, 138) - 11, 7));
                if (run >= 3) tokens.Add((FewZeros, run - 3, 3));
                else tokens.AddRange(Enumerable.Repeat((0, 0, 0), run));
                continue;
            }

            tokens.Add((length, 0, 0));
            for (run--; run >= 3; run -= Math.Min(run, 6)) tokens.Add((RepeatLast, Math.Min(run, 6) - 3, 2));
            tokens.AddRange(Enumerable.Repeat((length, 0, 0), run));
        }

        return tokens;
    }

    /// <summary>Huffman lengths; where they come out too long, counts are halved until they fit.</summary>
    private static int[] Lengths(int[] counts, int longest)
    {
        int[] scaled = (int[])counts.Clone();
        while (true)
        {
            int[] lengths = HuffmanLengths(scaled);
            if (lengths.Max() <= longest) return lengths;
            for (int symbol = 0; symbol < scaled.Length; symbol++) scaled[symbol] = (scaled[symbol] + 1) / 2;
        }
    }

    private static int[] HuffmanLengths(int[] counts)
    {
        int[] lengths = new int[counts.Length];
        PriorityQueue<int, (long Count, int Node)> queue = new();
        List<int> parents = [.. Enumerable.Repeat(-1, counts.Length)];
        for (int symbol = 0; symbol < counts.Length; symbol++)
        {
            if (counts[symbol] > 0) queue.Enqueue(symbol, (counts[symbol], symbol));
        }

        if (queue.Count == 1) lengths[queue.Peek()] = 1;
        while (queue.Count > 1)
        {
            queue.TryDequeue(out int first, out (long Count, int Node) firstKey);
            queue.TryDequeue(out int second, out (long Count, int Node) secondKey);
            int node = parents.Count;
            parents.Add(-1);
            parents[first] = node;
            parents[second] = node;
            queue.Enqueue(node, (firstKey.Count + secondKey.Count, node));
        }

        for (int symbol = 0; symbol < counts.Length; symbol++)
        {
            for (int node = symbol; parents[node] >= 0; node = parents[node]) lengths[symbol]++;
        }

        return lengths;
    }

    /// <summary>
    /// Codes in order of length, then symbol, with their bits reversed because bits are sent lowest first.
    /// </summary>
    private static int[] Canonical(int[] lengths)
    {
        int[] codes = new int[lengths.Length];
        int next = 0;
        for (int length = 1; length <= LongestCode; length++)
        {
            for (int symbol = 0; symbol < lengths.Length; symbol++)
            {
                if (lengths[symbol] != length) continue;
                for (int bit = 0; bit < length; bit++) codes[symbol] |= (next >> bit & 1) << (length - 1 - bit);
                next++;
            }

            next <<= 1;
        }

        return codes;
    }
}
