using Splatsim.Compute;
using Splatsim.Mathematics;
using static Splatsim.Simulation.Fast.PacketLayout;

namespace Splatsim.Simulation.Fast;

/// <summary>
/// Momentum and mass of the nodes, added to block by block straight after a block's particles: the arena stays in the cache of the worker, and memory
/// sees a node's sum instead of the eight parts of the arenas around it.
/// </summary>
/// <remarks>
/// Owners are taken in runs along z, slab by slab, and in a slab in an order of eight colours (parity in x, y and of the run): runs of one colour are
/// apart by more than an arena reaches, so that few have to wait. A run waits for those before it that reach the same nodes; the order of a node's sum
/// is that of the runs, whoever computes them. Slabs keep the nodes at hand in the cache; with all runs in one order of colours nodes come from memory
/// once for each.
/// </remarks>
/// <param name="pool">Who computes.</param>
/// <param name="grid">The blocks.</param>
internal sealed unsafe class NodeSums(WorkerPool pool, BlockGrid grid)
{
    // Blocks of a run are those of 8 along z: then a run of another colour lies between two of the same one.
    private const int RunBits = 3, Colours = 8;

    // A slab is four blocks along x: enough runs of a colour for some ten workers, and not more nodes than needed.
    private const int SlabBits = 2;

    private readonly List<long> keys = [];
    private readonly List<int> firstOwners = [];
    private readonly List<int> waitFor = [];
    private readonly List<int> firstWait = [];
    private int[] order = [];
    private int[] rank = [];
    private int[] done = [];
    private AlignedArray<float> sums = new(0);
    private int round;
    private bool isUnderWay;

    /// <summary>Whether the substep at hand adds up here. What needs the parts of single blocks uses <see cref="BlockGrid.Arenas"/> instead.</summary>
    public bool IsUsed { get; set; }

    /// <summary>Number of runs.</summary>
    public int Runs => keys.Count;

    /// <summary>Memory [bytes].</summary>
    public long Bytes => sizeof(float) * (long)sums.Length + sizeof(int) * (3L * done.Length + waitFor.Capacity);

    /// <summary>The sums of a block of nodes; 0 between substeps.</summary>
    public float* Of(int block) => sums.Pointer + (long)block * NodeFloats;

    /// <summary>Takes note of a new order of blocks.</summary>
    public void AfterSort()
    {
        if (sums.Length < grid.Places.Count * NodeFloats) sums = new((grid.Places.Count + grid.Places.Count / 8) * NodeFloats);
        keys.Clear();
        firstOwners.Clear();
        for (int owner = 0; owner < grid.Owners.Count; owner++)
        {
            (int x, int y, int z) = BlockGrid.Coordinates(grid.Owners[owner]);
            long key = BlockGrid.Place(x, y, z >> RunBits);
            if (keys.Count > 0 && keys[^1] == key) continue;
            keys.Add(key);
            firstOwners.Add(owner);
        }

        firstOwners.Add(grid.Owners.Count);
        if (done.Length < keys.Count)
        {
            int length = keys.Count + keys.Count / 8;
            (order, rank, done) = (new int[length], new int[length], new int[length]);
        }

        OrderByColour();
        ListWaits();
    }

    /// <summary>Starts a pass that adds up.</summary>
    /// <returns>Whether the last one was broken off: then the workers' arenas have something in them still.</returns>
    public bool Begin()
    {
        bool wasBrokenOff = isUnderWay;
        if (wasBrokenOff) sums.Span.Clear();
        isUnderWay = true;
        round++;
        return wasBrokenOff;
    }

    /// <summary>All sums have been taken.</summary>
    public void End() => isUnderWay = false;

    /// <summary>Visits the owners of a run, each of which sums in an arena, and adds that up.</summary>
    /// <param name="run">The run.</param>
    /// <param name="worker">Who visits.</param>
    /// <param name="arena">The worker's arena; 0 before and after.</param>
    /// <param name="spare">A block of nodes that is 0 or may be overwritten once an owner has been visited.</param>
    /// <param name="visit">Fills the arena: owner, worker.</param>
    public void Add(int run, int worker, float* arena, float* spare, Action<int, int> visit)
    {
        try
        {
            (int first, int end) = (firstOwners[order[run]], firstOwners[order[run] + 1]);
            for (int owner = first; owner < end; owner++)
            {
                visit(owner, worker);
                if (owner == first) Wait(run);
                GridKernels.Add(grid.Targets(owner), Of(0), spare, arena);
            }
        }
        finally
        {
            // Also when a law has thrown: others may wait.
            Volatile.Write(ref done[run], round);
        }
    }

    /// <summary>Moves the sums of a block elsewhere: they are 0 again.</summary>
    public void Take(int block, float* nodes)
    {
        Span<float> own = new(Of(block), NodeFloats);
        own.CopyTo(new(nodes, NodeFloats));
        own.Clear();
    }

    // Returns when all runs that must be added before one have been.
    private void Wait(int run)
    {
        if (pool.WorkerCount == 1) return;
        for (int i = firstWait[run]; i < firstWait[run + 1]; i++)
        {
            // Runs are taken in order, so that those waited for are at work.
            SpinWait spin = default;
            while (Volatile.Read(ref done[waitFor[i]]) != round) spin.SpinOnce(sleep1Threshold: -1);
        }
    }

    private void OrderByColour()
    {
        for (int start = 0, end; start < keys.Count; start = end)
        {
            end = start + 1;
            while (end < keys.Count && SlabOf(keys[end]) == SlabOf(keys[start])) end++;
            OrderByColour(start, end);
        }
    }

    // A slab; stable, by counting.
    private void OrderByColour(int start, int end)
    {
        Span<int> next = stackalloc int[Colours + 1];
        next.Clear();
        for (int i = start; i < end; i++) next[ColourOf(keys[i]) + 1]++;
        next[0] = start;
        for (int colour = 0; colour < Colours; colour++) next[colour + 1] += next[colour];
        for (int i = start; i < end; i++)
        {
            int run = next[ColourOf(keys[i])]++;
            (order[run], rank[i]) = (i, run);
        }
    }

    private void ListWaits()
    {
        waitFor.Clear();
        firstWait.Clear();
        if (pool.WorkerCount == 1) return;
        for (int run = 0; run < keys.Count; run++)
        {
            firstWait.Add(waitFor.Count);
            (int x, int y, int z) = BlockGrid.Coordinates(keys[order[run]]);
            for (int side = 0; side < 27; side++)
            {
                int i = keys.BinarySearch(BlockGrid.Place(x + side / 9 - 1, y + side / 3 % 3 - 1, z + side % 3 - 1));
                if (i >= 0 && rank[i] < run) waitFor.Add(rank[i]);
            }
        }

        firstWait.Add(waitFor.Count);
    }

    private static int SlabOf(long key) => BlockGrid.Coordinates(key).X >> SlabBits;

    private static int ColourOf(long key)
    {
        (int x, int y, int z) = BlockGrid.Coordinates(key);
        return ((x & 1) << 2) | ((y & 1) << 1) | (z & 1);
    }
}
