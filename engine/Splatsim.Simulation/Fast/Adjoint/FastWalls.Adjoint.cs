using Splatsim.Mathematics;
using static Splatsim.Simulation.Fast.PacketLayout;

namespace Splatsim.Simulation.Fast;

// What the reversal of a substep needs. A block's arenas for a side hold in turn momenta, velocities, derivatives by velocities and
// derivatives by momenta, each in the place of what was read before; likewise the nodes of a side, but for the momenta.
internal sealed unsafe partial class FastWalls
{
    private AlignedArray<float> momenta = new(0);

    /// <summary>Momentum and mass of the nodes of one of <see cref="Blocks"/>, as they were kept.</summary>
    public float* Momenta(int index) => momenta.Pointer + (long)index * NodeFloats;

    /// <summary>Keeps the momenta of all <see cref="Blocks"/>: velocities take their place in the arenas.</summary>
    public void KeepMomenta()
    {
        if (momenta.Length < blocks.Count * NodeFloats) momenta = new(checked((blocks.Count + blocks.Count / 8) * NodeFloats));
        pool.Run((blocks.Count + OwnersPerTask - 1) / OwnersPerTask, (task, _) =>
        {
            for (int i = task * OwnersPerTask; i < Math.Min((task + 1) * OwnersPerTask, blocks.Count); i++)
            {
                SidedBlock kept = new(blocks[i].Block, blocks[i].Key, Momenta(i));
                Collect(in kept);
            }
        });
    }

    /// <summary>The adjoint of what particles near walls read: the block's arenas take what they gave to the nodes that they deal with.</summary>
    /// <param name="scratch">Their arenas.</param>
    /// <param name="own">The block's own arena, added to.</param>
    public void LeaveAdjoint(WallScratch scratch, float* own)
    {
        foreach (SidedArena arena in arenas[scratch.Owner]) new Span<float>(arena.Floats, ArenaFloats).Clear();
        // Where no matter is on a side, nothing moves: nobody follows.
        Leave(scratch, own, grows: false);
    }
}
