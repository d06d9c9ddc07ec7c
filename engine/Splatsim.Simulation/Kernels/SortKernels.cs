using ILGPU;
using Splatsim.Mathematics;

namespace Splatsim.Simulation.Kernels;

/// <summary>Brings particles into the order (law, block, cell) and lists their chunks and the blocks of nodes around them.</summary>
internal static class SortKernels
{
    /// <summary>Bits of a cell within its block.</summary>
    public const int CellBits = 6;

    // Threads of a warp.
    private const int Lanes = 32;

    /// <summary>
    /// Moves particles into the frame of the block that they are in now and makes the keys, of the cell alone where blocks have no numbers yet.
    /// </summary>
    /// <param name="index">Position in the list of keys.</param>
    /// <param name="particles">The particles.</param>
    /// <param name="grid">The grid.</param>
    /// <param name="notes">Receives particles outside the domain.</param>
    /// <param name="step">The substep.</param>
    /// <param name="lawOfRow">Law by row of parameters.</param>
    /// <param name="order">Particles in the order of the list: by index, where equal keys must keep that order.</param>
    /// <param name="byIndex">0: the list is in the present order.</param>
    /// <param name="keys">Receives the keys.</param>
    /// <param name="payloads">Receives the particles' present places.</param>
    public static void MakeKeys(
        Index1D index, ParticleViews particles, GridViews grid, NoteViews notes, StepNumbers step, ArrayView<int> lawOfRow,
        ArrayView<int> order, int byIndex, ArrayView<uint> keys, ArrayView<int> payloads)
    {
        int i = byIndex != 0 ? order[index] : index.X;
        long place = particles.Place[i];
        int firstX = grid.FirstX(place), firstY = grid.FirstY(place), firstZ = grid.FirstZ(place);
        Vector3<Real32> x = particles.GetVector(ParticleViews.X, i);
        Stencil32 stencil = Stencil32.Of(in grid, x, firstX, firstY, firstZ);
        int cell = 0;
        if (stencil.IsInside)
        {
            int moveX = stencil.I >> 2, moveY = stencil.J >> 2, moveZ = stencil.K >> 2;
            place = BlockPlace.Of(firstX / 4 + moveX, firstY / 4 + moveY, firstZ / 4 + moveZ);
            particles.Place[i] = place;
            particles.Set(ParticleViews.X, i, x - new Vector3<Real32>(new(4 * moveX), new(4 * moveY), new(4 * moveZ)));
            cell = ((stencil.I & 3) << 4) | ((stencil.J & 3) << 2) | (stencil.K & 3);
        }

        int row = particles.Row[i];
        int block = grid.IndexOf(BlockPlace.X(place), BlockPlace.Y(place), BlockPlace.Z(place));
        uint group = grid.Mask != 0 ? 0 : (uint)lawOfRow[row < 0 ? ~row : row] * (uint)grid.Groups + (uint)block;
        keys[index] = (group << CellBits) | (uint)cell;
        payloads[index] = i;
    }

    /// <summary>
    /// Moves everything that belongs to a particle to its new place. Within a chunk, 32 particles side by side are evenly spread over its
    /// cells: threads of a warp read side by side and add to different nodes.
    /// </summary>
    /// <param name="index">New place.</param>
    /// <param name="from">The particles.</param>
    /// <param name="to">Takes them.</param>
    /// <param name="payloads">Their present places in the order of their keys.</param>
    /// <param name="slots">Takes the new place by the user's index.</param>
    /// <param name="columns">Number of columns.</param>
    /// <param name="chunksBefore">Chunks before each particle.</param>
    /// <param name="chunkStarts">First particle of each chunk.</param>
    /// <param name="isSpread">0: particles lie in the order of their keys.</param>
    public static void Reorder(
        Index1D index, ParticleViews from, ParticleViews to, ArrayView<int> payloads, ArrayView<int> slots, int columns,
        ArrayView<int> chunksBefore, ArrayView<int> chunkStarts, int isSpread)
    {
        int i = index.X, source = payloads[i];
        if (isSpread != 0)
        {
            int chunk = chunksBefore[i + 1] - 1, start = chunkStarts[chunk];
            source = payloads[start + Spread(i - start, chunkStarts[chunk + 1] - start)];
        }

        for (int column = 0; column < columns; column++) to.Data[(long)column * to.Count + i] = from.Data[(long)column * to.Count + source];
        int identifier = from.Identifier[source];
        to.Identifier[i] = identifier;
        to.Place[i] = from.Place[source];
        to.Row[i] = from.Row[source];
        slots[identifier] = i;
    }

