using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using static Splatsim.Simulation.Fast.PacketLayout;

namespace Splatsim.Simulation.Fast;

/// <summary>The part of a substep that works on blocks of nodes.</summary>
internal static unsafe class GridKernels
{
    /// <summary>Adds up the arenas that reach into a block, in the order of the sides: momentum and mass of its nodes.</summary>
    /// <param name="sources">Owner per side of the owner, from (-1, -1, -1); -1 for none.</param>
    /// <param name="arenas">All arenas.</param>
    /// <param name="nodes">The block's nodes.</param>
    public static void Collect(ReadOnlySpan<int> sources, float* arenas, float* nodes)
    {
        new Span<float>(nodes, NodeFloats).Clear();
        for (int side = 0; side < 27; side++)
        {
            int owner = sources[side];
            if (owner < 0) continue;
            (int x, int nodeX, int countX) = Overlap(side / 9);
            (int y, int nodeY, int countY) = Overlap(side / 3 % 3);
            (int z, int nodeZ, int countZ) = Overlap(side % 3);
            float* arena = arenas + (long)owner * ArenaFloats + x * ArenaX + y * ArenaY + z * 4;
            float* target = nodes + ((nodeX * BlockNodes + nodeY) * BlockNodes + nodeZ) * 4;
            for (int i = 0; i < countX; i++)
            {
                float* from = arena + i * ArenaX;
                float* to = target + i * BlockNodes * BlockNodes * 4;
                for (float* end = from + countY * ArenaY; from < end; from += ArenaY, to += BlockNodes * 4)
                {
                    // 1, 4 or 3 nodes of four floats.
                    if (countZ == 1)
                    {
                        Add(from, to);
                        continue;
                    }

                    (Vector256.Load(to) + Vector256.Load(from)).Store(to);
                    if (countZ == 4) (Vector256.Load(to + 8) + Vector256.Load(from + 8)).Store(to + 8);
                    else Add(from + 8, to + 8);
                }
            }
        }
    }

    /// <summary>Copies the velocities around an owner into its arena.</summary>
    /// <param name="targets">Block per side, -1 outside the domain (no particle reaches there).</param>
    /// <param name="nodes">All nodes.</param>
    /// <param name="arena">8^3 nodes.</param>
    public static void Spread(ReadOnlySpan<int> targets, float* nodes, float* arena)
    {
        for (int side = 0; side < 27; side++)
        {
            int block = targets[side];
            if (block < 0) continue;
            (int x, int nodeX, int countX) = Overlap(side / 9);
            (int y, int nodeY, int countY) = Overlap(side / 3 % 3);
            (int z, int nodeZ, int countZ) = Overlap(side % 3);
            float* source = nodes + (long)block * NodeFloats + ((nodeX * BlockNodes + nodeY) * BlockNodes + nodeZ) * 4;
            float* target = arena + x * ArenaX + y * ArenaY + z * 4;
            for (int i = 0; i < countX; i++)
            {
                float* from = source + i * BlockNodes * BlockNodes * 4;
                float* to = target + i * ArenaX;
                for (float* end = from + countY * BlockNodes * 4; from < end; from += BlockNodes * 4, to += ArenaY)
                {
                    if (countZ == 1)
                    {
                        Vector128.Load(from).Store(to);
                        continue;
                    }

                    Vector256.Load(from).Store(to);
                    if (countZ == 4) Vector256.Load(from + 8).Store(to + 8);
                    else Vector128.Load(from + 8).Store(to + 8);
                }
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

    /// <summary>The largest component of a velocity of the block's nodes [m/s].</summary>
    public static float Fastest(float* nodes)
    {
        Vector128<float> fastest = default;
        for (int i = 0; i < NodeFloats; i += 4) fastest = Vector128.MaxNative(fastest, Vector128.Abs(Vector128.Load(nodes + i)));
        return Math.Max(fastest[0], Math.Max(fastest[1], fastest[2]));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(float* from, float* to) => (Vector128.Load(to) + Vector128.Load(from)).Store(to);

    // Along one axis, for the block below, at and above an owner: first node in the arena, first node in the block, their number.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (int Arena, int Node, int Count) Overlap(int side) => side switch
    {
        0 => (0, 3, 1),
        1 => (1, 0, 4),
        _ => (5, 0, 3),
    };
}
