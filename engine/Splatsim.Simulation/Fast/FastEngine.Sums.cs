using static Splatsim.Simulation.Fast.PacketLayout;

namespace Splatsim.Simulation.Fast;

// Blocks that add up in the nodes themselves.
internal sealed unsafe partial class FastEngine<TLanes, TTransfer>
{
    private readonly Action<int, int> scatterRun, continueRun;

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

    private void EachBlockOfRun(int run, int worker, bool gather)
    {
        try
        {
            (int first, int end) = Sums.Owners(run);
            GroupScratch scratch = workers[worker].Scratch;
            for (int owner = first; owner < end; owner++)
            {
                Visit(owner, workers[worker], gather, scatter: true, scratch.Arena);
                if (owner == first) Sums.Wait(run);
                // Staged rows are used up by now, and have room for a block.
                GridKernels.Add(grid.Targets(owner), Sums.Of(0), scratch.Staged, scratch.Arena);
            }
        }
        finally
        {
            // Also when a law has thrown: others may wait.
            Sums.Finish(run);
        }
    }
}
