using static Splatsim.Simulation.Fast.PacketLayout;

namespace Splatsim.Simulation.Fast;

// Blocks that add up in the nodes themselves.
internal sealed unsafe partial class FastEngine<TLanes, TTransfer>
{
    private readonly Action<int, int> scatterRun, continueRun, scatterVisit, continueVisit;

    /// <summary>Where blocks add up.</summary>
    public NodeSums Sums { get; }

    // Whether blocks add up in the nodes.
    private bool BeginSums()
    {
        if (!Sums.IsUsed) return false;
        if (!Sums.Begin()) return true;
        foreach (KernelWorker worker in workers) new Span<float>(worker.Scratch.Arena, ArenaFloats).Clear();
        return true;
    }

    private void EachBlockOfRun(int run, int worker, Action<int, int> visit)
    {
        GroupScratch scratch = workers[worker].Scratch;
        // Staged rows are used up when a block is done, and have room for one.
        Sums.Add(run, worker, scratch.Arena, scratch.Staged, visit);
    }
}
