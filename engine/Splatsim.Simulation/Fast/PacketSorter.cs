using System.Numerics;
using System.Runtime.Intrinsics;
using Splatsim.Compute;
using Splatsim.Mathematics;
using static Splatsim.Simulation.Fast.PacketLayout;

namespace Splatsim.Simulation.Fast;

/// <summary>
/// Brings particles into the order (block, piece, kind, cell, identifier) and their positions into the frame of their block:
/// <code>
///   1 block and cell of each particle     (particles that left their block change frame here)
///   2 list of blocks, key = (block, piece, kind, cell), stable radix sort, equal keys by identifier
///   3 spans of whole packets per (block, piece, kind)
///   4 arrays reordered three rows at a time through the spare buffer, which held the keys before
/// </code>
/// Between the two halves of a substep v and C are those of the nodes: they need not move, and their rows take part in the reordering.
/// Sorting needs 16 bytes per particle besides the particles. Nothing depends on the earlier order or the number of workers.
/// </summary>
internal sealed unsafe partial class PacketSorter
{
    private const int SpansPerTask = 16;
    private const int PacketsPerTask = 128;
    private const int CellBits = 6;

    private readonly WorkerPool pool;
    private readonly PacketStore store;
    private readonly BlockGrid grid;
    private readonly CellFrame frame;
    private readonly byte[] kindOfRow;
    private readonly int kinds;
    private readonly CutPieces pieces;
    private readonly RadixSort radix = new();
    private readonly List<int> starts = [];
    private readonly List<long> occupied = [];
    private readonly AlignedArray<uint> slots;
    private readonly int particles;
    private readonly int count;
    private readonly HashSet<long>[] placesOfWorker;
    private int escaped = int.MaxValue;
    private int commonKind = -1;

    /// <param name="pool">Workers.</param>
    /// <param name="store">Particles.</param>
    /// <param name="particles">Number of particles with identifiers from 0.</param>
    /// <param name="tracers">Number of tracers, with the identifiers after those of the particles.</param>
    /// <param name="grid">Blocks.</param>
    /// <param name="frame">World positions.</param>
    /// <param name="kindOfRow">Kind of matter by row of the parameter table.</param>
    /// <param name="pieces">Pieces of cut matter.</param>
    public PacketSorter(
        WorkerPool pool, PacketStore store, int particles, int tracers, BlockGrid grid, CellFrame frame, byte[] kindOfRow, CutPieces pieces)
    {
        this.pieces = pieces;
        (this.pool, this.store, this.grid, this.frame, this.kindOfRow) = (pool, store, grid, frame, kindOfRow);
        this.particles = particles;
        count = particles + tracers;
        kinds = kindOfRow.Length == 0 ? 1 : kindOfRow.Max() + 1;
        slots = AlignedArray<uint>.Uninitialized(count);
        placesOfWorker = new HashSet<long>[pool.WorkerCount];
        for (int i = 0; i < placesOfWorker.Length; i++) placesOfWorker[i] = [];
    }

    /// <summary>When the lists of blocks were made in the last sort.</summary>
    public (long Begin, long End) Rebuilding { get; private set; }

    /// <summary>Memory besides the store's [bytes].</summary>
    public long Bytes => sizeof(uint) * (long)count;

    /// <summary>Places of the blocks, by particle, before the first sort: particle i lies in slot i.</summary>
    public Span<long> InitialPlaces => new(Places, count);

    // The spare buffer has room for three numbers per particle: a place of two, then a key. The places' room serves the radix sort once there are keys.
    private long* Places => (long*)store.Spare.Pointer;

    private uint* Keys => (uint*)store.Spare.Pointer + 2L * count;

    /// <summary>Orders particles that lie in slots 0, 1, 2 ... with their places in <see cref="InitialPlaces"/>.</summary>
    public void SortInitial()
    {
        long* places = Places;
        occupied.Clear();
        long last = -1;
        for (int i = 0; i < count; i++)
        {
            slots[i] = (uint)i;
            long place = places[i];
            Keys[i] = CellOf(store.State.Pointer + Offset(i));
            if (place != last) occupied.Add(place);
            last = place;
        }

        Arrange(SortedRows.All);
    }

