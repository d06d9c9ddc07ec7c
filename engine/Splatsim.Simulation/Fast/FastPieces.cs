using Splatsim.Mathematics;
using static Splatsim.Simulation.Fast.PacketLayout;

namespace Splatsim.Simulation.Fast;

/// <summary>
/// Cut matter in the fast back end: arenas and nodes of each piece beside those of the grid, which are piece 0's. The sort keeps the particles of
/// a piece together, so that all of this is known from one sort to the next and particles take the same path as whole matter's.
/// </summary>
/// <remarks>See <see cref="ReferencePieces{T}"/> for what is computed.</remarks>
/// <param name="pieces">Who belongs to which piece.</param>
/// <param name="store">The particles.</param>
/// <param name="grid">The blocks, and the nodes of piece 0.</param>
/// <param name="cellSize">dx [m].</param>
/// <param name="workers">How many may call <see cref="Meet"/> at a time.</param>
internal sealed unsafe class FastPieces(CutPieces pieces, PacketStore store, BlockGrid grid, double cellSize, int workers)
{
    private readonly PiecePatch[] patches = [.. Enumerable.Range(0, workers).Select(_ => new PiecePatch(pieces, cellSize))];
    private readonly List<PieceBlock> blocks = [];
    private readonly List<int> crossed = [];
    private readonly List<int> crossedFirst = [];
    private int[][] arenaOf = [];
    private int[][] blockOf = [];
    private bool[] hasWhole = [];
    private AlignedArray<float> arenas = new(0);
    private AlignedArray<float> nodes = new(0);

    /// <summary>Nodes of pieces, by block, then piece.</summary>
    public IReadOnlyList<PieceBlock> Blocks => blocks;

    /// <summary>Blocks of nodes that several pieces reach.</summary>
    public IReadOnlyList<int> Crossed => crossed;

    /// <summary>Memory [bytes].</summary>
    public long Bytes => sizeof(float) * ((long)arenas.Length + nodes.Length) + sizeof(int) * (Numbers(arenaOf) + Numbers(blockOf)) + hasWhole.Length;

    /// <summary>Takes note of a new order of particles and blocks.</summary>
    public void AfterSort()
    {
        blocks.Clear();
        crossed.Clear();
        crossedFirst.Clear();
        int arenaCount = NumberArenas();
        if (arenaCount == 0) return;
        NumberBlocks();
        if (arenas.Length < arenaCount * ArenaFloats) arenas = new((arenaCount + arenaCount / 8) * ArenaFloats);
        if (nodes.Length < blocks.Count * NodeFloats) nodes = new((blocks.Count + blocks.Count / 8) * NodeFloats);
    }

    /// <summary>The sum of an owner's particles of a piece.</summary>
    public float* Arena(int owner, int piece) => arenas.Pointer + (long)arenaOf[piece][owner] * ArenaFloats;

    /// <summary>The nodes of a block as a piece has them: (v_x, v_y, v_z, m).</summary>
    /// <param name="index">Number in <see cref="Blocks"/>.</param>
    public float* Nodes(int index) => nodes.Pointer + (long)index * NodeFloats;

    /// <summary>Copies the velocities of a piece around an owner.</summary>
    public void Spread(int owner, int piece, float* arena)
    {
        float** from = stackalloc float*[27];
        ReadOnlySpan<int> targets = grid.Targets(owner);
        for (int side = 0; side < 27; side++) from[side] = targets[side] < 0 ? grid.Zeros.Pointer : Nodes(blockOf[piece][targets[side]]);
        GridKernels.Spread(from, arena);
    }

    /// <summary>Momentum and mass of a piece's nodes.</summary>
    public void Collect(int index)
    {
        float** from = stackalloc float*[27];
        PieceBlock block = blocks[index];
        ReadOnlySpan<int> sources = grid.Sources(block.Block);
        int[] arena = arenaOf[block.Piece];
        for (int side = 0; side < 27; side++)
            from[side] = sources[side] < 0 || arena[sources[side]] < 0 ? grid.Zeros.Pointer : arenas.Pointer + (long)arena[sources[side]] * ArenaFloats;
        GridKernels.Collect(from, Nodes(index));
    }

    /// <summary>Pieces exchange momentum at the nodes of a block that several reach. Masses of the blocks around are looked at.</summary>
    /// <param name="index">Number in <see cref="Crossed"/>.</param>
    /// <param name="worker">Who calls.</param>
    /// <param name="timeStep">dt [s].</param>
    public void Meet(int index, int worker, double timeStep)
    {
        int block = crossed[index], first = crossedFirst[index];
        // Arenas reach further than matter.
        if (!IsAnyNodeShared(block, first)) return;
        int* around = stackalloc int[27];
        (int x, int y, int z) = BlockGrid.Coordinates(grid.Places[block]);
        for (int side = 0; side < 27; side++) around[side] = side == 13 ? block : grid.BlockAt(x + side / 9 - 1, y + side / 3 % 3 - 1, z + side % 3 - 1);
        PiecePatch patch = patches[worker];
        patch.Begin();
        if (hasWhole[block]) Fill(patch.Add(0), 0, around);
        for (int i = first; i < blocks.Count && blocks[i].Block == block; i++) Fill(patch.Add(blocks[i].Piece), blocks[i].Piece, around);
        patch.Meet(timeStep);
        int rank = 0;
        if (hasWhole[block]) Return(patch.FieldOf(rank++), NodesOf(0, block));
        for (int i = first; i < blocks.Count && blocks[i].Block == block; i++) Return(patch.FieldOf(rank++), Nodes(i));
    }

