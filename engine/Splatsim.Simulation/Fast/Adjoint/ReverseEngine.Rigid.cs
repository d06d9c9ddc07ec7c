using Splatsim.Mathematics;
using static Splatsim.Simulation.Fast.PacketLayout;

namespace Splatsim.Simulation.Fast;

// Particles of rigid bodies: what they have gathered came from the velocities before contacts, and did not move them.
internal sealed unsafe partial class ReverseEngine<TLanes, TTransfer>
{
    private AlignedArray<float> met = new(0);

    /// <summary>Sums of each owner, 8^3 nodes: derivatives by the velocities that bodies have gathered.</summary>
    public AlignedArray<float> MetArenas { get; private set; } = new(0);

    /// <summary>From derivatives by what rigid bodies' particles have gathered to those by the nodes' velocities.</summary>
    /// <param name="velocities">The velocities, block by block.</param>
    public void ScatterMetAdjoint(AlignedArray<float> velocities)
    {
        if (MetArenas.Length < grid.Owners.Count * ArenaFloats) MetArenas = new(grid.Owners.Count * ArenaFloats);
        met = velocities;
        SubstepConstants substep = constants;
        constants = new(0, substep.CellSize);
        pool.Run(Tasks, (task, worker) => EachOwner(task, worker, BeginMet, Reading.Met, scatterPass));
        constants = substep;
    }

    private void BeginMet(int owner, int worker)
    {
        GridKernels.Spread(grid.Targets(owner), met.Pointer, grid.Zeros.Pointer, engine.Workers[worker].Scratch.Velocities);
        BeginIn(MetArenas, owner, worker);
    }

    // Whose groups a pass visits.
    private static bool IsRead(Reading reading, MatterRole role) => reading switch
    {
        Reading.Met => role == MatterRole.Rigid,
        Reading.Velocities => role is MatterRole.Matter or MatterRole.Tracer,
        _ => role is MatterRole.Matter or MatterRole.Rigid,
    };
}
