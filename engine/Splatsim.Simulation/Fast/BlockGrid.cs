using Splatsim.Mathematics;
using static Splatsim.Simulation.Fast.PacketLayout;

namespace Splatsim.Simulation.Fast;

/// <summary>
/// The blocks of 4^3 nodes that matter now. A block that owns particles (by base node) sums them in an arena of its own
/// of 8^3 nodes; the nodes then are, in a fixed order, sums of the parts of the arenas around (<see cref="NodeSums"/> adds them one arena after the
/// other; what needs the parts keeps all arenas, and each block of nodes collects):
/// <code>
///    arena of block p, along one axis:   -1 | 0 1 2 3 | 4 5 6
///    nodes of block                      p-1|    p    | p+1
/// </code>
/// So nobody writes where another worker writes, and every sum has one order: results do not depend on the number of workers.
/// </summary>
internal sealed class BlockGrid
{
    // Block coordinates are packed into 21 bits each, so that places order as their coordinates do.
    private const int CoordinateBits = 21, Bias = 1 << (CoordinateBits - 1);
    private const long CoordinateMask = (1L << CoordinateBits) - 1;

    private readonly int lowestBlock;
    private readonly int blocksX;
    private readonly int blocksY;
    private readonly int blocksZ;
    private readonly List<long> owners = [];
    private readonly List<long> places = [];
    private readonly List<long> before = [];
    private int[] sources = [];
    private int[] targets = [];
    private int[] ownerOf = [];

    private readonly bool keepsBefore;

    /// <param name="nodesX">Nodes along x.</param>
    /// <param name="nodesY">Nodes along y.</param>
    /// <param name="nodesZ">Nodes along z.</param>
    /// <param name="dense">Forces a table or a hash table; null chooses by memory.</param>
    /// <param name="kernelNodes">Nodes per axis that a particle touches, 3 or 4.</param>
    /// <param name="unbounded">Whether there are nodes everywhere, as far as <see cref="GridDomain.Reach"/>; the counts are ignored then.</param>
    /// <param name="keepsBefore">Whether the momentum without the forces of the substep is kept too.</param>
    public BlockGrid(int nodesX, int nodesY, int nodesZ, bool? dense, int kernelNodes = 3, bool keepsBefore = false, bool unbounded = false)
    {
        (KernelNodes, this.keepsBefore) = (kernelNodes, keepsBefore);
        FirstNode = unbounded ? -GridDomain.Reach : 0;
        (NodesX, NodesY, NodesZ) = unbounded ? (GridDomain.Reach, GridDomain.Reach, GridDomain.Reach) : (nodesX, nodesY, nodesZ);
        lowestBlock = FirstNode / BlockNodes;
        (blocksX, blocksY, blocksZ) = (Blocks(NodesX) - lowestBlock, Blocks(NodesY) - lowestBlock, Blocks(NodesZ) - lowestBlock);
        BlockCount = (long)blocksX * blocksY * blocksZ;
        int longest = Math.Max(blocksX, Math.Max(blocksY, blocksZ));
        if (longest >= Bias)
        {
            throw new SimulationSetupException(
                "Domain", $"{nodesX} x {nodesY} x {nodesZ} nodes: at most {Bias} blocks of 4 along an axis can be numbered",
                "use a larger cell size or a smaller domain");
        }

        Directory = unbounded ? BlockDirectory.Create(0, 0, 0, false) : BlockDirectory.Create(blocksX, blocksY, blocksZ, dense);
    }

    /// <summary>Lowest node along each axis: 0, or below it without bounds.</summary>
    public int FirstNode { get; }

    /// <summary>One more than the highest node along x, y, z.</summary>
    public int NodesX { get; }

    /// <inheritdoc cref="NodesX"/>
    public int NodesY { get; }

    /// <inheritdoc cref="NodesX"/>
    public int NodesZ { get; }

    /// <summary>Nodes per axis that a particle touches.</summary>
    public int KernelNodes { get; }

