using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Splatsim.Compute;
using Splatsim.Mathematics;
using static Splatsim.Simulation.Fast.PacketLayout;

namespace Splatsim.Simulation.Fast;

/// <summary>
/// Thin walls in the fast back end: which blocks have particles near them, and the arenas and nodes of what lies behind a wall from a side.
/// Blocks without such particles take the ordinary path.
/// </summary>
/// <remarks>See <see cref="ReferenceWalls{T}"/> for what is computed.</remarks>
internal sealed unsafe partial class FastWalls(WallSides sides, WorkerPool pool, PacketStore store, BlockGrid grid, bool hasTracers)
{
    private const int OwnersPerTask = 8;

    // Particles of a block lie in its 4 cells and up to one beside them.
    private const double ParticleRadius = 0.5 * (BlockNodes + 2);

    private readonly FloatPool arenaPool = new(ArenaFloats);
    private readonly FloatPool nodePool = new(NodeFloats);
    private readonly List<SidedBlock> blocks = [];
    private readonly Dictionary<(int Block, WallKey Key), int> blockOf = [];
    private uint[] candidates = [];
    private bool[] isParted = [];
    private bool[] isSeparate = [];
    private List<SidedArena>[] arenas = [];
    private uint[][] nodeSides = [];
    private int version = -1;

    /// <summary>Blocks of nodes with the velocities of a side.</summary>
    public IReadOnlyList<SidedBlock> Blocks => blocks;

    /// <summary>The walls.</summary>
    public WallField Field => sides.Field;

    /// <summary>Memory [bytes].</summary>
    public long Bytes => arenaPool.Bytes + nodePool.Bytes + sizeof(float) * (long)momenta.Length;

    private int Tasks => (grid.Owners.Count + OwnersPerTask - 1) / OwnersPerTask;

    /// <summary>Whether a block has particles near walls since the last <see cref="FindSides"/>.</summary>
    public bool IsParted(int owner) => isParted[owner];

    /// <summary>Whether the end of the last substep and the start of the next cannot be one visit of a block: sides are found in between.</summary>
    public bool IsSeparate(int owner) => isSeparate[owner];

    /// <summary>Takes note of a new order of blocks.</summary>
    public void AfterSort()
    {
        version = -1;
        int count = grid.Owners.Count;
        if (isParted.Length < count)
        {
            (candidates, isParted, isSeparate) = (new uint[count + count / 8], new bool[count + count / 8], new bool[count + count / 8]);
            int known = arenas.Length;
            Array.Resize(ref arenas, count + count / 8);
            Array.Resize(ref nodeSides, arenas.Length);
            for (int i = known; i < arenas.Length; i++) (arenas[i], nodeSides[i]) = ([], []);
        }

        Array.Clear(isParted);
        Array.Clear(isSeparate);
    }

    /// <summary>Finds the blocks that may have walls near their particles.</summary>
    public void Begin()
    {
        bool same = version == Field.Version;
        version = Field.Version;
        pool.Run(Tasks, (task, _) =>
        {
            for (int owner = task * OwnersPerTask; owner < Math.Min((task + 1) * OwnersPerTask, grid.Owners.Count); owner++)
            {
                if (!same)
                {
                    (int x, int y, int z) = BlockGrid.Coordinates(grid.Owners[owner]);
                    // Positions start half a cell above the first node.
                    const double middle = 0.5 * BlockNodes + 0.5;
                    Vector3<Real64> center = new(BlockNodes * x + middle, BlockNodes * y + middle, BlockNodes * z + middle);
                    candidates[owner] = Field.Candidates(center, Math.Sqrt(3) * ParticleRadius);
                }

                isSeparate[owner] = isParted[owner] || candidates[owner] != 0;
            }
        });
    }

    /// <summary>Brings the sides of all particles that may be near walls up to date, and forgets the velocities of the last substep.</summary>
    /// <param name="first">First span by owner, and the number of all.</param>
    /// <param name="areDue">Whether places have to be looked at, or only who is where.</param>
    public void FindSides(IReadOnlyList<int> first, bool areDue)
    {
        arenaPool.Reset();
        nodePool.Reset();
        pool.Run(Tasks, (task, _) =>
        {
            for (int owner = task * OwnersPerTask; owner < Math.Min((task + 1) * OwnersPerTask, grid.Owners.Count); owner++)
            {
                arenas[owner].Clear();
                isParted[owner] = isSeparate[owner] && FindSidesOf(owner, first[owner], first[owner + 1], areDue);
            }
        });
    }

    /// <summary>Loads the sides of a block's nodes, and for a gather the velocities behind walls.</summary>
    public void Enter(int owner, WallScratch scratch, bool gather)
    {
        if (!gather)
        {
            if (nodeSides[owner].Length == 0) nodeSides[owner] = new uint[2 * WallScratch.Nodes];
            LoadNodes(owner, scratch.Around);
        }

        scratch.Begin(owner, nodeSides[owner]);
        if (!gather) return;
        float** from = stackalloc float*[27];
        foreach (SidedArena arena in arenas[owner])
        {
            FindAround(owner, arena.Key, from);
            // What was summed here has been collected: the arena is free for the nodes' velocities.
            GridKernels.Spread(from, arena.Floats);
        }
    }