    private bool IsAnyNodeShared(int block, int first)
    {
        ulong reached = hasWhole[block] ? NodesWithMass(NodesOf(0, block)) : 0;
        for (int i = first; i < blocks.Count && blocks[i].Block == block; i++)
        {
            ulong own = NodesWithMass(Nodes(i));
            if ((reached & own) != 0) return true;
            reached |= own;
        }

        return false;
    }

    // A bit per node of a block.
    private static ulong NodesWithMass(float* nodes)
    {
        ulong bits = 0;
        for (int n = 0; n < BlockVolume; n++) bits |= (nodes[4 * n + 3] > 0 ? 1ul : 0) << n;
        return bits;
    }

    private void Fill(PieceField field, int piece, int* blocksAround)
    {
        float** around = stackalloc float*[27];
        for (int side = 0; side < 27; side++) around[side] = blocksAround[side] < 0 ? grid.Zeros.Pointer : NodesOf(piece, blocksAround[side]);
        int i = 0;
        for (int ax = 1; ax <= PiecePatch.Width; ax++)
        {
            for (int ay = 1; ay <= PiecePatch.Width; ay++)
            {
                // Nodes from -3 of the block on, counted from the first node of the block below.
                float** row = around + 9 * (ax >> 2) + 3 * (ay >> 2);
                int offset = ((ax & 3) * BlockNodes + (ay & 3)) * BlockNodes;
                for (int az = 1; az <= PiecePatch.Width; az++) field.Masses[i++] = row[az >> 2][4 * (offset + (az & 3)) + 3];
            }
        }

        for (int n = 0; n < BlockVolume; n++) field.Velocity[n] = new(around[13][4 * n], around[13][4 * n + 1], around[13][4 * n + 2]);
    }

    private static void Return(PieceField field, float* nodes)
    {
        for (int n = 0; n < BlockVolume; n++)
        {
            Vector3<Real64> v = field.Velocity[n];
            (nodes[4 * n], nodes[4 * n + 1], nodes[4 * n + 2]) = ((float)v.X.Value, (float)v.Y.Value, (float)v.Z.Value);
        }
    }

    private float* NodesOf(int piece, int block)
    {
        if (piece == 0) return grid.Nodes.Pointer + (long)block * NodeFloats;
        int index = blockOf[piece][block];
        return index < 0 ? grid.Zeros.Pointer : Nodes(index);
    }

    private int NumberArenas()
    {
        int count = 0;
        if (pieces.Count > 1)
        {
            Prepare(ref arenaOf, grid.Owners.Count);
            foreach (PacketSpan span in store.Spans)
                if (span.Piece > 0 && arenaOf[span.Piece][span.Owner] < 0) arenaOf[span.Piece][span.Owner] = count++;
        }

        return count;
    }

    private void NumberBlocks()
    {
        Prepare(ref blockOf, grid.Places.Count);
        if (hasWhole.Length < grid.Places.Count) hasWhole = new bool[grid.Places.Count + grid.Places.Count / 8];
        Array.Clear(hasWhole);
        foreach (PacketSpan span in store.Spans)
        {
            foreach (int block in grid.Targets(span.Owner))
            {
                if (block < 0) continue;
                if (span.Piece == 0) hasWhole[block] = true;
                else blockOf[span.Piece][block] = 0;
            }
        }

        for (int block = 0; block < grid.Places.Count; block++)
        {
            int first = blocks.Count;
            for (int piece = 1; piece < pieces.Count; piece++)
            {
                if (blockOf[piece][block] < 0) continue;
                blockOf[piece][block] = blocks.Count;
                blocks.Add(new(block, piece));
            }

            if (blocks.Count - first + (hasWhole[block] ? 1 : 0) < 2) continue;
            crossed.Add(block);
            crossedFirst.Add(first);
        }
    }

    private static long Numbers(int[][] ofPieces) => ofPieces.Sum(n => (long)(n?.Length ?? 0));

    private void Prepare(ref int[][] numbers, int count)
    {
        if (numbers.Length < pieces.Count) Array.Resize(ref numbers, pieces.Count);
        for (int piece = 1; piece < pieces.Count; piece++)
        {
            if (numbers[piece] is null || numbers[piece].Length < count) numbers[piece] = new int[count + count / 8];
            Array.Fill(numbers[piece], -1);
        }
    }
}