    /// <summary>Highest base node of a particle in its block: the nodes above it must be in the arena.</summary>
    public int HighestBase => ArenaNodes - 1 - KernelNodes;

    /// <summary>How far a particle may drift out of its block along an axis before it must be sorted [cells]: half a cell with four nodes.</summary>
    public float Reach => KernelNodes == 3 ? 1 : 0.5f;

    /// <summary>Blocks of the whole domain.</summary>
    public long BlockCount { get; }

    /// <summary>Numbers of the blocks by place.</summary>
    public BlockDirectory Directory { get; }

    /// <summary>Places of the blocks that own particles, ascending.</summary>
    public IReadOnlyList<long> Owners => owners;

    /// <summary>Places of the blocks with nodes that particles can touch, ascending.</summary>
    public IReadOnlyList<long> Places => places;

    /// <summary>Velocities (v_x, v_y, v_z, m) of each block of nodes: [block][x][y][z].</summary>
    public AlignedArray<float> Nodes { get; private set; } = new(0);

    /// <summary>Sums of each owner: [owner][x][y][z], 8^3 nodes. Where <see cref="NodeSums"/> are used there are none.</summary>
    public AlignedArray<float> Arenas { get; private set; } = new(0);

    /// <summary>As <see cref="Nodes"/>, without the forces of the substep; empty unless a transfer needs it.</summary>
    public AlignedArray<float> NodesBefore { get; private set; } = new(0);

    /// <summary>As <see cref="Arenas"/>, without the forces of the substep; empty unless a transfer needs it.</summary>
    public AlignedArray<float> ArenasBefore { get; private set; } = new(0);

    /// <summary>An arena of zeros, also long enough for a block of nodes.</summary>
    public AlignedArray<float> Zeros { get; } = new(ArenaFloats);

    /// <summary>Memory of nodes, arenas and directory [bytes].</summary>
    public long Bytes => sizeof(float) * ((long)Nodes.Length + Arenas.Length + NodesBefore.Length + ArenasBefore.Length) + Directory.Bytes
        + sizeof(int) * ((long)sources.Length + targets.Length + ownerOf.Length);

    /// <summary>Place of the block with these block coordinates.</summary>
    public static long Place(int x, int y, int z) =>
        ((long)(x + Bias) << (2 * CoordinateBits)) | ((long)(y + Bias) << CoordinateBits) | (uint)(z + Bias);

    /// <summary>Block coordinates of a place.</summary>
    public static (int X, int Y, int Z) Coordinates(long place) => (
        (int)(place >> (2 * CoordinateBits)) - Bias, (int)((place >> CoordinateBits) & CoordinateMask) - Bias, (int)(place & CoordinateMask) - Bias);

    /// <summary>Number of the owner at a place; -1 where no block owns particles.</summary>
    public int OwnerAt(long place) => ownerOf[Directory.Find(place)];

    /// <summary>Number of the block of nodes at block coordinates; -1 outside the domain or where nobody touches it.</summary>
    public int BlockAt(int x, int y, int z)
    {
        return IsInside(x, y, z) ? Directory.Find(Place(x, y, z)) : -1;
    }

    /// <summary>Owners whose arenas reach into a block, 27 of them from (+1, +1, +1) to (-1, -1, -1); -1 where there is none.</summary>
    public ReadOnlySpan<int> Sources(int block) => sources.AsSpan(27 * block, 27);

    /// <summary>Blocks of nodes around an owner from (-1, -1, -1) to (+1, +1, +1); -1 outside the domain.</summary>
    public ReadOnlySpan<int> Targets(int owner) => targets.AsSpan(27 * owner, 27);