    // The nodes of a side around a block; whether there are any.
    private bool FindAround(int owner, WallKey key, float** from)
    {
        bool any = false;
        ReadOnlySpan<int> targets = grid.Targets(owner);
        for (int side = 0; side < 27; side++)
        {
            bool exists = targets[side] >= 0 & blockOf.TryGetValue((targets[side], key), out int index);
            from[side] = exists ? blocks[index].Nodes : grid.Zeros.Pointer;
            any |= exists;
        }

        return any;
    }

    // The velocities around a block for what lies behind a wall. Tracers may be where the matter of other blocks alone has that side.
    private float* Around(int owner, WallKey key)
    {
        float* known = Find(owner, key);
        if (known != null) return known;
        float** from = stackalloc float*[27];
        if (!hasTracers || !FindAround(owner, key, from)) return grid.Zeros.Pointer;
        SidedArena arena = new(key, arenaPool.Take());
        arenas[owner].Add(arena);
        GridKernels.Spread(from, arena.Floats);
        return arena.Floats;
    }

    /// <summary>Finds the arenas of a group's particles.</summary>
    /// <param name="group">The group.</param>
    /// <param name="packet">Its first packet.</param>
    /// <param name="scratch">Receives them.</param>
    /// <param name="velocities">Velocities of the block's own nodes for a gather; null for a scatter.</param>
    /// <returns>Whether any particle is near a wall.</returns>
    public bool Load(in ParticleGroup group, int packet, WallScratch scratch, float* velocities)
    {
        int* identifiers = store.Identifiers.Pointer + packet * Lanes;
        uint any = 0;
        for (int i = 0; i < group.Count; i++) any |= sides.Near[identifiers[i]];
        if ((any & scratch.Reached) == 0) return false;
        for (int i = 0; i < group.Count; i++)
        {
            uint near = sides.Near[identifiers[i]] & scratch.Reached, front = sides.Front[identifiers[i]] & near;
            int arena = scratch.IndexOf(near, front);
            if (arena < 0) Fill(scratch, arena = scratch.Add(near, front), velocities);
            scratch.ArenaOf[i] = arena;
        }

        return true;
    }

    /// <summary>Adds what particles near walls gave to the nodes that they deal with.</summary>
    /// <param name="scratch">Their arenas.</param>
    /// <param name="own">The block's own arena.</param>
    public void Leave(WallScratch scratch, float* own) => Leave(scratch, own, grows: true);

    private void Leave(WallScratch scratch, float* own, bool grows)
    {
        for (int index = 0; index < scratch.Count; index++)
        {
            float* from = scratch.ArenaAt(index);
            WallKey last = default;
            float* target = own;
            for (int node = 0; node < WallScratch.Nodes; node++)
            {
                Vector128<float> part = Vector128.Load(from + 4 * node);
                if (Vector128.EqualsAll(part, Vector128<float>.Zero)) continue;
                WallKey key = scratch.KeyAt(index, node);
                if (key != last)
                {
                    last = key;
                    target = key.IsOwn ? own : grows ? Arena(scratch.Owner, key) : Find(scratch.Owner, key);
                }

                if (target == null) continue;
                (Vector128.Load(target + 4 * node) + part).Store(target + 4 * node);
            }
        }
    }

    /// <summary>The arena of a block for what lies behind a wall, of zeros at first. A block belongs to one worker.</summary>
    public float* Arena(int owner, WallKey key)
    {
        float* known = Find(owner, key);
        if (known != null) return known;
        SidedArena arena = new(key, arenaPool.Take());
        new Span<float>(arena.Floats, ArenaFloats).Clear();
        arenas[owner].Add(arena);
        return arena.Floats;
    }

    /// <summary>Lists the blocks of nodes that the arenas reach into.</summary>
    public void ListBlocks()
    {
        blocks.Clear();
        blockOf.Clear();
        for (int owner = 0; owner < grid.Owners.Count; owner++)
        {
            foreach (SidedArena arena in arenas[owner])
            {
                foreach (int block in grid.Targets(owner))
                {
                    if (block < 0) continue;
                    ref int index = ref CollectionsMarshal.GetValueRefOrAddDefault(blockOf, (block, arena.Key), out bool exists);
                    if (exists) continue;
                    index = blocks.Count;
                    blocks.Add(new(block, arena.Key, nodePool.Take()));
                }
            }
        }
    }

