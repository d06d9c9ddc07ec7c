using static Splatsim.Simulation.Fast.PacketLayout;

namespace Splatsim.Simulation.Fast;

// Transfers that are not the default.
internal sealed unsafe partial class FastEngine<TLanes, TTransfer>
{
    // One half of a substep with a transfer that is not the default.
    private void VisitGeneral(GeneralTransfer transfer, int owner, KernelWorker worker, bool gather)
    {
        GroupScratch scratch = worker.Scratch;
        float* arena = grid.Arenas.Pointer + (long)owner * ArenaFloats;
        float* before = transfer.NeedsVelocityBefore ? grid.ArenasBefore.Pointer + (long)owner * ArenaFloats : null;
        if (gather)
        {
            GridKernels.Spread(grid.Targets(owner), grid.Nodes.Pointer, grid.Zeros.Pointer, scratch.Velocities);
            // What was summed here has been collected: the arena is free for the nodes' velocities.
            if (before is not null) GridKernels.Spread(grid.Targets(owner), grid.NodesBefore.Pointer, grid.Zeros.Pointer, before);
        }
        else
        {
            new Span<float>(arena, ArenaFloats).Clear();
            if (before is not null) new Span<float>(before, ArenaFloats).Clear();
        }

        scratch.Dissipated = 0;
        BlockBounds bounds = Bounds(owner);
        for (int index = firstSpans[owner]; index < firstSpans[owner + 1]; index++)
        {
            PacketSpan span = store.Spans[index];
            MatterRole role = matter.Roles[span.Kind];
            if (role is MatterRole.Stationary or MatterRole.Parked || (role == MatterRole.Tracer && !gather)) continue;
            for (int done = 0; done < span.Count; done += Group)
            {
                int packet = span.FirstPacket + done / Lanes;
                ParticleGroup group = GroupAt(packet, Math.Min(Group, span.Count - done));
                if (isRecording) Copy(ref group, worker);
                if (!gather) PushParticles(in group, owner, packet);
                if (role == MatterRole.Tracer) transfer.Carry(in group, in bounds, ending.TimeStep, scratch);
                else if (gather) transfer.Gather(in group, ending.TimeStep, scratch, before);
                else ScatterGeneral(transfer, in group, matter.Laws[span.Kind], in bounds, worker, arena, before, packet);
            }
        }

        if (dissipated.Length > 0 && !gather) dissipated[owner] = scratch.Dissipated;
    }

    private void ScatterGeneral(
        GeneralTransfer transfer, in ParticleGroup group, LawKernel<TLanes> law, in BlockBounds bounds, KernelWorker worker, float* arena,
        float* before, int packet)
    {
        ulong outside = transfer.Outside(in group, in bounds), clamped = 0;
        if (outside == 0)
        {
            clamped = group.Real & law.Strain(in group, starting.TimeStep, worker.Scratch);
            transfer.Scatter(in group, starting.TimeStep, worker.Scratch, arena, before);
        }

        Note(outside, clamped, worker, packet);
    }
}