    /// <summary>1 where a chunk starts: at a new (law, block), and at whole multiples of the largest chunk; 0 after the end.</summary>
    public static void FlagChunks(Index1D index, ArrayView<uint> keys, int count, ArrayView<int> flags) =>
        flags[index] = index.X < count && StartsChunk(keys, index.X) ? 1 : 0;

    /// <summary>Lists the chunks.</summary>
    /// <param name="index">Particle.</param>
    /// <param name="keys">Sorted keys.</param>
    /// <param name="before">Chunks before each particle.</param>
    /// <param name="count">Number of particles.</param>
    /// <param name="chunkStarts">Receives the first particle of each chunk.</param>
    public static void ListChunks(Index1D index, ArrayView<uint> keys, ArrayView<int> before, int count, ArrayView<int> chunkStarts)
    {
        int i = index.X;
        if (i == 0) chunkStarts[before[count]] = count;
        if (StartsChunk(keys, i)) chunkStarts[before[i]] = i;
    }

    /// <summary>Notes the blocks around those of moving matter, in a directory that has an entry for every block of the domain.</summary>
    /// <param name="index">Particle.</param>
    /// <param name="keys">Sorted keys.</param>
    /// <param name="grid">The grid; its directory is filled with 1 where a block is needed.</param>
    public static void NoteBlocks(Index1D index, ArrayView<uint> keys, GridViews grid)
    {
        if (!StartsChunk(keys, index.X)) return;
        int block = (int)((keys[index] >> CellBits) % (uint)grid.Groups);
        int blockX = block / grid.BlocksZ / grid.BlocksY, blockY = block / grid.BlocksZ % grid.BlocksY, blockZ = block % grid.BlocksZ;
        for (int n = 0; n < BlockKernels.Around; n++)
        {
            int x = blockX + n / 9 - 1, y = blockY + n / 3 % 3 - 1, z = blockZ + n % 3 - 1;
            if (grid.HasBlock(x, y, z)) grid.Directory[grid.IndexOf(x, y, z)] = 1;
        }
    }

    /// <summary>Numbers the needed blocks.</summary>
    /// <param name="index">Index of a block in the domain.</param>
    /// <param name="grid">The grid: 1 where a block is needed on entry, its number or -1 on exit; receives the place of each.</param>
    /// <param name="before">Needed blocks before each.</param>
    public static void NumberBlocks(Index1D index, GridViews grid, ArrayView<int> before)
    {
        int block = index.X;
        bool needed = grid.Directory[block] != 0;
        grid.Directory[block] = needed ? before[block] : -1;
        if (needed)
            grid.Places[before[block]] = BlockPlace.Of(block / grid.BlocksZ / grid.BlocksY, block / grid.BlocksZ % grid.BlocksY, block % grid.BlocksZ);
    }

    /// <summary>Brings together what the host has to know: chunks before each law and in all, then stored blocks.</summary>
    public static void GatherCounts(
        Index1D index, ArrayView<int> chunksBefore, ArrayView<int> lawStarts, int lawCount, ArrayView<int> storedBlocks, ArrayView<int> counts)
    {
        counts[index] = index.X <= lawCount ? chunksBefore[lawStarts[index]] : storedBlocks[0];
    }

    /// <summary>Lays down first and end of the particles of each (law, stored block, cell), in entries that are zero.</summary>
    public static void ListCells(Index1D index, ArrayView<uint> keys, int count, GridViews grid, int storedBlocks, ArrayView<int> cells)
    {
        int i = index.X;
        uint key = keys[i];
        uint group = key >> CellBits;
        int law = (int)(group / (uint)grid.Groups), block = (int)(group % (uint)grid.Groups);
        int slot = grid.Mask != 0 ? block : grid.Directory[block];
        long entry = 2L * (((long)law * storedBlocks + slot) * GridViews.NodesPerBlock + (int)(key & 63));
        if (i == 0 || keys[i - 1] != key) cells[entry] = i;
        if (i == count - 1 || keys[i + 1] != key) cells[entry + 1] = i + 1;
    }

    // Of so many elements in rows of 32 or as many as there are: the one that comes at a place when they are taken column by column, the
    // elements of a row being neighbours no longer.
    private static int Spread(int place, int count)
    {
        int rows = (count + Lanes - 1) / Lanes, whole = count / rows, rest = count % rows;
        int longer = rest * (whole + 1), row, lane;
        if (place < longer)
        {
            (row, lane) = (place / (whole + 1), place % (whole + 1));
        }
        else
        {
            (row, lane) = (rest + (place - longer) / whole, (place - longer) % whole);
        }

        return lane * rows + row;
    }

    private static bool StartsChunk(ArrayView<uint> keys, int i) =>
        i % TransferKernels.ChunkSize == 0 || keys[i] >> CellBits != keys[i - 1] >> CellBits;
}
