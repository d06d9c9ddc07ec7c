using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Splatsim.Mathematics;
using static Splatsim.Simulation.Fast.PacketLayout;

namespace Splatsim.Simulation.Fast;

// The nodes that matter deals with from behind thin walls: the same, and what the walls did.
internal sealed unsafe partial class NodeReversal<TLanes>
{
    private readonly List<GridContact<Real32>> wallContacts = [];
    private ContactCotangents<Real64>[] byWalls = [];

    /// <summary>Derivatives by a thin wall in the last substep.</summary>
    /// <param name="contact">Its number among all contacts of the substep.</param>
    public ContactCotangents<Real64> ByWall(int contact)
    {
        ContactCotangents<Real64> total = default;
        for (int task = 0; task < SideTasks; task++) total.Add(in byWalls[task * wallContacts.Count + contact]);
        return total;
    }

    private int SideTasks => ((update.Walls?.Blocks.Count ?? 0) + BlocksPerTask - 1) / BlocksPerTask;

    private int AllTasks => Tasks + SideTasks;

    private void BeginSides(SubstepWork substep)
    {
        wallContacts.Clear();
        if (update.Walls is null) return;
        foreach (GridContact<Real64> contact in substep.Contacts) wallContacts.Add(GridContact<Real32>.From(in contact, domain));
        Clear(ref byWalls, SideTasks * wallContacts.Count);
    }

    private void EachSide(int task, int worker, bool take, bool finish)
    {
        FastWalls walls = update.Walls!;
        Scratch scratch = scratches[worker];
        int end = Math.Min((task + 1) * BlocksPerTask, walls.Blocks.Count);
        for (int i = task * BlocksPerTask; i < end; i++)
        {
            SidedBlock side = walls.Blocks[i];
            if (take)
            {
                // Derivatives take the place of the velocities.
                walls.Collect(in side);
                KeepHeavy(walls.Momenta(i), side.Nodes);
                update.Held.Release(side.Block, side.Nodes);
                update.Stationary.Release(side.Block, side.Nodes);
            }

            if (!finish) continue;
            new Span<float>(walls.Momenta(i), NodeFloats).CopyTo(new Span<float>(scratch.Momenta, NodeFloats));
            (int x, int y, int z) = BlockGrid.Coordinates(grid.Places[side.Block]);
            (x, y, z) = (BlockNodes * x, BlockNodes * y, BlockNodes * z);
            update.Contacts.List(x, y, z, scratch.Touching);
            GridKernels.Accelerate(scratch.Momenta, Vector128<float>.Zero);
            Reverse(scratch, side.Nodes, x, y, z, Tasks + task, in side);
            Finish(scratch.Momenta, side.Nodes, Vector128<float>.Zero, ref byGravity[Tasks + task]);
        }
    }

    // What the walls did to lanes of nodes, node by node as forward.
    private void ReverseWalls(
        Scratch scratch, in SidedBlock side, int first, int x, int y, int z, int task, Vector3<TLanes> velocity, ref Vector3<TLanes> cotangent)
    {
        float* met = stackalloc float[3 * Lanes], bars = stackalloc float[3 * Lanes];
        LanePackets.Store(velocity, met);
        LanePackets.Store(cotangent, bars);
        WallBlock block = update.Walls!.Field.BlockAt(x / BlockNodes, y / BlockNodes, z / BlockNodes);
        Span<ContactCotangents<Real64>> sums = byWalls.AsSpan(task * wallContacts.Count, wallContacts.Count);
        for (int lane = 0; lane < TLanes.LaneCount; lane++)
        {
            int i = first + lane;
            if (!(scratch.Momenta[4 * i + 3] > 0)) continue;
            Vector3<Real32> place = new(x + i / (BlockNodes * BlockNodes), y + i / BlockNodes % BlockNodes, z + i % BlockNodes);
            Vector3<Real32> bar = new(bars[lane], bars[Lanes + lane], bars[2 * Lanes + lane]);
            scratch.Walls.Reverse(
                block, i, side.Key, CollectionsMarshal.AsSpan(wallContacts), place, new(met[lane], met[Lanes + lane], met[2 * Lanes + lane]), ref bar, sums);
            (bars[lane], bars[Lanes + lane], bars[2 * Lanes + lane]) = (bar.X.Value, bar.Y.Value, bar.Z.Value);
        }

        cotangent = LanePackets.Load<TLanes>(bars);
    }
}