    /// <summary>Orders particles that have moved since the last sort.</summary>
    /// <param name="moved">What has to move along.</param>
    /// <returns>The lowest identifier of the particles that have left the domain, or -1.</returns>
    public int Sort(SortedRows moved = SortedRows.All)
    {
        starts.Clear();
        int start = 0;
        foreach (PacketSpan span in store.Spans)
        {
            starts.Add(start);
            start += span.Count;
        }

        escaped = int.MaxValue;
        foreach (HashSet<long> places in placesOfWorker) places.Clear();
        pool.Run((store.Spans.Count + SpansPerTask - 1) / SpansPerTask, Locate);
        if (escaped != int.MaxValue) return escaped;
        occupied.Clear();
        foreach (HashSet<long> places in placesOfWorker) occupied.AddRange(places);
        Arrange(moved);
        return -1;
    }

    private void Locate(int task, int worker)
    {
        HashSet<long> found = placesOfWorker[worker];
        int end = Math.Min((task + 1) * SpansPerTask, store.Spans.Count);
        for (int index = task * SpansPerTask; index < end; index++)
        {
            PacketSpan span = store.Spans[index];
            for (int done = 0; done < span.Count; done += Lanes)
                Locate(span.FirstPacket + done / Lanes, starts[index] + done, Math.Min(Lanes, span.Count - done), grid.Owners[span.Owner], found);
        }
    }

    // A packet: all are taken to be at home first, in whole registers, then those that are not are looked at one by one.
    private void Locate(int packet, int start, int lanes, long home, HashSet<long> found)
    {
        float* state = store.State.Pointer + (long)packet * Stride;
        uint* cells = stackalloc uint[Lanes];
        uint inside = 0;
        for (int lane = 0; lane < Lanes; lane += Vector256<float>.Count) inside |= CellsOf(state + lane, cells + lane) << lane;
        long* places = Places + start;
        uint* slots = this.slots.Pointer + start, keys = Keys + start;
        for (int lane = 0; lane < lanes; lane++) (places[lane], slots[lane], keys[lane]) = (home, (uint)(packet * Lanes + lane), cells[lane]);
        uint all = (1u << lanes) - 1;
        if ((inside & all) != 0) found.Add(home);
        if ((inside & all) == all) return;
        (int blockX, int blockY, int blockZ) = BlockGrid.Coordinates(home);
        long last = home;
        for (uint rest = ~inside & all; rest != 0; rest &= rest - 1)
        {
            int lane = BitOperations.TrailingZeroCount(rest);
            long place = Move(state + lane, blockX, blockY, blockZ);
            if (place < 0)
            {
                int identifier = store.Identifiers[packet * Lanes + lane];
                if (identifier < particles) NoteEscape(identifier);
                // A tracer outside the domain rests; it stays with its block.
                place = home;
                found.Add(home);
            }

            if (place != last) found.Add(place);
            (last, places[lane], keys[lane]) = (place, place, CellOf(state + lane));
        }
    }

    // Cells of eight particles; a bit per particle that lies in its block.
    private static uint CellsOf(float* x, uint* cells)
    {
        Vector256<float> inside = Vector256<float>.AllBitsSet;
        Vector256<int> cell = default;
        for (int axis = 0; axis < 3; axis++)
        {
            Vector256<float> local = Vector256.Load(x + axis * Lanes);
            inside &= Vector256.GreaterThanOrEqual(local, Vector256<float>.Zero) & Vector256.LessThan(local, Vector256.Create((float)BlockNodes));
            Vector256<float> held = Vector256.MinNative(Vector256.MaxNative(local, Vector256<float>.Zero), Vector256.Create(BlockNodes - 1f));
            cell = (cell << 2) | Vector256.ConvertToInt32(held);
        }

        cell.AsUInt32().Store(cells);
        return inside.ExtractMostSignificantBits();
    }

    // Changes the frame; -1 when there is no such block. The way through world coordinates is the way of a restart.
    private long Move(float* x, int blockX, int blockY, int blockZ)
    {
        (double worldX, double worldY, double worldZ) = frame.ToWorld(
            x[0] + (double)BlockNodes * blockX, x[Lanes] + (double)BlockNodes * blockY, x[2 * Lanes] + (double)BlockNodes * blockZ);
        long place = Enter(frame, grid, worldX, worldY, worldZ, out float localX, out float localY, out float localZ);
        if (place >= 0) (x[0], x[Lanes], x[2 * Lanes]) = (localX, localY, localZ);
        return place;
    }

