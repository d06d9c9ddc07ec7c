namespace Splatsim.Simulation.Fast;

// States to go back to, and what the reversal of a substep needs of it.
internal sealed partial class FastSimulator<TLanes, TTransfer>
{
    private PacketOrder? order;

    // What would have decided about the next sort, had a copy of the state not made the last move happen: the same sorts follow
    // whether a state is copied or not. Null where the particles' places decide, as after every other look at them.
    private bool? wasFar;

    // The state that was copied, or gone back to, since the last substep.
    private PacketSnapshot? copied, recalled;
    private readonly NodeMomenta recorded = new();

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

    /// <summary>What the nodes got in the last substep that was recorded.</summary>
    internal NodeMomenta Momenta { get; private set; } = new();

    public int KeptMomentaUsed { get; private set; }

    /// <summary>Memory that a copied state may take for what the nodes get in the substep after it [bytes].</summary>
    internal long MomentaAllowance { get; private set; }

    /// <summary>The transfer.</summary>
    internal TransferOptions Transfer => Setup.Transfer;

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
        return copied = PacketSnapshot.Of(spare as PacketSnapshot, pool, store, Order, engine.Extremes, wasFar);
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
        (copied, recalled) = (null, snapshot);
        // What the last move started from is not in the copy: the frame's start is copied as it is.
        isRestored = true;
    }

    /// <summary>Settles how much memory states may take for nodes, by the present grid.</summary>
    internal void AllowMomenta() =>
        MomentaAllowance = Math.Min((long)(options.MomentaShare * PacketSnapshot.BytesOf(store)), 2 * NodeMomenta.BytesOf(grid.Places.Count));

    // Where momenta of the substep at hand go, or come from: its reversal needs them, and a state that is kept before it may keep them.
    private NodeMomenta? MomentaOf(double timeStep)
    {
        NodeMomenta? momenta = null;
        if (Recorder is not null) momenta = Momenta = recalled?.Momenta.TimeStep == timeStep ? recalled.Momenta : recorded;
        else if (engine.Sums.IsUsed && NodeMomenta.BytesOf(grid.Places.Count) <= MomentaAllowance) momenta = copied?.Momenta;
        if (momenta is { IsWhole: false } || momenta == recorded) momenta.Begin(grid.Places.Count);
        return momenta;
    }

    private void EndMomenta(double timeStep)
    {
        if (nodes.Momenta is { } momenta) momenta.End(timeStep);
        (nodes.Momenta, copied, recalled) = (null, null, null);
    }

    private void Record(in SubstepConstants substep)
    {
        Recorder!(substep);
        if (Momenta.IsWhole) KeptMomentaUsed++;
        else engine.Record(in substep);
    }
}
