namespace Splatsim.Simulation.Fast;

/// <summary>A hash table with open addressing, for domains much larger than what is in them.</summary>
internal sealed class HashedBlockDirectory : BlockDirectory
{
    private long[] places = new long[1024];
    private int[] numbers = new int[1024];
    private int count;

    public HashedBlockDirectory() => Array.Fill(numbers, -1);

    /// <inheritdoc/>
    public override bool IsDense => false;

    /// <inheritdoc/>
    public override long Bytes => places.Length * (long)(sizeof(long) + sizeof(int));

    /// <inheritdoc/>
    public override int Find(long place)
    {
        int slot = Slot(place);
        return numbers[slot];
    }

    /// <inheritdoc/>
    public override bool Set(long place, int number)
    {
        if (2 * count >= places.Length) Grow();
        int slot = Slot(place);
        bool added = numbers[slot] < 0;
        if (added) count++;
        (places[slot], numbers[slot]) = (place, number);
        return added;
    }

    /// <inheritdoc/>
    public override void Clear()
    {
        count = 0;
        Array.Fill(numbers, -1);
    }

    // Where the place is, or the free slot where it belongs. Never full, so the walk ends.
    private int Slot(long place)
    {
        int mask = places.Length - 1;
        // Fibonacci hashing; the high half is well mixed.
        int slot = (int)(((ulong)place * 0x9E3779B97F4A7C15UL) >> 32) & mask;
        while (numbers[slot] >= 0 && places[slot] != place) slot = (slot + 1) & mask;
        return slot;
    }

    private void Grow()
    {
        (long[] oldPlaces, int[] oldNumbers) = (places, numbers);
        places = new long[2 * oldPlaces.Length];
        numbers = new int[places.Length];
        Array.Fill(numbers, -1);
        for (int i = 0; i < oldPlaces.Length; i++)
        {
            if (oldNumbers[i] < 0) continue;
            int slot = Slot(oldPlaces[i]);
            (places[slot], numbers[slot]) = (oldPlaces[i], oldNumbers[i]);
        }
    }
}