    /// <summary>The place of the block that a world position belongs to, and the position in it; -1 where its nodes are not all in the domain.</summary>
    public static long Enter(CellFrame frame, BlockGrid grid, double worldX, double worldY, double worldZ, out float x, out float y, out float z)
    {
        (double gridX, double gridY, double gridZ) = frame.ToGrid(worldX, worldY, worldZ);
        int blockX = CellFrame.Split(gridX, out x), blockY = CellFrame.Split(gridY, out y), blockZ = CellFrame.Split(gridZ, out z);
        bool inside = grid.Holds(blockX, x, grid.NodesX) && grid.Holds(blockY, y, grid.NodesY) && grid.Holds(blockZ, z, grid.NodesZ);
        return inside ? BlockGrid.Place(blockX, blockY, blockZ) : -1;
    }

    /// <summary>A resting tracer's place, block 0, and its position there, outside what that block's particles may have.</summary>
    public static long Rest(CellFrame frame, double worldX, double worldY, double worldZ, out float x, out float y, out float z)
    {
        (double gridX, double gridY, double gridZ) = frame.ToGrid(worldX, worldY, worldZ);
        (x, y, z) = ((float)gridX, (float)gridY, (float)gridZ);
        return BlockGrid.Place(0, 0, 0);
    }

    private void NoteEscape(int identifier)
    {
        int seen = Volatile.Read(ref escaped);
        while (identifier < seen)
        {
            int before = Interlocked.CompareExchange(ref escaped, identifier, seen);
            if (before == seen) return;
            seen = before;
        }
    }

    private void Arrange(SortedRows moved)
    {
        long begin = StageTimes.Now;
        grid.Rebuild(occupied, keepNodes: moved != SortedRows.All);
        Rebuilding = (begin, StageTimes.Now);
        if ((long)grid.Owners.Count * kinds * pieces.Count > 1L << (32 - CellBits))
            throw new InvalidOperationException($"{grid.Owners.Count} blocks of {kinds} kinds of matter in {pieces.Count} pieces are more than the sort can number ({1 << (32 - CellBits)}). Use a larger cell size.");
        // Rows change between substeps when particles are placed or parked, never between the halves of one.
        int commonRow = moved == SortedRows.All ? -1 : CommonRow();
        commonKind = commonRow < 0 ? -1 : kindOfRow[commonRow];
        pool.Run(Tasks(count), MakeKeys);
        radix.Sort(Keys, slots.Pointer, (uint*)Places, (uint*)Places + count, count, pool);
        pool.Run(Tasks(count), OrderEqualKeys);
        ListSpans();
        store.Reserve(store.PacketCount);
        Reorder(moved, commonRow);
        FinishSpans();
    }

    private static int Tasks(int particles) => (particles + PacketsPerTask * Lanes - 1) / (PacketsPerTask * Lanes);

    // From the cells, which are there already.
    private void MakeKeys(int task, int worker)
    {
        int end = Math.Min((task + 1) * PacketsPerTask * Lanes, count);
        uint* keys = Keys, slots = this.slots.Pointer;
        long* places = Places;
        int* rows = store.Rows.Pointer, identifiers = store.Identifiers.Pointer;
        bool isCut = pieces.Any;
        uint pieceCount = (uint)pieces.Count;
        // Those that have left a block go to one beside it, most of them to the same one.
        long place = -1, other = -1;
        uint owner = 0, otherOwner = 0;
        for (int i = task * PacketsPerTask * Lanes; i < end; i++)
        {
            int slot = (int)slots[i];
            if (places[i] != place)
            {
                ((place, owner), (other, otherOwner)) = ((other, otherOwner), (place, owner));
                if (places[i] != place) (place, owner) = (places[i], (uint)grid.OwnerAt(places[i]));
            }

            uint kind = commonKind >= 0 ? (uint)commonKind : kindOfRow[rows[slot]];
            uint piece = isCut ? (uint)pieces.PieceOf(identifiers[slot]) : 0;
            keys[i] = (((owner * pieceCount + piece) * (uint)kinds + kind) << CellBits) | keys[i];
        }
    }

