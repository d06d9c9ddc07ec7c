using Splatsim.Mathematics;

namespace Splatsim.Compute;

/// <summary>
/// Stable least-significant-digit radix sort of 32-bit keys with 32-bit payloads, 11 bits a pass. Passes whose digit
/// is the same everywhere are skipped. Buffers are kept between calls.
/// </summary>
/// <remarks>Each worker counts and scatters a contiguous part, so the order does not depend on their number.</remarks>
public sealed class RadixSort
{
    private const int DigitBits = 11;
    private const int Buckets = 1 << DigitBits;

    // Below this many keys per worker the hand-over costs more than the pass.
    private const int KeysPerPart = 1 << 15;

    private AlignedArray<uint> keyScratch = new(0);
    private AlignedArray<uint> payloadScratch = new(0);
    private int[] counts = [];
    private readonly Pass pass = new();
    private readonly Action<int, int> count;
    private readonly Action<int, int> scatter;

    /// <summary>A sorter with empty buffers.</summary>
    public RadixSort()
    {
        count = (part, _) => Count(part);
        scatter = (part, _) => Scatter(part);
    }

    /// <summary>Sorts keys ascending, payloads with them; equal keys keep their order.</summary>
    /// <param name="keys">Keys; sorted in place.</param>
    /// <param name="payloads">One payload per key; reordered in place.</param>
    /// <param name="length">Number of leading elements to sort.</param>
    /// <param name="pool">Workers.</param>
    public unsafe void Sort(AlignedArray<uint> keys, AlignedArray<uint> payloads, int length, WorkerPool pool)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, Math.Min(keys.Length, payloads.Length));
        if (keyScratch.Length < length)
        {
            keyScratch = AlignedArray<uint>.Uninitialized(length + length / 4);
            payloadScratch = AlignedArray<uint>.Uninitialized(length + length / 4);
        }

        Sort(keys.Pointer, payloads.Pointer, keyScratch.Pointer, payloadScratch.Pointer, length, pool);
        GC.KeepAlive(keys);
        GC.KeepAlive(payloads);
    }

    /// <summary>The same on the caller's memory, so that nothing is kept here. All four blocks hold the length and stay apart.</summary>
    /// <param name="keys">Keys; sorted in place.</param>
    /// <param name="payloads">One payload per key; reordered in place.</param>
    /// <param name="keyCopy">Scratch.</param>
    /// <param name="payloadCopy">Scratch.</param>
    /// <param name="length">Number of elements.</param>
    /// <param name="pool">Workers.</param>
    public unsafe void Sort(uint* keys, uint* payloads, uint* keyCopy, uint* payloadCopy, int length, WorkerPool pool)
    {
        if (length < 2) return;
        int parts = Math.Clamp(length / KeysPerPart, 1, pool.WorkerCount);
        if (counts.Length < parts * Buckets) counts = new int[parts * Buckets];
        pass.Keys = keys;
        pass.Payloads = payloads;
        pass.KeysOut = keyCopy;
        pass.PayloadsOut = payloadCopy;
        (pass.Length, pass.Parts) = (length, parts);
        bool swapped = false;
        for (int shift = 0; shift < 32; shift += DigitBits)
        {
            pass.Shift = shift;
            pool.Run(parts, count);
            if (!Accumulate()) continue;
            pool.Run(parts, scatter);
            pass.Exchange();
            swapped = !swapped;
        }

        if (!swapped) return;
        new Span<uint>(keyCopy, length).CopyTo(new Span<uint>(keys, length));
        new Span<uint>(payloadCopy, length).CopyTo(new Span<uint>(payloads, length));
    }

    private unsafe void Count(int part)
    {
        Span<int> histogram = counts.AsSpan(part * Buckets, Buckets);
        histogram.Clear();
        (int start, int end) = pass.Range(part);
        uint* keys = pass.Keys;
        int shift = pass.Shift;
        fixed (int* h = histogram)
            for (int i = start; i < end; i++) h[(keys[i] >> shift) & (Buckets - 1)]++;
    }

    // Turns counts into start positions, digit by digit and within a digit part by part. False when one digit holds all.
    private bool Accumulate()
    {
        int sum = 0;
        for (int digit = 0; digit < Buckets; digit++)
        {
            int before = sum;
            for (int part = 0; part < pass.Parts; part++)
            {
                ref int slot = ref counts[part * Buckets + digit];
                (slot, sum) = (sum, sum + slot);
            }

            if (sum - before == pass.Length) return false;
        }

        return true;
    }

    private unsafe void Scatter(int part)
    {
        (int start, int end) = pass.Range(part);
        uint* keys = pass.Keys, payloads = pass.Payloads;
        uint* keysOut = pass.KeysOut, payloadsOut = pass.PayloadsOut;
        int shift = pass.Shift;
        fixed (int* next = counts.AsSpan(part * Buckets, Buckets))
        {
            for (int i = start; i < end; i++)
            {
                uint key = keys[i];
                int target = next[(key >> shift) & (Buckets - 1)]++;
                keysOut[target] = key;
                payloadsOut[target] = payloads[i];
            }
        }
    }

    private sealed unsafe class Pass
    {
        public uint* Keys;
        public uint* Payloads;
        public uint* KeysOut;
        public uint* PayloadsOut;
        public int Length;
        public int Parts;
        public int Shift;

        public void Exchange()
        {
            uint* keys = Keys, payloads = Payloads;
            Keys = KeysOut;
            Payloads = PayloadsOut;
            KeysOut = keys;
            PayloadsOut = payloads;
        }

        public (int Start, int End) Range(int part) =>
            ((int)((long)Length * part / Parts), (int)((long)Length * (part + 1) / Parts));
    }
}
