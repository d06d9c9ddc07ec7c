using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using static Splatsim.Simulation.Fast.PacketLayout;

namespace Splatsim.Simulation.Fast;

/// <summary>The part of a substep that works on blocks of nodes.</summary>
internal static unsafe class GridKernels
{
    // Floats of a cache line.
    private const int Line = 16;

    /// <summary>
    /// Adds up the arenas that reach into a block, row by row along z: momentum and mass of its nodes. Every block takes the same
    /// path, with zeros in place of owners that are not there, so that no branch is guessed wrong.
    /// </summary>
    /// <param name="sources">Owner per side of the owner, from (-1, -1, -1); -1 for none.</param>
    /// <param name="arenas">All arenas.</param>
    /// <param name="zeros">An arena of zeros.</param>
    /// <param name="nodes">The block's nodes.</param>
    public static void Collect(ReadOnlySpan<int> sources, float* arenas, float* zeros, float* nodes)
    {
        float** from = stackalloc float*[27];
        for (int side = 0; side < 27; side++) from[side] = sources[side] < 0 ? zeros : arenas + (long)sources[side] * ArenaFloats;
        Collect(from, nodes);
    }

    /// <summary>The same for arenas that lie anywhere.</summary>
    /// <param name="from">Arena per side of the owner, from (-1, -1, -1).</param>
    /// <param name="nodes">The block's nodes.</param>
    public static void Collect(float** from, float* nodes)
    {
        new Span<float>(nodes, NodeFloats).Clear();
        for (int x = 0; x < ArenaNodes; x++)
        {
            for (int y = 0; y < ArenaNodes; y++)
            {
                float** row = from + 9 * Side(x) + 3 * Side(y);
                int offset = x * ArenaX + y * ArenaY;
                // The owner above ends here with its first node, the block's own owner covers all, the one below starts with its last three.
                float* above = row[0] + offset, own = row[1] + offset + 4, below = row[2] + offset + 20;
                float* to = nodes + (Node(x) * BlockNodes + Node(y)) * BlockNodes * 4;
                (Vector256.Load(to) + Vector256.Load(own) + Vector256.Load(below)).Store(to);
                Vector256<float> end = Vector256.Create(Vector128.Load(below + 8), Vector128.Load(above));
                (Vector256.Load(to + 8) + Vector256.Load(own + 8) + end).Store(to + 8);
            }
        }
    }

    /// <summary>
    /// Asks for what <see cref="Collect(ReadOnlySpan{int}, float*, float*, float*)"/> will read, one block ahead: rows of eight arenas or more in
    /// pieces too short for the hardware to guess the next ones.
    /// </summary>
    public static void AskForSources(ReadOnlySpan<int> sources, float* arenas)
    {
        if (!Sse.IsSupported) return;
        for (int side = 0; side < 9; side++)
        {
            (int firstX, int lastX) = NodesOf(side / 3);
            (int firstY, int lastY) = NodesOf(side % 3);
            float* above = At(sources[3 * side]), own = At(sources[3 * side + 1]), below = At(sources[3 * side + 2]);
            for (int x = firstX; x <= lastX; x++)
            {
                for (int offset = x * ArenaX + firstY * ArenaY; offset <= x * ArenaX + lastY * ArenaY; offset += ArenaY)
                {
                    // A row is two lines; the owner above gives its first node, the one below its last three.
                    if (above != null) Sse.Prefetch1(above + offset);
                    if (below != null) Sse.Prefetch1(below + offset + Line);
                    if (own == null) continue;
                    Sse.Prefetch1(own + offset);
                    Sse.Prefetch1(own + offset + Line);
                }
            }
        }

        float* At(int owner) => owner < 0 ? null : arenas + (long)owner * ArenaFloats;
    }

    /// <summary>Adds an arena to the sums of the nodes around its owner and clears it. Rows that nothing was added to are left out.</summary>
    /// <param name="targets">Block per side, -1 outside the domain (no particle reaches there).</param>
    /// <param name="sums">Sums of all nodes.</param>
    /// <param name="nowhere">A block that takes what lies outside, which is 0.</param>
    /// <param name="arena">8^3 nodes.</param>
    public static void Add(ReadOnlySpan<int> targets, float* sums, float* nowhere, float* arena)
    {
        float** to = stackalloc float*[27];
        for (int side = 0; side < 27; side++) to[side] = targets[side] < 0 ? nowhere : sums + (long)targets[side] * NodeFloats;
        for (int x = 0; x < ArenaNodes; x++)
        {
            for (int y = 0; y < ArenaNodes; y++)
            {
                float* from = arena + x * ArenaX + y * ArenaY;
                Vector256<float> first = Vector256.Load(from), second = Vector256.Load(from + 8), third = Vector256.Load(from + 16), last = Vector256.Load(from + 24);
                if (((first | second) | (third | last)).AsInt32() == Vector256<int>.Zero) continue;
                float** row = to + 9 * Side(x) + 3 * Side(y);
                int offset = (Node(x) * BlockNodes + Node(y)) * BlockNodes * 4;
                float* below = row[0] + offset, own = row[1] + offset, above = row[2] + offset;
                (Vector128.Load(below + 12) + first.GetLower()).Store(below + 12);
                (Vector256.Load(own) + Vector256.Load(from + 4)).Store(own);
                (Vector256.Load(own + 8) + Vector256.Load(from + 12)).Store(own + 8);
                (Vector256.Load(above) + Vector256.Load(from + 20)).Store(above);
                (Vector128.Load(above + 8) + last.GetUpper()).Store(above + 8);
                Vector256<float>.Zero.Store(from);
                Vector256<float>.Zero.Store(from + 8);
                Vector256<float>.Zero.Store(from + 16);
                Vector256<float>.Zero.Store(from + 24);
            }
        }
    }

