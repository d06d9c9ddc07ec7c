using Splatsim.Compute;
using Splatsim.Mathematics;
using Splatsim.Mechanics;

namespace Splatsim.Simulation.Fast;

/// <summary>
/// The fast back end: MLS-MPM with APIC as the reference defines it, over packets of particles in single precision.
/// The end of a substep is put off until the next one, so that both are one visit to the particles; whoever looks at the
/// particles in between makes it happen first.
/// </summary>
/// <remarks>
/// Sorts every so many substeps, counted from the first one, and earlier when something may have moved a cell. A saved state has the order of the
/// particles in it, so that a simulation that is resumed repeats the same sums.
/// </remarks>
/// <typeparam name="TLanes">The register width.</typeparam>
/// <typeparam name="TTransfer">Scatter and gather of that width.</typeparam>
internal sealed partial class FastSimulator<TLanes, TTransfer> : SimulatorBase, IFastDiagnostics
    where TLanes : unmanaged, ILanes<TLanes>
    where TTransfer : struct, ITransfer
{
    // For the rounding of a position and of the largest move [cells].
    private const float Rounding = 1e-4f;

    private readonly FastOptions options;
    private readonly CellFrame frame;
    private readonly WorkerPool pool;
    private readonly PacketStore store;
    private readonly BlockGrid grid;
    private readonly PacketSorter sorter;
    private readonly MatterTable<TLanes> matter;
    private readonly ForceKernel<TLanes> forces;
    private readonly FastEngine<TLanes, TTransfer> engine;
    private readonly NodeUpdate<TLanes> nodes;
    private readonly PacketReader reader;
    private readonly GeneralTransfer? general;
    private readonly SavedPackets saved = new();
    private readonly RigidPackets rigid;
    private readonly FastWalls? walls;
    private readonly FastPieces? pieces;
    private SubstepConstants constants;
    private bool pending;
    private float move;
    private bool reorder;
    private bool isRestored;

    public FastSimulator(SimulationSetup setup, FastOptions options)
        : base(setup)
    {
        this.options = options;
        pool = setup.Workers ?? WorkerPool.Shared;
        matter = new MatterTable<TLanes>(setup.Materials, setup.TracksDissipation, StepBounds);
        GridDomain domain = setup.Domain;
        general = GeneralTransfer.For(setup.Transfer, domain.CellSize);
        store = new PacketStore(matter.HistoryCount, general is not null);
        grid = new BlockGrid(
            domain.CountX, domain.CountY, domain.CountZ, options.Dense, general?.KernelNodes ?? QuadraticKernel.NodeCount, general?.NeedsVelocityBefore ?? false, domain.IsUnbounded);
        frame = new CellFrame(domain);
        int tracers = setup.Tracers?.Count ?? 0;
        sorter = new PacketSorter(pool, store, ParticleCount, tracers, grid, frame, matter.KindOfRow, Pieces);
        forces = new();
        walls = Walls.Any ? new(Walls, pool, store, grid, tracers > 0) : null;
        pieces = Pieces.Any ? new(Pieces, store, grid, domain.CellSize, pool.WorkerCount) : null;
        engine = new(pool, store, grid, matter, domain, forces, ParticleCount, general) { Walls = walls, Pieces = pieces };
        nodes = new(pool, grid, domain, setup.Gravity, forces, Fields)
        {
            Walls = walls,
            Slow = engine.Slow,
            Sums = engine.Sums,
            Pieces = pieces,
            MeetsBodies = FreeBodies.Any,
            Tension = setup.SurfaceTension is { } tension
                ? [.. Enumerable.Range(0, pool.WorkerCount).Select(_ => new SurfaceTensionKernel(tension, tension.Density(setup), domain.CellSize))]
                : null,
        };
        reader = new(pool, store, grid, frame, setup, IsActive);
        rigid = new(reader, store, frame);
        Load();
    }

    public override string Description =>
        $"fast back end, single precision, {Setup.Transfer}, {TLanes.LaneCount} lanes ({InstructionSet}), {pool.WorkerCount} workers, {GridDescription} of {Setup.Domain}";

    public long ParticleBytes => store.Bytes + sorter.Bytes + saved.ParticleBytes + reader.Bytes + ParticleCount;

    public long GridBytes => grid.Bytes + saved.GridBytes + (walls?.Bytes ?? 0) + (pieces?.Bytes ?? 0) + engine.Slow.Bytes + engine.Sums.Bytes;

    public StageTimes Stages { get; } = new();

    protected override int ClampedCount => engine.ClampedCount;

    protected override int FirstClamped => engine.FirstClamped == int.MaxValue ? -1 : engine.FirstClamped;

    private static string InstructionSet => TLanes.IsAccelerated ? TLanes.LaneCount switch { 16 => "AVX-512", 8 => "AVX2", _ => "scalar" } : "emulated";

    private string GridDescription =>
        $"{(grid.Directory.IsDense ? "dense" : "sparse")} grid with {grid.Places.Count}{(Setup.Domain.IsUnbounded ? string.Empty : $" of {grid.BlockCount}")} blocks in use";

    public override void CopyTo(ParticleSet target)
    {
        Settle();
        reader.CopyTo(target);
    }

    protected override SimulationStatistics Sums()
    {
        Settle();
        return reader.Statistics(Time, ClampedCount, Dissipated);
    }

    public override Vector3<Real64> PositionOf(int particle)
    {
        Settle();
        return reader.PositionOf(particle);
    }

    public override Vector3<Real64> VelocityOf(int particle)
    {
        Settle();
        return reader.VelocityOf(particle);
    }

    public override void AddVelocity(int particle, Vector3<Real64> change)
    {
        Settle();
        reader.AddVelocity(particle, change);
    }

    public override void SetVelocity(int particle, Vector3<Real64> velocity, in Matrix3x3<Real64> affine)
    {
        Settle();
        reader.SetVelocity(particle, velocity, in affine);
    }

    protected override void Place(int particle, Vector3<Real64> position, Vector3<Real64> velocity)
    {
        Settle();
        (int slot, (int X, int Y, int Z) block) = reader.Find(particle);
        PacketLoader.Place(Setup, store, frame, matter, particle, slot, block, position, velocity);
        reorder = true;
    }

    protected override void Park(int particle)
    {
        Settle();
        PacketLoader.Park(store, matter.ParkedRow, reader.Find(particle).Slot);
        reorder = true;
    }

    protected override void AfterParting() => reorder = true;

    protected override double MaximumSpeed()
    {
        Settle();
        return reader.MaximumSpeed();
    }

    protected override void BeginFrame()
    {
        Settle();
        // Before the first substep the setup itself is the start.
        bool whole = isRestored || general is not null || walls is not null || pieces is not null || Setup.StepPolicy.LocalSteps;
        if (SubstepCount > 0) saved.Take(store, grid, constants, engine.Extremes, whole);
        engine.BeginFrame();
        isRestored = false;
    }

    protected override void EndFrame()
    {
        Settle();
        int bad = reader.FirstNotFinite();
        if (bad >= 0) throw NotFinite(bad);
        int outside = reader.FirstOutside();
        if (outside >= 0) throw new ParticleLeftDomainException(Time, outside, reader.PositionOf(outside), Setup.Domain);
    }

    protected override void RestoreFrame()
    {
        copied = null;
        pending = false;
        if (!saved.Exists)
        {
            Load();
            return;
        }

        constants = saved.Constants;
        saved.Restore(store, grid);
        PacketLoader.Constants(Setup, store, IsActive);
        sorter.FinishSpans();
        AfterSort();
        if (saved.IsWhole)
        {
            engine.Extremes = saved.Extremes;
            return;
        }

        pending = true;
        Settle();
        saved.RestoreDeformation(store);
        PlaceRigid();
    }

    protected override void Substep(SubstepWork substep)
    {
        SubstepConstants next = new(substep.TimeStep, Setup.Domain.CellSize, Setup.Transfer.InverseMoment);
        // Particles of other transfers may be faster than any node: look where they are.
        if (general is not null) Settle();
        bool far = wasFar ?? !engine.IsWithinReach(move);
        bool sort = reorder || IsSortDue || far || !rigid.IsWithinReach;
        wasFar = null;
        if (sort && pending && !IsTaped && IsSortableBetweenHalves) Sort(HasShape ? SortedRows.WithoutMotion : SortedRows.WithoutMotionAndShape);
        else if (sort) SettleAndSort();
        if (!options.Fuse || Recorder is not null) SettlePositions();
        // The others ask for the parts of blocks.
        engine.Sums.IsUsed = general is null && walls is null && pieces is null && !engine.Slow.Any;
        if (!engine.Sums.IsUsed) grid.ReserveArenas();
        forces.Set(substep);
        long begin = StageTimes.Now;
        if (walls is not null) FindSides(walls);
        nodes.Momenta = MomentaOf(substep.TimeStep);
        if (Recorder is not null) Record(in next);
        else if (pending) engine.Continue(in constants, in next);
        else engine.Scatter(in next);
        long end = pending ? Stages.Continue.Add(begin) : Stages.Scatter.Add(begin);
        if (Setup.TracksDissipation) Dissipated += engine.DissipatedInStep();
        // The last substep has ended; to end it once more would gather at places that may not exist.
        pending = false;
        if (engine.Escaped != int.MaxValue) throw Outside(engine.Escaped);
        if (Rigid.Any) UpdateGridAndRigid(substep);
        else nodes.Run(substep);
        if (FreeBodies.Any) nodes.MeetBodies(substep, FreeBodies, Fields);
        Stages.Grid.Add(end);
        EndMomenta(substep.TimeStep);
        // No particle is faster than the fastest node.
        move = nodes.Fastest * next.StepInCells + Rounding;
        constants = next;
        // A recorded substep leaves the particles at its start.
        pending = Recorder is null;
    }

    protected override string StateFormat => "fast, single precision";

    protected override void SaveState(StateWriter target)
    {
        Settle();
        PacketState.Save(target, store, grid, engine.Extremes);
        engine.SaveClamped(target);
    }

    protected override void RestoreState(StateReader source)
    {
        pending = false;
        (float, float) extremes = PacketState.Restore(source, store, grid);
        PacketLoader.Constants(Setup, store, IsActive);
        sorter.FinishSpans();
        AfterSort();
        engine.Extremes = extremes;
        engine.RestoreClamped(source);
        PlaceRigid();
        // What the last move started from is not in the file: the frame's start is copied as it is.
        isRestored = true;
    }

    protected override void SetCoefficients(int material, LawParameters<Real64> prepared)
    {
        matter.Set(material, in prepared);
        reader.Set(material, in prepared);
        engine.ForgetCoefficients();
    }

    protected override void CopyTracersTo(TracerSet target)
    {
        Settle();
        reader.CopyTo(target);
    }

    private void FindSides(FastWalls walls)
    {
        walls.Begin();
        if (pending) engine.GatherNearWalls(in constants);
        walls.FindSides(engine.FirstSpans, Walls.AreDue(SubstepCount));
    }

    private void Settle()
    {
        wasFar = null;
        EndSteps();
        SettlePositions();
    }

    // Of those that take every substep.
    private void SettlePositions()
    {
        if (!pending) return;
        pending = false;
        move = 0;
        long begin = StageTimes.Now;
        engine.Gather(in constants);
        Stages.Gather.Add(begin);
    }

    private void Load()
    {
        PacketLoader.Load(Setup, store, sorter, grid, frame, matter, IsActive);
        sorter.SortInitial();
        AfterSort();
        PlaceRigid();
    }

    private void UpdateGridAndRigid(SubstepWork substep)
    {
        rigid.Begin();
        nodes.Run(substep, () =>
        {
            if (RigidRecorder is null) engine.GatherRigid();
            else RigidRecorder.Gather(engine.GatherRigid, p => reader.Find(p).Slot);
            Rigid.Step(RigidRecorder is null ? rigid : RigidRecorder, substep, Fields, pool);
        });
    }

    private void PlaceRigid()
    {
        if (!Rigid.Any) return;
        rigid.Begin();
        Rigid.Write(rigid);
    }

    // Whether all velocities are still to come from the nodes.
    private bool IsSortableBetweenHalves =>
        general is null && walls is null && pieces is null && !Levels.Any && store.Spans.TrueForAll(s => matter.Roles[s.Kind] is MatterRole.Matter or MatterRole.Tracer);

    // Whether F is more than J^(1/3) I somewhere.
    private bool HasShape => store.Spans.Exists(s => matter.Roles[s.Kind] != MatterRole.Matter || matter.Laws[s.Kind].KeepsShape);

    private void SettleAndSort()
    {
        SettlePositions();
        CutSteps();
        Levels.BeginAgain();
        Sort(SortedRows.All);
    }

    private void Sort(SortedRows moved)
    {
        long begin = StageTimes.Now;
        int escaped = sorter.Sort(moved);
        if (escaped >= 0)
        {
            // Positions are in the frames of other blocks already.
            pending = false;
            throw Outside(escaped);
        }

        AfterSort();
        Stages.Sort.Add(begin);
        Stages.Sort.Give(Stages.Blocks, sorter.Rebuilding.Begin, sorter.Rebuilding.End);
    }

    private void AfterSort()
    {
        reorder = false;
        move = 0;
        order = null;
        engine.AfterSort();
        walls?.AfterSort();
        pieces?.AfterSort();
        nodes.AfterSort(StationaryNodes);
        if (Setup.TracksDissipation) engine.TrackDissipation();
        reader.AfterSort();
    }

    private SimulationException Outside(int particle)
    {
        Settle();
        return reader.IsFinite(particle)
            ? new ParticleLeftDomainException(Time, particle, reader.PositionOf(particle), Setup.Domain)
            : NotFinite(particle);
    }

    private NonFiniteParticleException NotFinite(int particle) =>
        new(Time, particle, saved.PositionOf(particle, reader) ?? Setup.Particles.Position(particle), Setup.Materials[Setup.Particles.Material[particle]].Name);
}
