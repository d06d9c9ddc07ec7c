using System.Runtime.Intrinsics;
using static Splatsim.Simulation.Fast.PacketLayout;

namespace Splatsim.Simulation.Fast;

/// <summary>
/// Which blocks have particles that take several substeps at once, and what those have at the nodes. An owner is visited in a substep only where one of
/// its particles steps; the nodes of the others take the substep by themselves:
/// <code>
///   momentum = sum over the arenas that were filled + sum over levels (mass u + impulse),   path += u
/// </code>
/// </summary>
internal sealed unsafe class SlowBlocks(PacketStore store, BlockGrid grid)
{
    private const uint Fine = 1, Tracers = 1u << 31;

    private SlowLevel[] levels = [];
    private int[] levelOfKind = [];
    private int tracerKind;
    private uint[] ofOwner = [];
    private uint[] ofBlock = [];
    private uint stepping = Fine;

    /// <summary>Whether any particle takes several substeps at once.</summary>
    public bool Any => levels.Length > 0;

    /// <summary>The levels, in the order of <see cref="StepLevels.Slow"/>.</summary>
    public IReadOnlyList<SlowLevel> Levels => levels;

    /// <summary>Memory [bytes].</summary>
    public long Bytes => levels.Sum(l => l.Bytes) + sizeof(uint) * ((long)ofOwner.Length + ofBlock.Length);

    /// <summary>Takes note of new levels.</summary>
    /// <param name="slow">The levels.</param>
    /// <param name="kinds">Level by kind of matter, 0 for every substep.</param>
    /// <param name="tracers">The kind of the tracers.</param>
    public void Set(StepLevels slow, int[] kinds, int tracers)
    {
        (levelOfKind, tracerKind) = (kinds, tracers);
        levels = [.. slow.Slow.Select((l, i) => new SlowLevel(l, i == slow.Slow.Count - 1))];
        AfterSort();
    }

    /// <summary>Takes note of a new order of particles and blocks; no step is under way.</summary>
    public void AfterSort()
    {
        if (!Any) return;
        int owners = grid.Owners.Count, blocks = grid.Places.Count;
        if (ofOwner.Length < owners) ofOwner = new uint[owners + owners / 8];
        if (ofBlock.Length < blocks) ofBlock = new uint[blocks + blocks / 8];
        Array.Clear(ofOwner);
        foreach (PacketSpan span in store.Spans) ofOwner[span.Owner] |= span.Kind == tracerKind ? Tracers : 1u << levelOfKind[span.Kind];
        for (int block = 0; block < blocks; block++)
        {
            uint bits = 0;
            foreach (int source in grid.Sources(block))
                if (source >= 0) bits |= ofOwner[source];
            ofBlock[block] = bits;
        }

        foreach (SlowLevel level in levels) level.Reserve(owners, blocks);
    }

    /// <summary>Finds out who steps in a substep.</summary>
    /// <param name="timeStep">Its length [s].</param>
    /// <param name="cellSize">dx [m].</param>
    public void BeginSubstep(double timeStep, double cellSize)
    {
        stepping = Fine;
        for (int l = 0; l < levels.Length; l++)
        {
            if (!levels[l].Level.IsStarting) continue;
            stepping |= 2u << l;
            levels[l].Begin(timeStep, cellSize);
        }
    }

    /// <summary>Level of a kind of matter.</summary>
    public int LevelOf(int kind) => Any ? levelOfKind[kind] : 0;

    /// <summary>Whether the step of a level starts with the substep at hand.</summary>
    public bool IsStarting(int level) => levels[level - 1].Level.IsStarting;

    /// <summary>Whether an owner has particles of a level, or tracers that step with it.</summary>
    public bool Has(int owner, int level) => (ofOwner[owner] & PathReaders(level - 1)) != 0;

    /// <summary>Whether an owner has particles that end or start a step.</summary>
    /// <param name="owner">The owner.</param>
    /// <param name="starts">Whether starts count, or only particles that take every substep.</param>
    public bool IsVisited(int owner, bool starts) => !Any || (ofOwner[owner] & (starts ? stepping : Fine)) != 0;

    /// <summary>Adds up what the substep starts from in a block: momentum and mass. The nodes hold the velocities of the substep before.</summary>
    /// <param name="block">The block.</param>
    /// <param name="nodes">Its nodes.</param>
    public void Collect(int block, float* nodes)
    {
        float* before = stackalloc float[NodeFloats];
        new Span<float>(nodes, NodeFloats).CopyTo(new Span<float>(before, NodeFloats));
        uint bits = ofBlock[block];
        ReadOnlySpan<int> sources = grid.Sources(block);
        float** from = stackalloc float*[27];
        if ((bits & stepping) == 0)
        {
            new Span<float>(nodes, NodeFloats).Clear();
        }
        else
        {
            for (int side = 0; side < 27; side++) from[side] = ArenaOf(sources[side], stepping, grid.Arenas.Pointer);
            GridKernels.Collect(from, nodes);
        }

        for (int l = 0; l < levels.Length; l++)
        {
            SlowLevel level = levels[l];
            if (!level.Level.IsRunning) continue;
            uint bit = 2u << l;
            if ((bits & PathReaders(l)) == 0) continue;
            bool isPresent = (bits & bit) != 0;
            float* parts = level.Parts.Pointer + (long)block * NodeFloats;
            float* path = level.Path.Pointer + (long)block * NodeFloats;
            if (level.Level.IsStarting)
            {
                if (isPresent)
                {
                    for (int side = 0; side < 27; side++) from[side] = ArenaOf(sources[side], bit, level.Arenas.Pointer);
                    GridKernels.Collect(from, parts);
                    Push(parts, nodes);
                }

                new Span<float>(path, NodeFloats).Clear();
                continue;
            }

            Follow(before, path);
            if (isPresent) Push(parts, before, nodes);
        }
    }

    // Whoever moves with the path of a level, counted from 0.
    private uint PathReaders(int l) => levels[l].HasTracers ? 2u << l | Tracers : 2u << l;

    private float* ArenaOf(int owner, uint bits, float* arenas) =>
        owner < 0 || (ofOwner[owner] & bits) == 0 ? grid.Zeros.Pointer : arenas + (long)owner * ArenaFloats;

    // Mass and momentum are there already.
    private static void Push(float* parts, float* nodes)
    {
        Vector128<float> first = Vector128.Create(-1, -1, -1, 0).AsSingle();
        for (int i = 0; i < NodeFloats; i += 4) (Vector128.Load(nodes + i) + (Vector128.Load(parts + i) & first)).Store(nodes + i);
    }

    private static void Push(float* parts, float* before, float* nodes)
    {
        Vector128<float> first = Vector128.Create(-1, -1, -1, 0).AsSingle();
        for (int i = 0; i < NodeFloats; i += 4)
        {
            Vector128<float> part = Vector128.Load(parts + i), mass = Vector128.Shuffle(part, Vector128.Create(3, 3, 3, 3));
            (Vector128.Load(nodes + i) + mass * (Vector128.Load(before + i) & first) + part).Store(nodes + i);
        }
    }

    private static void Follow(float* before, float* path)
    {
        for (int i = 0; i < NodeFloats; i += 8) (Vector256.Load(path + i) + Vector256.Load(before + i)).Store(path + i);
    }
}
