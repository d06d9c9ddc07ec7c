using System.Numerics;
using Splatsim.Compute;
using Splatsim.Mathematics;
using static Splatsim.Simulation.Fast.PacketLayout;

namespace Splatsim.Simulation.Fast;

/// <summary>
/// Runs the passes of a substep's reversal over all particles:
/// <code>
///   scatter adjoint   what read the nodes gives its derivatives to arenas of their own
///   (adjoint of the update)
///   gather adjoint    particles take back what their mass, momentum and stress did; laws
/// </code>
/// The nodes are those of the substep already (<see cref="NodeMomenta"/>). Whatever a worker writes belongs to the block at hand, as forward.
/// </summary>
/// <typeparam name="TLanes">The register width.</typeparam>
/// <typeparam name="TTransfer">Scatter and gather of that width.</typeparam>
internal sealed unsafe partial class ReverseEngine<TLanes, TTransfer>
    where TLanes : unmanaged, ILanes<TLanes>
    where TTransfer : struct, ITransfer
{
    private const int BlocksPerTask = 4, PlaceRows = 3, StateRows = 8, MatrixRows = 9;

    private readonly WorkerPool pool;
    private readonly PacketStore store;
    private readonly BlockGrid grid;
    private readonly MatterTable<TLanes> matter;
    private readonly FastEngine<TLanes, TTransfer> engine;
    private readonly ReverseScratch[] scratches;
    private readonly LawAdjointKernel<TLanes>?[] laws;
    private readonly ForceKernel<TLanes> forces;
    private readonly Action<int, int> scatterTask, gatherTask, scatterRun;
    private readonly GroupPass scatterPass, gatherPass;
    private CotangentPackets? bars;
    private AlignedArray<double> sums = new(0);
    private SubstepConstants constants;

    public ReverseEngine(FastSimulator<TLanes, TTransfer> simulator, WorkerPool pool, IReadOnlyList<Material> materials)
    {
        (this.pool, store, grid, matter, engine) = (pool, simulator.Store, simulator.Grid, simulator.Matter, simulator.Engine);
        forces = simulator.ForcePasses;
        scratches = new ReverseScratch[pool.WorkerCount];
        for (int i = 0; i < scratches.Length; i++) scratches[i] = new(store.HistoryStride);
        laws = new LawAdjointKernel<TLanes>?[matter.Laws.Count];
        for (int kind = 0; kind < laws.Length; kind++)
        {
            Material[] own = [.. materials.Where((_, row) => matter.KindOfRow[row] == kind)];
            if (matter.Roles[kind] is MatterRole.Matter or MatterRole.Rigid) laws[kind] = LawAdjointKernel<TLanes>.For(own[0].Law, own);
        }

        SumRows = LawAdjointKernel<TLanes>.FirstCoefficient + laws.Max(l => l?.CoefficientCount ?? 0);
        general = GeneralReversal.For<TLanes>(simulator.Transfer, simulator.Domain);
        (scatterPass, gatherPass) = general is null ? (ScatterAdjoint, GatherAdjoint) : ((GroupPass)ScatterGeneralAdjoint, (GroupPass)GatherGeneralAdjoint);
        Action<int, int> beginScatter = BeginScatter, beginInArena = general is null ? BeginInArena : BeginScatterGeneral;
        Action<int, int> beginGather = general is null ? BeginGather : BeginGatherGeneral;
        Action<int, int> scatterVisit = (owner, worker) => Visit(owner, worker, beginScatter, Reading.Velocities, scatterPass);
        NodeSums added = Sums = new(pool, grid) { IsUsed = engine.Walls is null && general is null };
        scatterTask = (task, worker) => EachOwner(task, worker, beginInArena, Reading.Velocities, scatterPass);
        gatherTask = (task, worker) => EachOwner(task, worker, beginGather, Reading.Derivatives, gatherPass);
        // Staged rows are used up when a block is done, and have room for one.
        scatterRun = (run, worker) => added.Add(run, worker, scratches[worker].OwnArena, engine.Workers[worker].Scratch.Staged, scatterVisit);
    }

    /// <summary>Derivatives by the forces on particles, block by block.</summary>
    public ParticleForceSums ForceSums { get; } = new();

    /// <summary>Derivatives by the nodes' velocities, block by block, where no walls need the parts of owners.</summary>
    public NodeSums Sums { get; }

    /// <summary>The same near walls: sums of each owner, 8^3 nodes.</summary>
    public AlignedArray<float> Arenas { get; private set; } = new(0);

    /// <summary>Derivatives by each block's momenta and masses, once the update of the grid is reversed.</summary>
    public AlignedArray<float> Nodes { get; private set; } = new(0);

    /// <summary>Rows of sums per packet: by mass, by rest volume, by coefficients.</summary>
    public int SumRows { get; }

    /// <summary>Whose stretch was lifted in some substep, by user index.</summary>
    public bool[] IsClamped { get; set; } = [];

    /// <summary>Memory of the passes [bytes].</summary>
    public long Bytes => sizeof(float) * ((long)Arenas.Length + MetArenas.Length + Nodes.Length + ArenasBefore.Length + NodesBefore.Length) + sizeof(double) * (long)sums.Length + Sums.Bytes;

    /// <summary>The sums of a packet.</summary>
    public Span<double> SumsOf(int packet) => sums.Span.Slice(packet * SumRows * Lanes, SumRows * Lanes);

    /// <summary>Takes the derivatives that the passes work on, in the store's order, with sums at 0.</summary>
    public void Begin(CotangentPackets cotangents)
    {
        bars = cotangents;
        if (Sums.IsUsed) Sums.AfterSort();
        int packets = store.PacketCount;
        if (sums.Length < packets * SumRows * Lanes) sums = new(checked(packets * SumRows * Lanes));
        else sums.Span.Clear();
    }

    /// <summary>Takes the numbers of the substep that is about to be reversed.</summary>
    public void Begin(SubstepConstants substep) => constants = substep;

    /// <summary>From derivatives by what particles read to those by the nodes' velocities.</summary>
    public void ScatterAdjoint()
    {
        engine.Walls?.KeepMomenta();
        if (Nodes.Length < grid.Places.Count * NodeFloats) Nodes = new(grid.Nodes.Length);
        if (Sums.IsUsed)
        {
            if (Sums.Begin())
                foreach (ReverseScratch scratch in scratches) new Span<float>(scratch.OwnArena, ArenaFloats).Clear();
            pool.Run(Sums.Runs, scatterRun);
            return;
        }

        ReserveBefore();
        if (Arenas.Length < grid.Owners.Count * ArenaFloats) Arenas = new(grid.Owners.Count * ArenaFloats);
        pool.Run(Tasks, scatterTask);
    }

    /// <summary>From derivatives by the nodes' momenta and masses to those by the particles.</summary>
    public void GatherAdjoint()
    {
        ForceSums.Begin(forces.ParticleForceCount, grid.Owners.Count);
        pool.Run(Tasks, gatherTask);
    }

    private int Tasks => (grid.Owners.Count + BlocksPerTask - 1) / BlocksPerTask;

    private delegate void GroupPass(in ParticleGroup group, int kind, int owner, int packet, int worker);

    private void EachOwner(int task, int worker, Action<int, int> begin, Reading reading, GroupPass pass)
    {
        int end = Math.Min((task + 1) * BlocksPerTask, grid.Owners.Count);
        for (int owner = task * BlocksPerTask; owner < end; owner++) Visit(owner, worker, begin, reading, pass);
    }

    private void Visit(int owner, int worker, Action<int, int> begin, Reading reading, GroupPass pass)
    {
        begin(owner, worker);
        bool isParted = EnterWalls(owner, worker, reading);
        for (int index = engine.FirstSpans[owner]; index < engine.FirstSpans[owner + 1]; index++)
        {
            PacketSpan span = store.Spans[index];
            if (IsRead(reading, matter.Roles[span.Kind])) EachGroup(in span, owner, worker, pass, isParted, reading);
        }

        if (isParted) LeaveWalls(worker, reading);
    }

    private void EachGroup(in PacketSpan span, int owner, int worker, GroupPass pass, bool isParted, Reading reading)
    {
        GroupScratch scratch = engine.Workers[worker].Scratch;
        float* own = scratch.Velocities;
        for (int done = 0; done < span.Count; done += Group)
        {
            int packet = span.FirstPacket + done / Lanes;
            ParticleGroup group = engine.GroupAt(packet, Math.Min(Group, span.Count - done));
            Part(in group, packet, worker, isParted, reading);
            pass(in group, span.Kind, owner, packet, worker);
            scratch.Velocities = own;
        }
    }

    private void BeginScatter(int owner, int worker)
    {
        GridKernels.Spread(grid.Targets(owner), grid.Nodes.Pointer, grid.Zeros.Pointer, engine.Workers[worker].Scratch.Velocities);
        scratches[worker].Arena = scratches[worker].OwnArena;
    }

    private void BeginInArena(int owner, int worker)
    {
        BeginScatter(owner, worker);
        BeginIn(Arenas, owner, worker);
    }

    private void BeginIn(AlignedArray<float> arenas, int owner, int worker)
    {
        scratches[worker].Arena = arenas.Pointer + (long)owner * ArenaFloats;
        new Span<float>(scratches[worker].Arena, ArenaFloats).Clear();
    }

    private void BeginGather(int owner, int worker) =>
        GridKernels.Spread(grid.Targets(owner), Nodes.Pointer, grid.Zeros.Pointer, engine.Workers[worker].Scratch.Velocities);

    private void ScatterAdjoint(in ParticleGroup group, int kind, int owner, int packet, int worker)
    {
        GroupScratch scratch = engine.Workers[worker].Scratch;
        ReverseScratch reverse = scratches[worker];
        bool isTracer = matter.Roles[kind] == MatterRole.Tracer;
        float* bar = bars!.At(packet);
        PacketPrefetch.Rows(group.State + group.Packets * Stride, Stride, PlaceRows);
        BlockBounds bounds = engine.Bounds(owner);
        ulong outside = group.Real & ParticleKernels.Weights<TLanes>(group.State, group.Packets, in bounds, scratch);
        ReverseKernels.Slopes<TLanes>(group.Packets, scratch, reverse.Slopes);
        if (isTracer) ReverseKernels.StageCarry<TLanes>(bar, bars.Stride, group.Deformation, group.Packets, in constants, scratch);
        else ReverseKernels.StageGather<TLanes>(bar, bars.Stride, group.Packets, in constants, scratch);
        reverse.Sides?.Direct(scratch, group.Count);
        // Tracers outside the grid rest; nothing else is outside here.
        for (ulong rest = outside; rest != 0; rest &= rest - 1) Silence(scratch, BitOperations.TrailingZeroCount(rest));
        PacketPrefetch.Rows(bar + group.Packets * bars.Stride, bars.Stride, CotangentPackets.Deformation / Lanes);
        // Of a record, what goes with the mass is 0: nodes have no mass here.
        TransferSlopes.Pack(scratch, grid.Zeros.Pointer, group.Packets);
        TransferSlopes.SumAndMean(scratch, group.Count, reverse);
        TTransfer.Pack(scratch, grid.Zeros.Pointer, group.Packets);
        TTransfer.Scatter(scratch, group.Count, reverse.Target);
        Unpack(group.Count, group.Packets, reverse, mean: true);
        ReverseKernels.FinishGather<TLanes>(bar, bars.Stride, group.Packets, scratch, reverse);
        if (!isTracer) return;
        TTransfer.Gather(scratch, group.Count);
        BlockKernel<TLanes, TTransfer>.Clear(scratch, group.Count, group.Packets * Lanes - group.Count);
        for (ulong rest = outside; rest != 0; rest &= rest - 1) BlockKernel<TLanes, TTransfer>.Clear(scratch, BitOperations.TrailingZeroCount(rest), 1);
        TTransfer.Unpack(scratch, reverse.Sum, reverse.Moment, group.Packets);
        ReverseKernels.FinishCarry<TLanes>(bar, bars.Stride, group.Packets, in constants, scratch, reverse);
    }

    private void GatherAdjoint(in ParticleGroup at, int kind, int owner, int packet, int worker)
    {
        GroupScratch scratch = engine.Workers[worker].Scratch;
        ReverseScratch reverse = scratches[worker];
        ParticleGroup group = at;
        float* bar = bars!.At(packet);
        double* sum = sums.Pointer + (long)packet * SumRows * Lanes;
        // Asked for in parts, so that what this group misses does not queue behind all of the next one's.
        PacketPrefetch.Rows(at.State + at.Packets * Stride, Stride, StateRows);
        PacketPrefetch.Rows(at.Affine + at.Packets * Stride, Stride, MatrixRows);
        Push(ref group, reverse, owner, packet);
        ParticleKernels.Fractions<TLanes>(group.State, group.Packets, scratch);
        reverse.Sides?.Direct(scratch, group.Count);
        ReverseKernels.Slopes<TLanes>(group.Packets, scratch, reverse.Slopes);
        Strain(ref group, matter.Laws[kind], scratch, reverse);
        ParticleKernels.Affine<TLanes>(in group, constants.StressFactor, constants.CellSize, scratch);
        PacketPrefetch.Rows(bar + at.Packets * bars.Stride, bars.Stride, CotangentPackets.History / Lanes);
        TransferSlopes.Pack(scratch, group.State, group.Packets);
        TransferSlopes.Sum(scratch, group.Count, reverse);
        Unpack(group.Count, group.Packets, reverse, mean: false);
        PacketPrefetch.Rows(at.Deformation + at.Packets * Stride, Stride, MatrixRows);
        // A row of doubles is two of floats.
        PacketPrefetch.Rows((float*)(sum + at.Packets * SumRows * Lanes), 2 * SumRows * Lanes, 2 * SumRows);
        TTransfer.Gather(scratch, group.Count);
        BlockKernel<TLanes, TTransfer>.Clear(scratch, group.Count, group.Packets * Lanes - group.Count);
        TTransfer.Unpack(scratch, reverse.Sum, reverse.Moment, group.Packets);
        for (int i = 0; i < group.Packets * Lanes; i++) reverse.ByMass[i] = scratch.Gathered[i * GroupScratch.GatheredFloats + 3];
        ReverseKernels.FinishScatter<TLanes>(in group, bar, bars.Stride, in constants, scratch, reverse, sum, SumRows * Lanes);
        ReverseLaw(in group, in at, kind, owner, packet, scratch, bar, sum);
    }

    // The law, and the forces before it.
    private void ReverseLaw(
        in ParticleGroup group, in ParticleGroup at, int kind, int owner, int packet, GroupScratch scratch, float* bar, double* sum)
    {
        ulong clamped = group.Real & laws[kind]!.Apply(
            in group, matter.Laws[kind].CoefficientCount, constants.TimeStep, bar, bars!.Stride, scratch, sum, SumRows * Lanes);
        for (; clamped != 0; clamped &= clamped - 1)
            IsClamped[store.Identifiers.Pointer[packet * Lanes + BitOperations.TrailingZeroCount(clamped)]] = true;
        if (!forces.ActsOnParticles) return;
        (int x, int y, int z) = BlockGrid.Coordinates(grid.Owners[owner]);
        forces.ReverseParticles(
            in at, store.Identifiers.Pointer + packet * Lanes, BlockNodes * x, BlockNodes * y, BlockNodes * z, bar, bars.Stride, sum, SumRows * Lanes,
            ForceSums, owner);
    }

    // Velocities of its own for a group, after the forces on particles; the store's stay.
    private void Push(ref ParticleGroup group, ReverseScratch scratch, int owner, int packet)
    {
        if (!forces.ActsOnParticles) return;
        group.Motion = FastEngine<TLanes, TTransfer>.Copy(group.Motion, scratch.Motion, group.Packets * Stride);
        engine.PushParticles(in group, owner, packet);
    }

    // Records of slopes to rows. Padding has none.
    private static void Unpack(int count, int packets, ReverseScratch reverse, bool mean)
    {
        float* records = reverse.Records;
        const int stride = ReverseScratch.RecordFloats;
        new Span<float>(records + count * stride, (packets * Lanes - count) * stride).Clear();
        for (int i = 0; i < packets * Lanes; i += 8)
        {
            Wide.LoadColumns(records + i * stride, stride, reverse.ByPlace + i, reverse.ByPlace + Group + i, reverse.ByPlace + 2 * Group + i);
            if (mean) Wide.LoadColumns(records + i * stride + 4, stride, reverse.Mean + i, reverse.Mean + Group + i, reverse.Mean + 2 * Group + i);
        }
    }

    // A particle that gives nothing and takes nothing.
    private static void Silence(GroupScratch scratch, int particle)
    {
        scratch.Base[particle] = 0;
        for (int row = 0; row < 12; row++) scratch.Staged[row * Group + particle] = 0;
    }

    // The stress that the particles had in the substep; F and history stay those of its start.
    private void Strain(ref ParticleGroup group, LawKernel<TLanes> law, GroupScratch scratch, ReverseScratch reverse)
    {
        ParticleGroup after = group;
        after.Deformation = group.Returned = FastEngine<TLanes, TTransfer>.Copy(group.Deformation, reverse.Deformation, group.Packets * Stride);
        after.History = FastEngine<TLanes, TTransfer>.Copy(group.History, reverse.History, group.Packets * group.HistoryStride);
        group.Lifted = law.Strain(in after, constants.TimeStep, scratch);
    }
}
