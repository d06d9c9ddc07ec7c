using System.Numerics;
using Splatsim.Mathematics;
using static Splatsim.Simulation.Fast.PacketLayout;

namespace Splatsim.Simulation.Fast;

/// <summary>
/// A substep's work on one group of particles. Between two grid updates nothing but a block's own particles is touched, so the end of a
/// substep and the start of the next are one visit:
/// <code>
///   gather   v and its moments at the old positions     from the arena of velocities
///   move     C, x                                        v and C stay in scratch unless they are asked for
///   stage    weights, trial F, law, A dx, records
///   scatter                                              to the arena of momentum and mass
/// </code>
/// 32 particles at a time, all in the first-level cache. Memory sees x, F, mass and volume only: half of what two visits would move.
/// </summary>
internal static unsafe class BlockKernel<TLanes, TTransfer>
    where TLanes : unmanaged, ILanes<TLanes>
    where TTransfer : struct, ITransfer
{
    /// <summary>Ends a substep for a group: new v, C and x from the nodes' velocities.</summary>
    /// <param name="group">The group; C goes where its affine packets are.</param>
    /// <param name="constants">Numbers of the substep.</param>
    /// <param name="scratch">Scratch with the block's velocities.</param>
    /// <param name="walls">The arenas that the velocities are in, where walls part them.</param>
    public static void Gather(in ParticleGroup group, in SubstepConstants constants, GroupScratch scratch, WallScratch? walls = null)
    {
        ParticleKernels.Fractions<TLanes>(group.State, group.Packets, scratch);
        walls?.Direct(scratch, group.Count);
        TTransfer.Gather(scratch, group.Count);
        Finish(in group, in constants, track: true, scratch);
    }

    /// <summary>Carries a group of tracers. Those outside the bounds rest: no matter carries them.</summary>
    public static void Carry(
        in ParticleGroup group, in BlockBounds bounds, in SubstepConstants constants, GroupScratch scratch, WallScratch? walls = null)
    {
        ulong outside = group.Real & ParticleKernels.Weights<TLanes>(group.State, group.Packets, in bounds, scratch);
        walls?.Direct(scratch, group.Count);
        for (ulong rest = outside; rest != 0; rest &= rest - 1) scratch.Base[BitOperations.TrailingZeroCount(rest)] = 0;
        TTransfer.Gather(scratch, group.Count);
        for (ulong rest = outside; rest != 0; rest &= rest - 1)
            Clear(scratch, BitOperations.TrailingZeroCount(rest), 1);
        Finish(in group, in constants, track: false, scratch);
        Track(in group, outside, scratch);
        ParticleKernels.Trial<TLanes>(in group, constants.TimeStep);
    }

    /// <summary>Starts a substep for a group: trial F, law, and the group's mass and momentum onto the arena.</summary>
    /// <param name="group">The group.</param>
    /// <param name="law">The law.</param>
    /// <param name="bounds">Where base nodes may lie.</param>
    /// <param name="constants">Numbers of the substep.</param>
    /// <param name="scratch">Scratch.</param>
    /// <param name="arena">The block's arena.</param>
    /// <param name="clamped">A bit per particle whose stretches were clamped.</param>
    /// <param name="walls">The arenas, of which <paramref name="arena"/> is the first, where walls part the particles.</param>
    /// <returns>A bit per particle that lies outside the bounds; then nothing was added to the arena.</returns>
    public static ulong Scatter(
        in ParticleGroup group, LawKernel<TLanes> law, in BlockBounds bounds, in SubstepConstants constants,
        GroupScratch scratch, float* arena, out ulong clamped, WallScratch? walls = null)
    {
        clamped = 0;
        ulong outside = group.Real & ParticleKernels.Weights<TLanes>(group.State, group.Packets, in bounds, scratch);
        if (outside != 0) return outside;
        walls?.Direct(scratch, group.Count);
        clamped = group.Real & law.Stage(in group, in constants, scratch);
        TTransfer.Pack(scratch, group.State, group.Packets);
        TTransfer.Scatter(scratch, group.Count, arena);
        return 0;
    }

    // Resting tracers do not count: they would have everything sorted all the time.
    private static void Track(in ParticleGroup group, ulong resting, GroupScratch scratch)
    {
        for (ulong rest = group.Real & ~resting; rest != 0; rest &= rest - 1)
        {
            int i = BitOperations.TrailingZeroCount(rest);
            float* x = group.State + (i >> 4) * Stride + (i & 15);
            *scratch.Lowest = Math.Min(*scratch.Lowest, Math.Min(x[0], Math.Min(x[Lanes], x[2 * Lanes])));
            *scratch.Highest = Math.Max(*scratch.Highest, Math.Max(x[0], Math.Max(x[Lanes], x[2 * Lanes])));
        }
    }

    private static void Finish(in ParticleGroup group, in SubstepConstants constants, bool track, GroupScratch scratch)
    {
        // Padding stays where it is.
        Clear(scratch, group.Count, group.Packets * Lanes - group.Count);
        TTransfer.Unpack(scratch, group.Motion, group.Affine, group.Packets);
        ParticleKernels.Move<TLanes>(in group, constants.MomentFactor, constants.StepInCells, track, scratch);
    }

    /// <summary>Sets what particles have gathered to 0.</summary>
    public static void Clear(GroupScratch scratch, int first, int count) =>
        new Span<float>(scratch.Gathered + first * GroupScratch.GatheredFloats, count * GroupScratch.GatheredFloats).Clear();
}