    /// <summary>Sums become velocities as in <see cref="Accelerate"/>; the sums become 0.</summary>
    /// <param name="sums">Momentum and mass of the block's nodes.</param>
    /// <param name="kick">dt g and 0.</param>
    /// <param name="nodes">The block's nodes.</param>
    public static void Take(float* sums, Vector128<float> kick, float* nodes)
    {
        Vector256<float> last = Vector256.Create(0, 0, 0, -1, 0, 0, 0, -1).AsSingle(), twice = Vector256.Create(kick, kick);
        for (int i = 0; i < NodeFloats; i += 8)
        {
            Vector256<float> node = Vector256.Load(sums + i);
            Vector256<float> mass = Vector256.Shuffle(node, Vector256.Create(3, 3, 3, 3, 7, 7, 7, 7));
            Vector256<float> velocity = node / mass + twice;
            velocity &= Vector256.GreaterThan(mass, Vector256<float>.Zero);
            Vector256.ConditionalSelect(last, node, velocity).Store(nodes + i);
            Vector256<float>.Zero.Store(sums + i);
        }
    }

    /// <summary>Copies the velocities around an owner into its arena.</summary>
    /// <param name="targets">Block per side, -1 outside the domain (no particle reaches there).</param>
    /// <param name="nodes">All nodes.</param>
    /// <param name="zeros">A block of zeros.</param>
    /// <param name="arena">8^3 nodes.</param>
    public static void Spread(ReadOnlySpan<int> targets, float* nodes, float* zeros, float* arena)
    {
        float** from = stackalloc float*[27];
        for (int side = 0; side < 27; side++) from[side] = targets[side] < 0 ? zeros : nodes + (long)targets[side] * NodeFloats;
        Spread(from, arena);
    }

    /// <summary>The same for blocks that lie anywhere.</summary>
    /// <param name="from">Nodes per side, from (-1, -1, -1).</param>
    /// <param name="arena">8^3 nodes.</param>
    public static void Spread(float** from, float* arena)
    {
        for (int x = 0; x < ArenaNodes; x++)
        {
            for (int y = 0; y < ArenaNodes; y++)
            {
                float** row = from + 9 * Side(x) + 3 * Side(y);
                int offset = (Node(x) * BlockNodes + Node(y)) * BlockNodes * 4;
                float* below = row[0] + offset, own = row[1] + offset, above = row[2] + offset;
                float* to = arena + x * ArenaX + y * ArenaY;
                Vector128.Load(below + 12).Store(to);
                Vector256.Load(own).Store(to + 4);
                Vector256.Load(own + 8).Store(to + 12);
                Vector256.Load(above).Store(to + 20);
                Vector128.Load(above + 8).Store(to + 28);
            }
        }
    }

    /// <summary>Momentum becomes velocity, u = p/m + dt g, where there is mass; u = 0 elsewhere. The mass stays in the fourth float.</summary>
    /// <param name="nodes">The block's nodes.</param>
    /// <param name="kick">dt g and 0.</param>
    public static void Accelerate(float* nodes, Vector128<float> kick)
    {
        Vector128<float> last = Vector128.Create(0, 0, 0, -1).AsSingle();
        for (int i = 0; i < NodeFloats; i += 4)
        {
            Vector128<float> node = Vector128.Load(nodes + i);
            Vector128<float> mass = Vector128.Shuffle(node, Vector128.Create(3, 3, 3, 3));
            Vector128<float> velocity = node / mass + kick;
            velocity &= Vector128.GreaterThan(mass, Vector128<float>.Zero);
            Vector128.ConditionalSelect(last, node, velocity).Store(nodes + i);
        }
    }

    /// <summary>Momentum becomes velocity where there is mass, 0 elsewhere.</summary>
    /// <param name="momentum">A block of nodes.</param>
    /// <param name="nodes">The same block with the mass in the fourth float.</param>
    public static void Divide(float* momentum, float* nodes)
    {
        for (int i = 0; i < NodeFloats; i += 4)
        {
            float mass = nodes[i + 3];
            (mass > 0 ? Vector128.Load(momentum + i) / Vector128.Create(mass) : default).Store(momentum + i);
        }
    }

    /// <summary>The largest component of a velocity of the block's nodes [m/s].</summary>
    public static float Fastest(float* nodes)
    {
        Vector256<float> pairs = default;
        for (int i = 0; i < NodeFloats; i += 8) pairs = Vector256.MaxNative(pairs, Vector256.Abs(Vector256.Load(nodes + i)));
        Vector128<float> fastest = Vector128.MaxNative(pairs.GetLower(), pairs.GetUpper());
        return Math.Max(fastest[0], Math.Max(fastest[1], fastest[2]));
    }

    // The nodes of an arena along an axis that belong to the block below the owner, its own, the one above.
    private static (int First, int Last) NodesOf(int side) => side == 0 ? (0, 0) : side == 1 ? (1, 4) : (5, 7);

    // Along one axis: which block an arena's node belongs to (0 below the owner, 1 its own, 2 above), and its place there.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Side(int arenaNode) => (arenaNode + 3) >> 2;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Node(int arenaNode) => (arenaNode + 3) & 3;
}