    /// <summary>Momentum and mass of a block's nodes for a side.</summary>
    public void Collect(in SidedBlock block)
    {
        float** from = stackalloc float*[27];
        ReadOnlySpan<int> sources = grid.Sources(block.Block);
        for (int side = 0; side < 27; side++)
        {
            float* arena = sources[side] < 0 ? null : Find(sources[side], block.Key);
            from[side] = arena != null ? arena : grid.Zeros.Pointer;
        }

        GridKernels.Collect(from, block.Nodes);
    }

    /// <summary>The walls act on a block's nodes, in their order. Free ones answer to all their nodes at once, later.</summary>
    public void Respond(in SidedBlock block, GridDomain domain)
    {
        (int x, int y, int z) = BlockGrid.Coordinates(grid.Places[block.Block]);
        WallBlock walls = Field.BlockAt(x, y, z);
        for (uint rest = block.Key.Blocked; rest != 0; rest &= rest - 1)
        {
            int wall = System.Numerics.BitOperations.TrailingZeroCount(rest) + 1;
            ref readonly GridContact<Real64> exact = ref Field.Contact(wall);
            if (exact.Body != 0) continue;
            GridContact<Real32> contact = GridContact<Real32>.From(in exact, domain);
            for (int i = 0; i < BlockVolume; i++)
            {
                float* node = block.Nodes + 4 * i;
                if (!(node[3] > 0)) continue;
                Vector3<Real32> position = new(
                    BlockNodes * x + i / (BlockNodes * BlockNodes), BlockNodes * y + i / BlockNodes % BlockNodes, BlockNodes * z + i % BlockNodes);
                Vector3<Real32> velocity = WallResponse.Allowed(
                    in contact, in walls.SiteOf(wall, i), block.Key.IsInFront(wall), position, new(node[0], node[1], node[2]));
                (node[0], node[1], node[2]) = (velocity.X.Value, velocity.Y.Value, velocity.Z.Value);
            }
        }
    }

    // The nodes as particles on the arena's sides deal with them, or nothing yet.
    private void Fill(WallScratch scratch, int index, float* velocities)
    {
        float* target = scratch.ArenaAt(index);
        new Span<float>(target, ArenaFloats).Clear();
        if (velocities == null) return;
        WallKey last = default;
        float* source = velocities;
        for (int node = 0; node < WallScratch.Nodes; node++)
        {
            WallKey key = scratch.KeyAt(index, node);
            if (key != last)
            {
                last = key;
                source = key.IsOwn ? velocities : Around(scratch.Owner, key);
            }

            Vector128.Load(source + 4 * node).Store(target + 4 * node);
        }
    }

    private float* Find(int owner, WallKey key)
    {
        foreach (SidedArena known in arenas[owner])
            if (known.Key == key) return known.Floats;
        return null;
    }

    private void LoadNodes(int owner, WallBlock[] around)
    {
        (int x, int y, int z) = BlockGrid.Coordinates(grid.Owners[owner]);
        for (int side = 0; side < 27; side++) around[side] = Field.BlockAt(x + side / 9 - 1, y + side / 3 % 3 - 1, z + side % 3 - 1);
        for (int i = 0; i < WallScratch.Nodes; i++)
        {
            // Nodes from -1 of the block on, counted from the first node of the block below.
            int ax = i / (ArenaNodes * ArenaNodes) + 3, ay = i / ArenaNodes % ArenaNodes + 3, az = i % ArenaNodes + 3;
            WallBlock block = around[9 * (ax >> 2) + 3 * (ay >> 2) + (az >> 2)];
            int node = ((ax & 3) * BlockNodes + (ay & 3)) * BlockNodes + (az & 3);
            nodeSides[owner][i] = block.Front[node];
            nodeSides[owner][WallScratch.Nodes + i] = block.Back[node];
        }
    }

    private bool FindSidesOf(int owner, int firstSpan, int endSpan, bool areDue)
    {
        (int x, int y, int z) = BlockGrid.Coordinates(grid.Owners[owner]);
        uint any = 0;
        for (int index = firstSpan; index < endSpan; index++)
        {
            PacketSpan span = store.Spans[index];
            for (int slot = span.FirstPacket * Lanes; slot < span.FirstPacket * Lanes + span.Count; slot++)
            {
                int identifier = store.Identifiers[slot];
                any |= sides.Near[identifier];
                if (!areDue) continue;
                float* at = store.State.Pointer + Offset(slot);
                Vector3<Real64> cells = new(BlockNodes * x + 0.5 + at[0], BlockNodes * y + 0.5 + at[Lanes], BlockNodes * z + 0.5 + at[2 * Lanes]);
                sides.Update(identifier, cells, candidates[owner]);
                any |= sides.Near[identifier];
            }
        }

        return any != 0;
    }

    /// <summary>The sum of a block's particles onto the nodes behind a wall.</summary>
    private readonly record struct SidedArena(WallKey Key, nint Address)
    {
        public SidedArena(WallKey key, float* floats)
            : this(key, (nint)floats)
        {
        }

        public float* Floats => (float*)Address;
    }
}
