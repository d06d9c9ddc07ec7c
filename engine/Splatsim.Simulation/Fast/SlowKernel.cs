using Splatsim.Mathematics;
using static Splatsim.Simulation.Fast.PacketLayout;

namespace Splatsim.Simulation.Fast;

/// <summary>What <see cref="SlowMotion"/> says, for groups of packets.</summary>
/// <typeparam name="TLanes">The register width.</typeparam>
/// <typeparam name="TTransfer">Scatter and gather of that width.</typeparam>
internal static unsafe class SlowKernel<TLanes, TTransfer>
    where TLanes : unmanaged, ILanes<TLanes>
    where TTransfer : struct, ITransfer
{
    /// <summary>Starts a step: law, mass and momentum onto the block's arena, impulse of a substep onto that of the level.</summary>
    /// <param name="group">The group.</param>
    /// <param name="law">The law.</param>
    /// <param name="bounds">Where base nodes may lie.</param>
    /// <param name="constants">Numbers of the step.</param>
    /// <param name="pushes">Packets with what forces at particles add to velocities in a substep; null for none.</param>
    /// <param name="scratch">Scratch.</param>
    /// <param name="arena">The block's arena.</param>
    /// <param name="impulses">The block's arena of the level.</param>
    /// <param name="clamped">A bit per particle whose stretches were clamped.</param>
    /// <returns>A bit per particle that lies outside the bounds; then nothing was added.</returns>
    public static ulong Begin(
        in ParticleGroup group, LawKernel<TLanes> law, in BlockBounds bounds, in SlowConstants constants, float* pushes, GroupScratch scratch, float* arena,
        float* impulses, out ulong clamped)
    {
        clamped = 0;
        ulong outside = group.Real & ParticleKernels.Weights<TLanes>(group.State, group.Packets, in bounds, scratch);
        if (outside != 0) return outside;
        clamped = group.Real & law.Strain(in group, constants.Lead, constants.Duration, scratch);
        ParticleKernels.Affine<TLanes>(in group, 0, constants.Substep.CellSize, scratch);
        TTransfer.Pack(scratch, group.State, group.Packets);
        TTransfer.Scatter(scratch, group.Count, arena);
        Impulses(in group, in constants, pushes, scratch);
        TTransfer.Pack(scratch, group.State, group.Packets);
        TTransfer.Scatter(scratch, group.Count, impulses);
        return 0;
    }

    /// <summary>Ends a step: new F, v, C and x.</summary>
    /// <param name="group">The group.</param>
    /// <param name="keepsShape">Whether the law wants all of F.</param>
    /// <param name="constants">Numbers of the step.</param>
    /// <param name="velocities">Scratch with the block's last velocities.</param>
    /// <param name="means">Scratch with the block's mean velocities over the step; notes where particles move.</param>
    public static void End(in ParticleGroup group, bool keepsShape, in SlowConstants constants, GroupScratch velocities, GroupScratch means)
    {
        ParticleGroup last = group, mean = group;
        last.Motion = velocities.Motion;
        last.Affine = velocities.Affine;
        mean.Motion = means.Motion;
        mean.Affine = means.Affine;
        SubstepConstants whole = constants.Whole;
        // Without a time step nothing moves.
        BlockKernel<TLanes, TTransfer>.Gather(in last, new SubstepConstants(0, constants.Substep.CellSize), velocities);
        BlockKernel<TLanes, TTransfer>.Gather(in mean, in whole, means);
        TLanes lead = TLanes.Broadcast(constants.Lead), duration = TLanes.Broadcast(constants.Duration);
        for (int i = 0; i < group.Packets * Lanes; i += TLanes.LaneCount)
        {
            int at = (i >> 4) * Stride + (i & 15);
            LanePackets.Load(mean.Affine + at, out Matrix3x3<TLanes> displacement);
            displacement = duration * displacement;
            LanePackets.Load(group.Affine + at, out Matrix3x3<TLanes> start);
            LanePackets.Load(group.Deformation + at, out Matrix3x3<TLanes> f);
            SlowMotion.End(in displacement, in start, lead, ref f);
            LanePackets.Load(last.Affine + at, out start);
            LanePackets.Store(in start, group.Affine + at);
            StoreDeformation(in f, keepsShape, group.Deformation + at);
            for (int axis = 0; axis < 3; axis++)
                TLanes.Load(last.Motion + at + Velocity + axis * Lanes).Store(group.State + at + Velocity + axis * Lanes);
        }
    }

    /// <summary>F becomes (I + t C) F, or (I - t C)^-1 F for a negative time.</summary>
    public static void Advance(in ParticleGroup group, bool keepsShape, double time)
    {
        for (int i = 0; i < group.Packets * Lanes; i += TLanes.LaneCount)
        {
            int at = (i >> 4) * Stride + (i & 15);
            LanePackets.Load(group.Affine + at, out Matrix3x3<TLanes> affine);
            LanePackets.Load(group.Deformation + at, out Matrix3x3<TLanes> f);
            SlowMotion.Advance(in affine, time, ref f);
            StoreDeformation(in f, keepsShape, group.Deformation + at);
        }
    }

    // As ParticleKernels.Affine stages momentum, with a stress that is pulled back and not symmetric.
    private static void Impulses(in ParticleGroup group, in SlowConstants constants, float* pushes, GroupScratch scratch)
    {
        TLanes lead = TLanes.Broadcast(constants.Lead), stressFactor = TLanes.Broadcast(constants.Substep.StressFactor);
        for (int i = 0; i < group.Packets * Lanes; i += TLanes.LaneCount)
        {
            int at = (i >> 4) * Stride + (i & 15);
            LanePackets.LoadStress(scratch.Stress + i, out SymmetricMatrix3x3<TLanes> kirchhoff);
            LanePackets.Load(group.Affine + at, out Matrix3x3<TLanes> affine);
            SlowMotion.PullBack(in kirchhoff, in affine, lead, out Matrix3x3<TLanes> pulled);
            pulled = (TLanes.Load(group.State + at + Volume) * stressFactor) * pulled;
            Vector3<TLanes> offset = new(TLanes.Load(scratch.Fraction + i), TLanes.Load(scratch.Fraction + Group + i), TLanes.Load(scratch.Fraction + 2 * Group + i));
            Vector3<TLanes> first = -(pulled * offset);
            if (pushes != null)
            {
                float* push = pushes + at + Velocity;
                first += TLanes.Load(group.State + at + Mass) * new Vector3<TLanes>(TLanes.Load(push), TLanes.Load(push + Lanes), TLanes.Load(push + 2 * Lanes));
            }

            float* row = scratch.Staged + i;
            Store(first, row);
            Store(pulled.Column0, row + 3 * Group);
            Store(pulled.Column1, row + 6 * Group);
            Store(pulled.Column2, row + 9 * Group);
        }
    }

    private static void Store(Vector3<TLanes> v, float* row)
    {
        v.X.Store(row);
        v.Y.Store(row + Group);
        v.Z.Store(row + 2 * Group);
    }

    // A law that forgets the shape reads one number of F: J^(1/3).
    private static void StoreDeformation(in Matrix3x3<TLanes> f, bool keepsShape, float* rows)
    {
        if (keepsShape)
        {
            LanePackets.Store(in f, rows);
            return;
        }

        TLanes ratio = TLanes.Max(f.Determinant, TLanes.FromDouble(Mechanics.StretchLimits.MinimumVolumeRatio));
        TLanes side = TLanes.Exp(TLanes.FromDouble(1.0 / 3) * TLanes.Log(ratio));
        for (int i = 0; i < 9; i += 4) side.Store(rows + i * Lanes);
    }
}
