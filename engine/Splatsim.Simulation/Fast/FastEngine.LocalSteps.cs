using System.Runtime.Intrinsics;
using static Splatsim.Simulation.Fast.PacketLayout;

namespace Splatsim.Simulation.Fast;

// Particles that take several substeps at once; see SlowMotion.
internal sealed unsafe partial class FastEngine<TLanes, TTransfer>
{
    private readonly Action<int, int> endTask;
    private float slowLowest, slowHighest;
    private SlowConstants step;
    private int ended;

    /// <summary>Which blocks and kinds step how.</summary>
    public SlowBlocks Slow { get; }

    /// <summary>Ends the step of a level; the nodes hold the velocities of its last substep.</summary>
    /// <param name="level">Its number, from 1.</param>
    /// <param name="timeStep">Length of a substep [s].</param>
    public void EndStep(int level, double timeStep)
    {
        StepLevel at = Slow.Levels[level - 1].Level;
        (ended, step) = (level, new(at, at.Done, timeStep, domain.CellSize));
        (float low, float high) = Extremes;
        Move(Tasks, endTask);
        (slowLowest, slowHighest) = (Math.Min(slowLowest, lowest), Math.Max(slowHighest, highest));
        (lowest, highest) = (Math.Min(low, slowLowest), Math.Max(high, slowHighest));
    }

    /// <summary>F becomes (I + t C) F, or (I - t C)^-1 F for a negative time.</summary>
    /// <param name="kinds">Which kinds of matter.</param>
    /// <param name="time">t [s].</param>
    public void AdvanceDeformation(bool[] kinds, double time) => pool.Run(store.Spans.Count, (index, _) =>
    {
        PacketSpan span = store.Spans[index];
        if (!kinds[span.Kind]) return;
        for (int done = 0; done < span.Count; done += Group)
        {
            ParticleGroup group = GroupAt(span.FirstPacket + done / Lanes, Math.Min(Group, span.Count - done));
            SlowKernel<TLanes, TTransfer>.Advance(in group, matter.Laws[span.Kind].KeepsShape, time);
        }
    });

    // Slow particles stay where their last step took them.
    private void KeepSlowExtremes()
    {
        if (Slow.Any) (lowest, highest) = (Math.Min(lowest, slowLowest), Math.Max(highest, slowHighest));
    }

    private void ClearOnce(int owner, int level, ref uint cleared)
    {
        if ((cleared >> level & 1) != 0) return;
        cleared |= 1u << level;
        new Span<float>(Slow.Levels[level - 1].Arenas.Pointer + (long)owner * ArenaFloats, ArenaFloats).Clear();
    }

    private void BeginStep(in ParticleGroup group, int kind, int level, in BlockBounds bounds, KernelWorker worker, float* arena, int owner, int packet)
    {
        SlowLevel slow = Slow.Levels[level - 1];
        SlowConstants constants = slow.Constants;
        float* pushes = forces.ActsOnParticles ? Push(in group, slow.Level.Planned, worker.Slow.Motion, owner, packet) : null;
        ulong outside = SlowKernel<TLanes, TTransfer>.Begin(
            in group, matter.Laws[kind], in bounds, in constants, pushes, worker.Scratch, arena, slow.Arenas.Pointer + (long)owner * ArenaFloats,
            out ulong clamped);
        Note(outside, clamped, worker, packet);
    }

    // Forces at particles act as often as ever; what they make of the velocity at the start is spread over the step.
    private float* Push(in ParticleGroup group, int times, float* pushes, int owner, int packet)
    {
        ParticleGroup pushed = group;
        pushed.Motion = pushes;
        for (int p = 0; p < group.Packets; p++)
        {
            new Span<float>(group.State + p * Stride + Velocity, 3 * Lanes).CopyTo(new Span<float>(pushes + p * Stride + Velocity, 3 * Lanes));
        }

        for (int i = 0; i < times; i++) PushParticles(in pushed, owner, packet);
        for (int i = 0; i < group.Packets * Lanes; i++)
        {
            int at = (i >> 4) * Stride + (i & 15) + Velocity;
            for (int axis = 0; axis < 3 * Lanes; axis += Lanes) pushes[at + axis] = (pushes[at + axis] - group.State[at + axis]) / times;
        }

        return pushes;
    }

    private void EndBlocks(int task, int worker)
    {
        KernelWorker own = workers[worker];
        SlowLevel level = Slow.Levels[ended - 1];
        int end = Math.Min((task + 1) * BlocksPerTask, grid.Owners.Count);
        for (int owner = task * BlocksPerTask; owner < end; owner++)
        {
            if (!Slow.Has(owner, ended)) continue;
            GridKernels.Spread(grid.Targets(owner), grid.Nodes.Pointer, grid.Zeros.Pointer, own.Slow.Velocities);
            GridKernels.Spread(grid.Targets(owner), level.Path.Pointer, grid.Zeros.Pointer, own.Scratch.Velocities);
            Mean(own.Slow.Velocities, level.Level.Done, own.Scratch.Velocities);
            BlockBounds bounds = Bounds(owner);
            for (int index = firstSpans[owner]; index < firstSpans[owner + 1]; index++)
            {
                PacketSpan span = store.Spans[index];
                if (Slow.LevelOf(span.Kind) != ended) continue;
                for (int done = 0; done < span.Count; done += Group)
                {
                    ParticleGroup group = GroupAt(span.FirstPacket + done / Lanes, Math.Min(Group, span.Count - done));
                    EndGroup(group, span.Kind, in bounds, own);
                }
            }
        }
    }

    private void EndGroup(ParticleGroup group, int kind, in BlockBounds bounds, KernelWorker worker)
    {
        if (matter.Roles[kind] != MatterRole.Tracer)
        {
            SlowKernel<TLanes, TTransfer>.End(in group, matter.Laws[kind].KeepsShape, in step, worker.Slow, worker.Scratch);
            return;
        }

        group.Motion = worker.Scratch.Motion;
        group.Affine = worker.Scratch.Affine;
        BlockKernel<TLanes, TTransfer>.Carry(in group, in bounds, step.Whole, worker.Scratch);
    }

    // The mean velocity of all substeps, from the last one and the sum of the others.
    private static void Mean(float* last, int count, float* sum)
    {
        Vector256<float> scale = Vector256.Create(1f / count);
        for (int i = 0; i < ArenaFloats; i += 8) (scale * (Vector256.Load(sum + i) + Vector256.Load(last + i))).Store(sum + i);
    }
}
