namespace Splatsim.Simulation.Fast;

// States to go back to, and what the reversal of a substep needs of it.
internal sealed partial class FastSimulator<TLanes, TTransfer>
{
    private PacketOrder? order;

    // What would have decided about the next sort, had a copy of the state not made the last move happen: the same sorts follow
    // whether a state is copied or not. Null where the particles' places decide, as after every other look at them.
    private bool? wasFar;

    /// <summary>
    /// Takes the place of the pass that starts a substep. The particles then stay as they are at the substep's start, after its actions
    /// and its sort, and the grid is that of the substep; only going back to a state makes the simulator whole again.
    /// </summary>
    internal Action<SubstepConstants>? Recorder { get; set; }

    /// <summary>Takes down what rigid bodies' particles gather in a recorded substep, which leaves them where they are; null in others.</summary>
    internal RigidMatterPackets? RigidRecorder { get; set; }

    /// <summary>
    /// Whether states are copied and gone back to: then every sort follows the end of its substep, so that it is the same whether a copy
    /// has made the particles move before it or not.
    /// </summary>
    internal bool IsTaped { get; init; }

    /// <summary>The particles.</summary>
    internal PacketStore Store => store;

    /// <summary>The blocks.</summary>
    internal BlockGrid Grid => grid;

    /// <summary>Laws and coefficients.</summary>
    internal MatterTable<TLanes> Matter => matter;

    /// <summary>The passes over particles.</summary>
    internal FastEngine<TLanes, TTransfer> Engine => engine;

    /// <summary>The passes over nodes.</summary>
    internal NodeUpdate<TLanes> NodePasses => nodes;

    /// <summary>The forces of the substep at hand.</summary>
    internal ForceKernel<TLanes> ForcePasses => forces;

    /// <summary>The present order of the particles.</summary>
    internal PacketOrder Order => order ??= PacketOrder.Of(store, grid);

    /// <summary>Whether a particle takes part in substeps.</summary>
    internal bool TakesPart(int particle) => IsActive(particle) && !Setup.Materials[Setup.Particles.Material[particle]].IsStationary;

    /// <summary>Ends the last substep without a trace: the next sorts are those that would have been.</summary>
    internal void EndLastMove()
    {
        if (!pending) return;
        bool far = !engine.IsWithinReach(move);
        Settle();
        wasFar = far;
    }

    /// <summary>Ends the last substep, as the start of a frame does.</summary>
    protected override void BeginReplayedFrame() => Settle();

    protected override object CopyState(object? spare)
    {
        EndLastMove();
        return PacketSnapshot.Of(spare as PacketSnapshot, pool, store, Order, engine.Extremes, wasFar);
    }

    protected override void PasteState(object copy)
    {
        PacketSnapshot snapshot = (PacketSnapshot)copy;
        pending = false;
        if (!ReferenceEquals(order, snapshot.Order) && !snapshot.Order.IsThatOf(store, grid))
        {
            snapshot.Order.Restore(store, grid);
            PacketLoader.Constants(Setup, store, IsActive);
            sorter.FinishSpans();
            AfterSort();
        }

        (order, reorder, move) = (snapshot.Order, false, 0);
        snapshot.Restore(pool, store);
        engine.Extremes = snapshot.Extremes;
        wasFar = snapshot.WasFar;
        if (Rigid.Any) rigid.LookForReach(kind => matter.Roles[kind] == MatterRole.Rigid);
        // What the last move started from is not in the copy: the frame's start is copied as it is.
        isRestored = true;
    }
}
