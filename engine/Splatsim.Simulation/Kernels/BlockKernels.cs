using ILGPU;

namespace Splatsim.Simulation.Kernels;

/// <summary>
/// Lists the blocks around matter where a table of all blocks of the domain would be too large, or has no end: the blocks of particles without
/// repeats, those around them without repeats, sorted, and entered into the hash table of <see cref="GridViews.Directory"/>. A table's entries
/// are indices into a list of places, -1 where there is none; it has at least twice as many entries as places.
/// </summary>
internal static class BlockKernels
{
    /// <summary>Blocks of a neighbourhood.</summary>
    public const int Around = 27;

    /// <summary>Enters the blocks of moving matter.</summary>
    /// <param name="index">Particle; one more than there are, which is 0.</param>
    /// <param name="particles">The particles, each in the frame of the block that it is in.</param>
    /// <param name="lawOfRow">Law by row of parameters.</param>
    /// <param name="movingLaws">Laws before this one move.</param>
    /// <param name="table">The table.</param>
    /// <param name="mask">Its entries less one.</param>
    /// <param name="isFirst">Takes 1 where a particle has entered its block.</param>
    public static void EnterParticles(
        Index1D index, ParticleViews particles, ArrayView<int> lawOfRow, int movingLaws, ArrayView<int> table, int mask, ArrayView<int> isFirst)
    {
        int i = index.X, entered = 0;
        if (i < particles.Count)
        {
            int row = particles.Row[i];
            if (lawOfRow[row < 0 ? ~row : row] < movingLaws) entered = Enter(table, mask, particles.Place, i);
        }

        isFirst[i] = entered;
    }

    /// <summary>Enters places.</summary>
    /// <param name="index">Which; one more than there are, which is 0.</param>
    /// <param name="places">The places.</param>
    /// <param name="count">How many.</param>
    /// <param name="table">The table.</param>
    /// <param name="mask">Its entries less one.</param>
    /// <param name="isFirst">Takes 1 for one of each that are equal.</param>
    public static void EnterPlaces(Index1D index, ArrayView<long> places, int count, ArrayView<int> table, int mask, ArrayView<int> isFirst) =>
        isFirst[index] = index.X < count ? Enter(table, mask, places, index.X) : 0;

    /// <summary>Lists the places that have entered.</summary>
    public static void List(Index1D index, ArrayView<long> places, ArrayView<int> before, ArrayView<long> listed)
    {
        int at = before[index];
        if (before[index.X + 1] != at) listed[at] = places[index];
    }

    /// <summary>The blocks around each block, itself in the place of those outside the domain.</summary>
    public static void Surround(Index1D index, ArrayView<long> occupied, GridViews grid, ArrayView<long> around)
    {
        long place = occupied[index.X / Around];
        int n = index.X % Around;
        int x = BlockPlace.X(place) + n / 9 - 1, y = BlockPlace.Y(place) + n / 3 % 3 - 1, z = BlockPlace.Z(place) + n % 3 - 1;
        around[index] = grid.HasBlock(x, y, z) ? BlockPlace.Of(x, y, z) : place;
    }

    /// <summary>Keys of the lower half of places, in their order.</summary>
    public static void LowerKeys(Index1D index, ArrayView<long> places, ArrayView<uint> keys, ArrayView<int> order)
    {
        keys[index] = (uint)places[index];
        order[index] = index.X;
    }

    /// <summary>Keys of the upper half of places, in a given order.</summary>
    public static void UpperKeys(Index1D index, ArrayView<long> places, ArrayView<int> order, ArrayView<uint> keys) =>
        keys[index] = (uint)(places[order[index]] >> 32);

    /// <summary>Brings places into an order.</summary>
    public static void Arrange(Index1D index, ArrayView<long> places, ArrayView<int> order, ArrayView<long> arranged) =>
        arranged[index] = places[order[index]];

    /// <summary>
    /// Completes the keys of a sort, which have the cell already, by law and stored block. Matter that never moves has no block: nobody looks for it.
    /// </summary>
    public static void CompleteKeys(
        Index1D index, ParticleViews particles, GridViews grid, ArrayView<int> lawOfRow, ArrayView<int> payloads, ArrayView<uint> keys)
    {
        int i = payloads[index], row = particles.Row[i];
        long place = particles.Place[i];
        int slot = grid.FindBlock(BlockPlace.X(place), BlockPlace.Y(place), BlockPlace.Z(place));
        uint group = (uint)lawOfRow[row < 0 ? ~row : row] * (uint)grid.Groups + (uint)(slot < 0 ? 0 : slot);
        keys[index] |= group << SortKernels.CellBits;
    }

    // 1 where the place was not there. An entry is never changed once it is taken, and places are written before this kernel starts.
    private static int Enter(ArrayView<int> table, int mask, ArrayView<long> places, int index)
    {
        long place = places[index];
        int at = BlockPlace.Hash(place) & mask, result = -1;
        while (result < 0)
        {
            int entry = table[at];
            if (entry < 0) entry = Atomic.CompareExchange(ref table[at], -1, index);
            if (entry < 0) result = 1;
            else if (places[entry] == place) result = 0;
            at = (at + 1) & mask;
        }

        return result;
    }
}