    private static uint CellOf(float* x) => (Cell(x[0]) << 4) | (Cell(x[Lanes]) << 2) | Cell(x[2 * Lanes]);

    // Resting tracers lie outside their block; any cell of it will do.
    private static uint Cell(float local) => (uint)Math.Clamp(local, 0, BlockNodes - 1);

    // The radix sort keeps the earlier order of equal keys, which is by identifier except for those that moved in.
    private void OrderEqualKeys(int task, int worker)
    {
        int start = task * PacketsPerTask * Lanes, end = Math.Min(start + PacketsPerTask * Lanes, count);
        uint* keys = Keys, slots = this.slots.Pointer;
        // A run belongs to the task in which it starts.
        while (start > 0 && start < end && keys[start] == keys[start - 1]) start++;
        int* identifiers = store.Identifiers.Pointer;
        while (start < end)
        {
            uint key = keys[start];
            int next = start + 1;
            for (; next < count && keys[next] == key; next++)
            {
                uint slot = slots[next];
                int at = next;
                while (at > start && identifiers[slots[at - 1]] > identifiers[slot])
                {
                    slots[at] = slots[at - 1];
                    at--;
                }

                slots[at] = slot;
            }

            start = next;
        }
    }

    private void ListSpans()
    {
        uint* keys = Keys;
        store.Spans.Clear();
        starts.Clear();
        int packet = 0, start = 0;
        while (start < count)
        {
            uint group = keys[start] >> CellBits;
            int end = start + 1;
            while (end < count && keys[end] >> CellBits == group) end++;
            uint whose = group / (uint)kinds;
            PacketSpan span = new((int)(whose / (uint)pieces.Count), (int)(whose % (uint)pieces.Count), (int)(group % (uint)kinds), packet, end - start);
            store.Spans.Add(span);
            starts.Add(start);
            packet += span.Packets;
            start = end;
        }

        store.PacketCount = packet;
    }

    /// <summary>Pads the last packet of every span and notes which packets have one row of parameters.</summary>
    public void FinishSpans() => EachSpan(FinishSpan);

    private void FinishSpan(PacketSpan span, int start)
    {
        for (int packet = span.FirstPacket; packet < span.FirstPacket + span.Packets; packet++)
        {
            int lanes = Math.Min(Lanes, span.Count - (packet - span.FirstPacket) * Lanes);
            int row = store.Rows[packet * Lanes];
            for (int lane = lanes; lane < Lanes; lane++) Pad(packet, lane, row);
            bool uniform = true;
            for (int lane = 1; lane < Lanes; lane++) uniform &= store.Rows[packet * Lanes + lane] == row;
            store.UniformRows[packet] = uniform ? row : -1;
        }
    }

    private void Pad(int packet, int lane, int row)
    {
        float* state = store.State.Pointer + (long)packet * Stride + lane;
        float* f = store.Deformation.Pointer + (long)packet * Stride + lane;
        float* c = store.Affine.Pointer + (long)packet * Stride + lane;
        for (int i = 0; i < 8; i++) state[i * Lanes] = i < 3 ? 1.5f : 0f;
        for (int i = 0; i < 9; i++) (f[i * Lanes], c[i * Lanes]) = (i % 4 == 0 ? 1f : 0f, 0f);
        if (store.IsSeparate)
            for (int i = 0; i < 9; i++) store.Transfer.Pointer[(long)packet * Stride + lane + i * Lanes] = 0;
        float* history = store.History.Pointer + (long)packet * store.HistoryStride;
        // A copy of the first lane's: any value that the law itself can reach.
        for (int i = 0; i < store.HistoryStride; i += Lanes) history[i + lane] = history[i];
        store.Identifiers[packet * Lanes + lane] = -1;
        store.Rows[packet * Lanes + lane] = row;
    }

    // starts[] is of no use, and not asked for, after a restore.
    private void EachSpan(Action<PacketSpan, int> body)
    {
        int spans = store.Spans.Count;
        pool.Run((spans + SpansPerTask - 1) / SpansPerTask, (task, _) =>
        {
            int end = Math.Min((task + 1) * SpansPerTask, spans);
            for (int index = task * SpansPerTask; index < end; index++) body(store.Spans[index], index < starts.Count ? starts[index] : -1);
        });
    }
}
