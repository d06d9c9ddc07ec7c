using Splatsim.Mathematics;
using static Splatsim.Simulation.Fast.PacketLayout;

namespace Splatsim.Simulation.Fast;

/// <summary>Nodes with an imposed velocity, grouped by the block of nodes that they lie in.</summary>
internal sealed unsafe class HeldNodes
{
    private readonly List<(int Block, int Node, Vector3<Real64> Velocity)> entries = [];
    private int[] first = [];

    /// <summary>Whether there are any.</summary>
    public bool Any => entries.Count > 0;

    /// <summary>Groups the nodes anew; nodes of blocks that nobody touches are left out.</summary>
    public void Rebuild(NodeHolds holds, BlockGrid grid)
    {
        entries.Clear();
        foreach ((long index, Vector3<Real64> velocity) in holds.Nodes)
        {
            (int x, int y, int z) = holds.NodeOf(index);
            // Shifts and masks round down, also below 0.
            int block = grid.Directory.Find(BlockGrid.Place(x >> 2, y >> 2, z >> 2));
            if (block < 0) continue;
            entries.Add((block, ((x & 3) * BlockNodes + (y & 3)) * BlockNodes + (z & 3), velocity));
        }

        entries.Sort(static (a, b) => a.Block.CompareTo(b.Block));
        if (entries.Count == 0)
        {
            first = [];
            return;
        }

        if (first.Length < grid.Places.Count + 1) first = new int[grid.Places.Count + 1];
        int entry = 0;
        for (int block = 0; block <= grid.Places.Count; block++)
        {
            while (entry < entries.Count && entries[entry].Block < block) entry++;
            first[block] = entry;
        }
    }

    /// <summary>Imposes the velocities on a block's nodes that have mass.</summary>
    public void Apply(int block, float* nodes)
    {
        if (entries.Count == 0) return;
        for (int i = first[block]; i < first[block + 1]; i++)
        {
            (_, int index, Vector3<Real64> velocity) = entries[i];
            float* node = nodes + 4 * index;
            if (node[3] > 0) (node[0], node[1], node[2]) = ((float)velocity.X.Value, (float)velocity.Y.Value, (float)velocity.Z.Value);
        }
    }

    /// <summary>The adjoint of <see cref="Apply"/>: what is imposed follows nothing.</summary>
    /// <param name="block">The block.</param>
    /// <param name="byVelocity">Derivatives by the velocities of its nodes; those of held ones become 0.</param>
    public void Release(int block, float* byVelocity)
    {
        if (entries.Count == 0) return;
        for (int i = first[block]; i < first[block + 1]; i++)
        {
            float* node = byVelocity + 4 * entries[i].Node;
            (node[0], node[1], node[2]) = (0, 0, 0);
        }
    }
}