    /// <summary>Whether all nodes along an axis of a particle are in the domain; false for NaN.</summary>
    /// <param name="block">Block coordinate.</param>
    /// <param name="local">Position in the block [cells].</param>
    /// <param name="nodes">Nodes of the domain along the axis.</param>
    public bool Holds(int block, float local, int nodes)
    {
        // Positions count from half a cell above a node: that is the base of three nodes, and half a cell and one node above that of four.
        double first = BlockNodes * (double)block + (KernelNodes == 3 ? Math.Floor(local) : Math.Floor(local + 0.5) - 1);
        return first >= FirstNode && first + KernelNodes <= nodes;
    }

    /// <summary>Lists the blocks anew.</summary>
    /// <param name="occupied">Places of blocks that own particles; repetitions are harmless.</param>
    /// <param name="keepNodes">Whether nodes keep their velocities; those of new blocks rest.</param>
    public void Rebuild(IEnumerable<long> occupied, bool keepNodes = false)
    {
        if (keepNodes) before.AddRange(places);
        Directory.Clear();
        owners.Clear();
        places.Clear();
        foreach (long place in occupied)
            if (Directory.Set(place, 0)) owners.Add(place);
        owners.Sort();
        places.AddRange(owners);
        foreach (long owner in owners) AddNeighbours(owner);
        places.Sort();
        for (int block = 0; block < places.Count; block++) Directory.Set(places[block], block);
        Connect();
        if (Nodes.Length < places.Count * NodeFloats)
        {
            AlignedArray<float> larger = new(WithRoom(places.Count) * NodeFloats);
            if (keepNodes) Nodes.Span.CopyTo(larger.Span);
            Nodes = larger;
        }

        if (keepNodes) NodeMoves.Follow(before, places, Nodes.Span);
        before.Clear();
        if (!keepsBefore) return;
        if (NodesBefore.Length < Nodes.Length) NodesBefore = new(Nodes.Length);
        if (ArenasBefore.Length < owners.Count * ArenaFloats) ArenasBefore = new(WithRoom(owners.Count) * ArenaFloats);
    }

    /// <summary>Makes room for the sums of each owner. Nobody asks where nodes are added to straight away.</summary>
    public void ReserveArenas()
    {
        if (Arenas.Length < owners.Count * ArenaFloats) Arenas = new(WithRoom(owners.Count) * ArenaFloats);
    }

    private static int WithRoom(int count) => count + count / 8;

    private static int Blocks(int nodes) => (nodes + BlockNodes - 1) / BlockNodes;

    private void AddNeighbours(long owner)
    {
        for (int side = 0; side < 27; side++)
        {
            long place = Neighbour(owner, side);
            if (place >= 0 && Directory.Set(place, 0)) places.Add(place);
        }
    }

    private void Connect()
    {
        int blocks = places.Count;
        if (ownerOf.Length < blocks) ownerOf = new int[WithRoom(blocks)];
        if (sources.Length < 27 * blocks) sources = new int[27 * WithRoom(blocks)];
        if (targets.Length < 27 * owners.Count) targets = new int[27 * WithRoom(owners.Count)];
        Array.Fill(ownerOf, -1);
        Array.Fill(sources, -1);
        for (int owner = 0; owner < owners.Count; owner++)
        {
            ownerOf[Directory.Find(owners[owner])] = owner;
            for (int side = 0; side < 27; side++)
            {
                long place = Neighbour(owners[owner], side);
                int block = place < 0 ? -1 : Directory.Find(place);
                targets[27 * owner + side] = block;
                if (block >= 0) sources[27 * block + side] = owner;
            }
        }
    }

    private bool IsInside(int x, int y, int z) =>
        (uint)(x - lowestBlock) < (uint)blocksX && (uint)(y - lowestBlock) < (uint)blocksY && (uint)(z - lowestBlock) < (uint)blocksZ;

    // The place on one of the 27 sides (13 is the block itself), or -1 outside the domain.
    private long Neighbour(long place, int side)
    {
        (int x, int y, int z) = Coordinates(place);
        x += side / 9 - 1;
        y += side / 3 % 3 - 1;
        z += side % 3 - 1;
        return IsInside(x, y, z) ? Place(x, y, z) : -1;
    }
}
