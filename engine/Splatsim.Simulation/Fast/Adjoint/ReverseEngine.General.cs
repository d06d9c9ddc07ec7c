using Splatsim.Mathematics;
using static Splatsim.Simulation.Fast.PacketLayout;

namespace Splatsim.Simulation.Fast;

// Transfers that are not the default.
internal sealed unsafe partial class ReverseEngine<TLanes, TTransfer>
{
    private readonly GeneralReversal? general;

    /// <summary>Whether the nodes' velocities before forces are needed.</summary>
    public bool NeedsVelocityBefore => general is { NeedsVelocityBefore: true };

    /// <summary>As <see cref="Arenas"/>, by the velocities without forces; empty unless they are needed.</summary>
    public AlignedArray<float> ArenasBefore { get; private set; } = new(0);

    /// <summary>As <see cref="Nodes"/>, by the momenta without forces; empty unless they are needed.</summary>
    public AlignedArray<float> NodesBefore { get; private set; } = new(0);

    private void ReserveBefore()
    {
        if (!NeedsVelocityBefore) return;
        if (ArenasBefore.Length < grid.Owners.Count * ArenaFloats) ArenasBefore = new(grid.Owners.Count * ArenaFloats);
        if (NodesBefore.Length < grid.Places.Count * NodeFloats) NodesBefore = new(grid.Nodes.Length);
    }

    private void BeginScatterGeneral(int owner, int worker)
    {
        BeginInArena(owner, worker);
        if (!NeedsVelocityBefore) return;
        GridKernels.Spread(grid.Targets(owner), grid.NodesBefore.Pointer, grid.Zeros.Pointer, scratches[worker].OwnArena);
        new Span<float>(ArenasBefore.Pointer + (long)owner * ArenaFloats, ArenaFloats).Clear();
    }

    private void BeginGatherGeneral(int owner, int worker)
    {
        BeginGather(owner, worker);
        if (NeedsVelocityBefore) GridKernels.Spread(grid.Targets(owner), NodesBefore.Pointer, grid.Zeros.Pointer, scratches[worker].OwnArena);
    }

    // What the particles of a block read.
    private GeneralArenas ReadOf(int worker) => new()
    {
        Nodes = engine.Workers[worker].Scratch.Velocities,
        Before = NeedsVelocityBefore ? scratches[worker].OwnArena : null,
    };

    private void ScatterGeneralAdjoint(in ParticleGroup group, int kind, int owner, int packet, int worker)
    {
        ReverseScratch reverse = scratches[worker];
        GeneralArenas read = ReadOf(worker), given;
        given.Nodes = reverse.Target;
        given.Before = NeedsVelocityBefore ? ArenasBefore.Pointer + (long)owner * ArenaFloats : null;
        CotangentRows rows = bars!.Rows;
        if (matter.Roles[kind] == MatterRole.Tracer)
        {
            BlockBounds bounds = engine.Bounds(owner);
            ulong moving = group.Real & ~engine.General!.Outside(in group, in bounds);
            general!.CarryAdjoint(in group, moving, bars.At(packet), in rows, constants.TimeStep, in read, in given);
            return;
        }

        // Some schemes ask whether matter is compressed once its law has acted.
        ParticleGroup strained = group;
        if (NeedsVelocityBefore) Strain(ref strained, matter.Laws[kind], engine.Workers[worker].Scratch, reverse);
        general!.GatherAdjoint(in group, reverse.Deformation, bars.At(packet), in rows, constants.TimeStep, in read, in given);
    }

    private void GatherGeneralAdjoint(in ParticleGroup at, int kind, int owner, int packet, int worker)
    {
        GroupScratch scratch = engine.Workers[worker].Scratch;
        ReverseScratch reverse = scratches[worker];
        ParticleGroup group = at;
        GeneralArenas nodes = ReadOf(worker);
        CotangentRows rows = bars!.Rows;
        float* bar = bars.At(packet);
        double* sum = sums.Pointer + (long)packet * SumRows * Lanes;
        Push(ref group, reverse, owner, packet);
        Strain(ref group, matter.Laws[kind], scratch, reverse);
        general!.ScatterAdjoint(in group, bar, in rows, constants.TimeStep, scratch, in nodes, sum, SumRows * Lanes);
        // Laws look at L, and kernels of laws at one place for C: what the transfer has found of C steps aside.
        for (int p = 0; p < group.Packets; p++)
        {
            Span<float> affine = new(bar + p * bars.Stride + CotangentPackets.Affine, Stride), gradient = new(bar + p * bars.Stride + rows.Gradient, Stride);
            affine.CopyTo(new(reverse.Sum + p * Stride, Stride));
            gradient.CopyTo(affine);
        }

        ReverseLaw(in group, in at, kind, owner, packet, scratch, bar, sum);
        for (int p = 0; p < group.Packets; p++)
        {
            Span<float> affine = new(bar + p * bars.Stride + CotangentPackets.Affine, Stride), gradient = new(bar + p * bars.Stride + rows.Gradient, Stride);
            affine.CopyTo(gradient);
            new Span<float>(reverse.Sum + p * Stride, Stride).CopyTo(affine);
        }
    }
}
