using static Splatsim.Simulation.Fast.PacketLayout;

namespace Splatsim.Simulation.Fast;

/// <summary>Brings blocks of nodes from one list of places to the next, in place.</summary>
internal static class NodeMoves
{
    /// <summary>
    /// Moves the blocks that are in both lists and clears those that are in the second alone. Both lists ascend, so that blocks keep their
    /// order: those that move down never meet those that move up.
    /// </summary>
    /// <param name="before">Places of the blocks so far.</param>
    /// <param name="after">Places of the blocks from now on.</param>
    /// <param name="nodes">Blocks of nodes, with room for both lists.</param>
    public static void Follow(List<long> before, List<long> after, Span<float> nodes)
    {
        for (int from = 0, to = 0; from < before.Count && to < after.Count;)
        {
            if (before[from] == after[to] && to < from) Block(nodes, from).CopyTo(Block(nodes, to));
            Next(before[from], after[to], ref from, ref to, 1);
        }

        for (int from = before.Count - 1, to = after.Count - 1; from >= 0 && to >= 0;)
        {
            if (before[from] == after[to] && to > from) Block(nodes, from).CopyTo(Block(nodes, to));
            Next(before[from], after[to], ref from, ref to, -1);
        }

        int old = 0;
        for (int block = 0; block < after.Count; block++)
        {
            while (old < before.Count && before[old] < after[block]) old++;
            if (old == before.Count || before[old] != after[block]) Block(nodes, block).Clear();
        }
    }

    // Both lists one step on where they agree, otherwise the one that is behind.
    private static void Next(long before, long after, ref int from, ref int to, int step)
    {
        int order = step * before.CompareTo(after);
        if (order <= 0) from += step;
        if (order >= 0) to += step;
    }

    private static Span<float> Block(Span<float> nodes, int block) => nodes.Slice(block * NodeFloats, NodeFloats);
}
