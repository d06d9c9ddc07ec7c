using Splatsim.Compute;
using Splatsim.Mathematics;
using static Splatsim.Simulation.Fast.PacketLayout;

namespace Splatsim.Simulation.Fast;

/// <summary>
/// Runs a substep's passes over all particles: to arenas, from nodes. Workers take blocks as they come; whatever they write belongs to the block. Between the passes
/// <see cref="NodeUpdate{TLanes}"/> turns the arenas into velocities of nodes.
/// </summary>
/// <typeparam name="TLanes">The register width.</typeparam>
/// <typeparam name="TTransfer">Scatter and gather of that width.</typeparam>
internal sealed unsafe partial class FastEngine<TLanes, TTransfer>
    where TLanes : unmanaged, ILanes<TLanes>
    where TTransfer : struct, ITransfer
{
    private const int BlocksPerTask = 4;

    private readonly WorkerPool pool;
    private readonly PacketStore store;
    private readonly BlockGrid grid;
    private readonly MatterTable<TLanes> matter;
    private readonly GridDomain domain;
    private readonly GeneralTransfer? general;
    private readonly KernelWorker[] workers;
    private readonly ForceKernel<TLanes> forces;
    private readonly List<int> firstSpans = [];
    private readonly Action<int, int> scatterTask, gatherTask, continueTask, rigidTask;
    private readonly Action<int, int> wallTask;
    private SubstepConstants ending, starting;
    private float lowest, highest;

    /// <param name="pool">Who computes.</param>
    /// <param name="store">The particles.</param>
    /// <param name="grid">The blocks.</param>
    /// <param name="matter">Laws and coefficients.</param>
    /// <param name="domain">The grid's place and cell size.</param>
    /// <param name="forces">The forces; those on particles act here.</param>
    /// <param name="particles">Number of particles.</param>
    /// <param name="general">A transfer that is not the default.</param>
    public FastEngine(
        WorkerPool pool, PacketStore store, BlockGrid grid, MatterTable<TLanes> matter, GridDomain domain, ForceKernel<TLanes> forces,
        int particles, GeneralTransfer? general = null)
    {
        this.general = general;
        (this.pool, this.store, this.grid, this.matter, this.domain, this.forces) = (pool, store, grid, matter, domain, forces);
        clampedInFrame = new byte[particles];
        workers = new KernelWorker[pool.WorkerCount];
        for (int i = 0; i < workers.Length; i++) workers[i] = new KernelWorker();
        scatterTask = (task, worker) => EachBlock(task, worker, gather: false, scatter: true);
        gatherTask = (task, worker) => EachBlock(task, worker, gather: true, scatter: false);
        continueTask = (task, worker) => EachBlock(task, worker, gather: true, scatter: true);
        rigidTask = GatherRigid;
        Slow = new(store, grid);
        endTask = EndBlocks;
        wallTask = (task, worker) => EachBlock(task, worker, gather: true, scatter: false, onlySeparate: true);
        scatterVisit = (owner, worker) => Visit(owner, workers[worker], gather: false, scatter: true, workers[worker].Scratch.Arena);
        continueVisit = (owner, worker) => Visit(owner, workers[worker], gather: true, scatter: true, workers[worker].Scratch.Arena);
        scatterRun = (run, worker) => EachBlockOfRun(run, worker, scatterVisit);
        continueRun = (run, worker) => EachBlockOfRun(run, worker, continueVisit);
        Sums = new(pool, grid);
    }

    /// <summary>Thin walls; null for none.</summary>
    public FastWalls? Walls { get; init; }

    /// <summary>The transfer; null for the default one.</summary>
    internal GeneralTransfer? General => general;

    /// <summary>What each worker owns.</summary>
    internal IReadOnlyList<KernelWorker> Workers => workers;

    /// <summary>Pieces of cut matter; null for none.</summary>
    public FastPieces? Pieces { get; init; }

    /// <summary>First span by owner, and the number of spans.</summary>
    public IReadOnlyList<int> FirstSpans => firstSpans;

    /// <summary>Lowest and highest coordinate of the particles in their blocks after the last move [cells].</summary>
    public (float Lowest, float Highest) Extremes
    {
        get => (lowest, highest);
        set => (lowest, highest) = value;
    }

    /// <summary>
    /// Whether nobody can be where its block's arena does not reach after a move by so much. False for NaN.
    /// </summary>
    /// <param name="move">Largest possible move along an axis [cells].</param>
    public bool IsWithinReach(float move) => lowest - move > -grid.Reach && highest + move < BlockNodes + grid.Reach;

    /// <summary>Takes note of a new order of particles and blocks.</summary>
    public void AfterSort()
    {
        (lowest, highest) = (slowLowest, slowHighest) = (0, BlockNodes);
        firstSpans.Clear();
        int owner = -1;
        for (int i = 0; i < store.Spans.Count; i++)
        {
            if (store.Spans[i].Owner == owner) continue;
            owner = store.Spans[i].Owner;
            firstSpans.Add(i);
        }

        firstSpans.Add(store.Spans.Count);
        Slow.AfterSort();
        Sums.AfterSort();
    }

    /// <summary>Takes note of changed coefficients.</summary>
    public void ForgetCoefficients()
    {
        foreach (KernelWorker worker in workers) worker.Scratch.Coefficients.Forget();
    }

    /// <summary>Starts a substep: particles to arenas.</summary>
    public void Scatter(in SubstepConstants constants)
    {
        starting = constants;
        Slow.BeginSubstep(starting.TimeStep, domain.CellSize);
        if (BeginSums()) pool.Run(Sums.Runs, scatterRun);
        else pool.Run(Tasks, scatterTask);
    }

    /// <summary>Ends a substep: nodes to particles.</summary>
    public void Gather(in SubstepConstants constants)
    {
        ending = constants;
        Move(Tasks, gatherTask);
        KeepSlowExtremes();
    }

    /// <summary>Ends a substep and starts the next in one visit. v and C in memory are not updated.</summary>
    public void Continue(in SubstepConstants constants, in SubstepConstants next)
    {
        (ending, starting) = (constants, next);
        Slow.BeginSubstep(starting.TimeStep, domain.CellSize);
        (float low, float high) = Walls is null ? (0, 0) : Extremes;
        if (BeginSums()) Move(Sums.Runs, continueRun);
        else Move(Tasks, continueTask);
        // Blocks near walls have moved before.
        (lowest, highest) = (Math.Min(lowest, low), Math.Max(highest, high));
        KeepSlowExtremes();
    }

    /// <summary>Ends a substep in the blocks where walls are near, before <see cref="Continue"/>.</summary>
    public void GatherNearWalls(in SubstepConstants constants)
    {
        ending = constants;
        Move(Tasks, wallTask);
    }

    /// <summary>Gathers v and C of rigid particles, which stay where they are.</summary>
    public void GatherRigid() => pool.Run(Tasks, rigidTask);

    private void GatherRigid(int task, int worker)
    {
        GroupScratch scratch = workers[worker].Scratch;
        // Without a time step nothing moves.
        SubstepConstants still = new(0, domain.CellSize);
        int end = Math.Min((task + 1) * BlocksPerTask, grid.Owners.Count);
        for (int owner = task * BlocksPerTask; owner < end; owner++)
        {
            bool spread = false;
            bool isParted = Walls is not null && Walls.IsParted(owner);
            for (int index = firstSpans[owner]; index < firstSpans[owner + 1]; index++)
            {
                PacketSpan span = store.Spans[index];
                if (matter.Roles[span.Kind] != MatterRole.Rigid) continue;
                if (!spread) GridKernels.Spread(grid.Targets(owner), grid.Nodes.Pointer, grid.Zeros.Pointer, scratch.Velocities);
                if (!spread && isParted) Walls!.Enter(owner, workers[worker].Walls, gather: true);
                spread = true;
                for (int done = 0; done < span.Count; done += Group)
                {
                    int packet = span.FirstPacket + done / Lanes;
                    ParticleGroup group = GroupAt(packet, Math.Min(Group, span.Count - done));
                    if (isParted && Walls!.Load(in group, packet, workers[worker].Walls, scratch.Velocities)) GatherSided(in group, in still, workers[worker]);
                    else BlockKernel<TLanes, TTransfer>.Gather(in group, in still, scratch);
                }
            }
        }
    }

    // A pass that moves particles.
    private void Move(int tasks, Action<int, int> task)
    {
        foreach (KernelWorker worker in workers) worker.Scratch.ResetExtremes();
        pool.Run(tasks, task);
        (lowest, highest) = (0, BlockNodes);
        foreach (KernelWorker worker in workers)
        {
            for (int lane = 0; lane < Lanes; lane++)
            {
                lowest = Math.Min(lowest, worker.Scratch.Lowest[lane]);
                highest = Math.Max(highest, worker.Scratch.Highest[lane]);
            }
        }
    }

    private int Tasks => (grid.Owners.Count + BlocksPerTask - 1) / BlocksPerTask;

    private void EachBlock(int task, int worker, bool gather, bool scatter, bool onlySeparate = false)
    {
        int end = Math.Min((task + 1) * BlocksPerTask, grid.Owners.Count);
        for (int owner = task * BlocksPerTask; owner < end; owner++)
        {
            bool isSeparate = Walls is not null && Walls.IsSeparate(owner);
            if (onlySeparate && !isSeparate) continue;
            if (general is null) Visit(owner, workers[worker], gather && !(scatter && isSeparate), scatter);
            else VisitGeneral(general, owner, workers[worker], gather);
        }
    }

    private void Visit(int owner, KernelWorker worker, bool gather, bool scatter)
    {
        float* arena = grid.Arenas.Pointer + (long)owner * ArenaFloats;
        if (scatter && Slow.IsVisited(owner, starts: true)) new Span<float>(arena, ArenaFloats).Clear();
        Visit(owner, worker, gather, scatter, arena);
    }

    // The arena is clear.
    private void Visit(int owner, KernelWorker worker, bool gather, bool scatter, float* arena)
    {
        if (!Slow.IsVisited(owner, scatter))
        {
            if (dissipated.Length > 0 && scatter) dissipated[owner] = 0;
            return;
        }

        GroupScratch scratch = worker.Scratch;
        if (gather) GridKernels.Spread(grid.Targets(owner), grid.Nodes.Pointer, grid.Zeros.Pointer, scratch.Velocities);
        scratch.Dissipated = 0;
        BlockBounds bounds = Bounds(owner);
        uint cleared = 0;
        bool isParted = Walls is not null && Walls.IsParted(owner);
        if (isParted) Walls!.Enter(owner, worker.Walls, gather);
        int piece = 0;
        for (int index = firstSpans[owner]; index < firstSpans[owner + 1]; index++)
        {
            PacketSpan span = store.Spans[index];
            if (span.Piece != piece)
            {
                piece = span.Piece;
                if (gather) Pieces!.Spread(owner, piece, scratch.Velocities);
                arena = Pieces!.Arena(owner, piece);
                if (scatter) new Span<float>(arena, ArenaFloats).Clear();
            }

            MatterRole role = matter.Roles[span.Kind];
            if (role is MatterRole.Stationary or MatterRole.Parked)
            {
                if (gather && !scatter) KeepPositions(span.FirstPacket, span.Packets);
                continue;
            }

            int level = Slow.LevelOf(span.Kind);
            if (level > 0 && !(scatter && role == MatterRole.Matter && Slow.IsStarting(level))) continue;
            if (level > 0) ClearOnce(owner, level, ref cleared);
            bool wholeDeformation = role == MatterRole.Tracer || matter.Laws[span.Kind].KeepsShape;
            for (int done = 0; done < span.Count; done += Group)
            {
                int packet = span.FirstPacket + done / Lanes;
                ParticleGroup group = GroupAt(packet, Math.Min(Group, span.Count - done));
                PacketPrefetch.After(in group, wholeDeformation);
                if (level > 0)
                {
                    BeginStep(in group, span.Kind, level, in bounds, worker, arena, owner, packet);
                    continue;
                }

                // Rigid bodies have moved their particles already.
                bool gathers = gather && role != MatterRole.Rigid;
                if (gathers && (scatter || role == MatterRole.Tracer))
                {
                    group.Motion = scratch.Motion;
                    group.Affine = scratch.Affine;
                }

                if (gather && !scatter) KeepPositions(packet, group.Packets);
                if (isRecording) Copy(ref group, worker);
                if (isParted && Walls!.Load(in group, packet, worker.Walls, gather ? scratch.Velocities : null))
                {
                    VisitSided(in group, role, span.Kind, in bounds, worker, gather, owner, packet);
                    continue;
                }

                if (role == MatterRole.Tracer)
                {
                    if (gather) BlockKernel<TLanes, TTransfer>.Carry(in group, in bounds, in ending, scratch);
                    continue;
                }

                if (gathers) BlockKernel<TLanes, TTransfer>.Gather(in group, in ending, scratch);
                if (scatter) PushParticles(in group, owner, packet);
                if (scatter) Scatter(in group, matter.Laws[span.Kind], in bounds, worker, arena, packet);
            }
        }

        if (isParted && scatter) Walls!.Leave(worker.Walls, arena);
        if (dissipated.Length > 0 && scatter) dissipated[owner] = scratch.Dissipated;
    }

    // One half of a substep for a group with particles near walls.
    private void VisitSided(
        in ParticleGroup group, MatterRole role, int kind, in BlockBounds bounds, KernelWorker worker, bool gather, int owner, int packet)
    {
        GroupScratch scratch = worker.Scratch;
        if (gather)
        {
            // Rigid bodies have moved their particles already.
            if (role == MatterRole.Rigid) return;
            if (role != MatterRole.Tracer)
            {
                GatherSided(in group, in ending, worker);
                return;
            }

            float* own = scratch.Velocities;
            scratch.Velocities = worker.Walls.Arenas;
            BlockKernel<TLanes, TTransfer>.Carry(in group, in bounds, in ending, scratch, worker.Walls);
            scratch.Velocities = own;
            return;
        }

        if (role == MatterRole.Tracer) return;
        PushParticles(in group, owner, packet);
        ulong outside = BlockKernel<TLanes, TTransfer>.Scatter(
            in group, matter.Laws[kind], in bounds, in starting, scratch, worker.Walls.Arenas, out ulong clamped, worker.Walls);
        Note(outside, clamped, worker, packet);
    }

    private static void GatherSided(in ParticleGroup group, in SubstepConstants constants, KernelWorker worker)
    {
        GroupScratch scratch = worker.Scratch;
        float* own = scratch.Velocities;
        scratch.Velocities = worker.Walls.Arenas;
        BlockKernel<TLanes, TTransfer>.Gather(in group, in constants, scratch, worker.Walls);
        scratch.Velocities = own;
    }

    internal void PushParticles(in ParticleGroup group, int owner, int packet)
    {
        if (!forces.ActsOnParticles) return;
        (int x, int y, int z) = BlockGrid.Coordinates(grid.Owners[owner]);
        forces.ApplyToParticles(in group, store.Identifiers.Pointer + packet * Lanes, BlockNodes * x, BlockNodes * y, BlockNodes * z);
    }

    // What a move starts from, so that a frame's start can be repeated; see SavedPackets.
    private void KeepPositions(int first, int packets)
    {
        for (int packet = first; packet < first + packets; packet++)
        {
            new Span<float>(store.State.Pointer + (long)packet * Stride, SpareStride)
                .CopyTo(new Span<float>(store.Spare.Pointer + (long)packet * SpareStride, SpareStride));
        }
    }

    private void Scatter(in ParticleGroup group, LawKernel<TLanes> law, in BlockBounds bounds, KernelWorker worker, float* arena, int packet)
    {
        ulong outside = BlockKernel<TLanes, TTransfer>.Scatter(in group, law, in bounds, in starting, worker.Scratch, arena, out ulong clamped);
        Note(outside, clamped, worker, packet);
    }

    internal ParticleGroup GroupAt(int packet, int count)
    {
        float* state = store.State.Pointer + (long)packet * Stride;
        return new ParticleGroup
        {
            State = state,
            Motion = state,
            Affine = store.Affine.Pointer + (long)packet * Stride,
            Transfer = store.IsSeparate ? store.Transfer.Pointer + (long)packet * Stride : null,
            Deformation = store.Deformation.Pointer + (long)packet * Stride,
            History = store.History.Pointer + (long)packet * store.HistoryStride,
            HistoryStride = store.HistoryStride,
            Rows = store.Rows.Pointer + packet * Lanes,
            UniformRows = store.UniformRows.Pointer + packet,
            Table = matter.Coefficients.Pointer,
            Packets = (count + Lanes - 1) / Lanes,
            Count = count,
        };
    }

    internal BlockBounds Bounds(int owner)
    {
        (int x, int y, int z) = BlockGrid.Coordinates(grid.Owners[owner]);
        return new BlockBounds
        {
            LowX = Math.Max(-1, grid.FirstNode - BlockNodes * x),
            LowY = Math.Max(-1, grid.FirstNode - BlockNodes * y),
            LowZ = Math.Max(-1, grid.FirstNode - BlockNodes * z),
            HighX = Math.Min(grid.HighestBase, grid.NodesX - grid.KernelNodes - BlockNodes * x),
            HighY = Math.Min(grid.HighestBase, grid.NodesY - grid.KernelNodes - BlockNodes * y),
            HighZ = Math.Min(grid.HighestBase, grid.NodesZ - grid.KernelNodes - BlockNodes * z),
        };
    }
}
