using ILGPU;
using ILGPU.Runtime;
using Splatsim.Compute;
using Splatsim.Mathematics;

namespace Splatsim.Simulation.Kernels;

/// <summary>
/// MLS-MPM with APIC as the reference defines it, on a GPU: everything stays there, and one small note comes back per frame.
/// What goes wrong within a frame is therefore found at its end, and told with the time at which it happened.
/// </summary>
internal sealed partial class DeviceSimulator : SimulatorBase, IDeviceSimulation
{
    // What a particle may move between sorts and still be summed in shared memory [cells], with room for acceleration.
    private const double Reach = 0.9, Margin = 1.5;

    private readonly ComputeDevice device;
    private readonly bool ownsDevice;
    private readonly DeviceOptions options;
    private readonly DeviceParticles particles;
    private readonly DeviceGrid grid;
    private readonly DeviceSorter sorter;
    private readonly DeviceTracers tracers;
    private readonly DeviceNotes notes;
    private readonly DeviceAccess access;
    private readonly DeviceForces forces;
    private readonly MaterialKernel<Real64>[] energies;
    private readonly DeviceTransfer transfer;
    private readonly DeviceTension? tension;
    private readonly DeviceRigid? rigid;
    private readonly DeviceBodies? bodies;
    private readonly DeviceWalls? walls;
    private readonly Action<Index1D, ParticleViews, GridViews, NoteViews> check;
    private StepNumbers last;
    private bool pending;
    private bool speedIsKnown;
    private bool everSaved;
    private double fastestAtStart;
    private double frameStart;
    private double frameStep;
    private int substepInFrame;
    private int sinceSort = int.MaxValue;
    private int sortPeriod;
    private int longestSortPeriod;
    private int clampedInLastFrame;

    public DeviceSimulator(SimulationSetup setup, ComputeDevice device, bool ownsDevice, DeviceOptions options)
        : base(setup)
    {
        (this.device, this.ownsDevice, this.options) = (device, ownsDevice, options);
        if (Pieces.Any)
        {
            throw new SimulationSetupException(
                "Events", "devices have no cuts that part matter", "give the cut a kerf, or use the fast back end");
        }

        RigidWallChecks.RequireNone(setup);
        longestSortPeriod = options.LongestSortPeriod;
        particles = new(device, setup, IsActive);
        grid = new(device, setup.Domain, Fields, particles.Laws.Count, TransferSchemes.Of(setup.Transfer.Scheme).NeedsVelocityBefore && !setup.Transfer.IsAffineDefault, options.Dense);
        sorter = new(device, particles, grid, options.IsDeterministic);
        tracers = new(device, setup, particles);
        notes = new(device);
        access = new(device, particles, setup.Domain);
        forces = new(device, particles, particles.LawStarts[sorter.MovingLaws]);
        energies = [.. setup.Materials.Select(MaterialKernel<Real64>.For)];
        if (Walls.Any) walls = new(setup, Matter, Walls, DeviceTransfer.IsWhole(setup, options, hasWalls: true));
        transfer = DeviceTransfer.For(setup, Matter, options, walls);
        if (setup.SurfaceTension is { } liquid) tension = new(device, liquid, liquid.Density(setup), setup.Domain.CellSize);
        if (FreeBodies.Any) bodies = new(device, setup.Domain, FreeBodies, Fields);
        if (Rigid.Any)
        {
            rigid = new(device, particles, setup.Domain, Rigid);
            device.Guard(() => rigid.Write(grid.Views));
        }

        check = setup.Transfer.Kernel == TransferKernel.Cubic ? Check<CubicKernel>() : Check<QuadraticKernel>();
    }

    public override string Description =>
        $"device back end on {device.Info.Key} ({device.Info.Name}), single precision, {Setup.Transfer}, {(options.IsDeterministic ? "sums in fixed order" : "sums in shared memory")}, sparse grid of {Setup.Domain}";

    /// <inheritdoc/>
    public ComputeDevice Device => device;

    /// <inheritdoc/>
    public bool HoldsTracers => Setup.Tracers?.Carriers is not { } carriers || Array.TrueForAll(carriers, c => c < 0);

    protected override int ClampedCount => notes.ClampedCount;

    protected override int FirstClamped => notes.FirstClamped;

    public override void Advance(
        double duration, IProgress<SubstepProgress>? progress = null, CancellationToken cancellation = default)
    {
        while (true)
        {
            try
            {
                base.Advance(duration, progress, cancellation);
                return;
            }
            catch (ParticleLostException) when (longestSortPeriod > 1)
            {
                longestSortPeriod = Math.Max(1, Math.Min(sortPeriod, longestSortPeriod) / 4);
            }
        }
    }

    /// <inheritdoc/>
    public MotionViews Motion()
    {
        Settle();
        // What was restored, or never moved, has no list of blocks yet.
        if (sinceSort == int.MaxValue) device.Guard(() => Sort(new(0, Setup.Domain.CellSize, 0)));
        return new()
        {
            Particles = particles.Views,
            Slots = particles.Slots.View,
            TracerData = tracers.Data,
            TracerPlaces = tracers.Places,
            TracerCount = tracers.Count,
            Grid = grid.Views,
            CellCount = grid.StoredNodes,
        };
    }

    public override void Dispose()
    {
        particles.Dispose();
        grid.Dispose();
        sorter.Dispose();
        tracers.Dispose();
        notes.Dispose();
        access.Dispose();
        forces.Dispose();
        transfer.Dispose();
        rigid?.Dispose();
        bodies?.Dispose();
        walls?.Dispose();
        base.Dispose();
        if (ownsDevice) device.Dispose();
    }

    protected override double MaximumSpeed()
    {
        Settle();
        if (!speedIsKnown)
        {
            notes.Clear();
            ReadNotes();
        }

        return notes.FastestSpeed;
    }

    protected override void BeginFrame()
    {
        Settle();
        double fastest = MaximumSpeed();
        device.Guard(() =>
        {
            particles.Save();
            tracers.Save();
            notes.Clear();
            particles.ClearClamped();
            transfer.ClearHeat();
        });
        everSaved = true;
        sortsAlways = false;
        substepInFrame = 0;
        sinceSort = int.MaxValue;
        fastestAtStart = fastest;
    }

    protected override void EndFrame()
    {
        Settle();
        ReadNotes();
        clampedInLastFrame = notes.ClampedCount;
        if (Setup.TracksDissipation) device.Guard(() => Dissipated += transfer.Heat);
        if (notes.Lost) throw new ParticleLostException(Time);
        (int escapeSlot, int escaped) = notes.FirstEscape;
        (int clampSlot, int clamped) = notes.FirstClamp;
        if (Setup.Strict && clamped >= 0 && (escaped < 0 || clampSlot < escapeSlot))
        {
            string material = Setup.Materials[Setup.Particles.Material[clamped]].Name;
            throw new ParticleClampedException(frameStart + (clampSlot + 1) * frameStep, clamped, PositionOf(clamped), material);
        }

        if (escaped >= 0) throw Outside(frameStart + escapeSlot * frameStep, escaped);
        CheckClamped();
        if (notes.FirstNotFinite >= 0) throw NotFinite(Time, notes.FirstNotFinite);
        if (notes.FirstOutside >= 0) throw Outside(Time, notes.FirstOutside);
    }

    protected override void RestoreFrame()
    {
        pending = false;
        sinceSort = int.MaxValue;
        access.Drop();
        access.Forget();
        walls?.ForgetAll();
        rigid?.Forget();
        if (!everSaved) return;
        device.Guard(() =>
        {
            particles.Restore();
            tracers.Restore();
            notes.Clear();
        });
        speedIsKnown = false;
    }

    protected override void Substep(SubstepWork substep)
    {
        if (substepInFrame == 0) (frameStart, frameStep) = (substep.Time, substep.TimeStep);
        StepNumbers step = new(substep.TimeStep, Setup.Domain.CellSize, Math.Min(substepInFrame, NoteViews.SlotCount - 1));
        if (record is not null)
        {
            RecordSubstep(substep, in step);
            return;
        }

        if (sinceSort == int.MaxValue) sortPeriod = PeriodFor(step);
        bool sort = options.IsDeterministic || sortsAlways || access.HasPlacements || sinceSort >= Math.Min(sortPeriod, longestSortPeriod);
        if (sort || !options.Fuse || !transfer.CanContinue || access.HasChanges || DeviceForces.ActsOnParticles(substep)) Settle();
        device.Guard(() =>
        {
            access.Flush();
            if (sort) Sort(in step);
            walls?.Find(SubstepCount, tracers, pending ? last : null);
            forces.Apply(substep, grid.Views);
            if (pending) transfer.Continue(in last, in step);
            else transfer.ToGrid(in step);
            UpdateGrid(substep, in step);
            if (walls is not null) walls.Carry(tracers, in step);
            else tracers.Advance(grid.Views, in step);
        });
        sinceSort = sort ? 1 : sinceSort + 1;
        substepInFrame++;
        last = step;
        pending = true;
        speedIsKnown = false;
    }

    private void Sort(in StepNumbers step)
    {
        sorter.Sort(notes.Views, in step);
        walls?.AfterSort();
    }

    private int PeriodFor(in StepNumbers step)
    {
        if (options.FixedSortPeriod > 0) return options.FixedSortPeriod;
        double move = Margin * fastestAtStart * step.StepInCells.Value;
        return (int)Math.Clamp(move > 0 ? Reach / move : double.PositiveInfinity, 1, options.LongestSortPeriod);
    }

    private void UpdateGrid(SubstepWork substep, in StepNumbers step)
    {
        tension?.Find(grid, substep.TimeStep);
        grid.Update(substep, forces, Setup.Gravity, tension is not null, withContacts: rigid is null);
        if (rigid is not null)
        {
            // Rigid bodies meet boundaries as a whole, so that their particles take the velocities from before.
            grid.Hold(substep, StationaryNodes);
            record?.BeforeRigid();
            rigid.Step(substep, Fields, grid.Views, in step, writes: record is null);
            grid.Meet();
        }

        walls?.Respond(substep);
        bodies?.Meet(substep, grid, walls);
        grid.Hold(substep, StationaryNodes);
        walls?.Hold(substep, StationaryNodes);
    }

    // The end of the last substep, when someone looks at the particles.
    private void Settle()
    {
        if (!pending) return;
        pending = false;
        access.Forget();
        device.Guard(() => transfer.ToParticles(in last));
    }

    private bool Moves(int particle) => IsActive(particle) && !Setup.Materials[Setup.Particles.Material[particle]].IsStationary;

    private void ReadNotes()
    {
        device.Guard(() =>
        {
            if (ParticleCount > 0) check(ParticleCount, particles.Views, grid.Views, notes.Views);
            notes.Read();
        });
        speedIsKnown = true;
    }

    private Action<Index1D, ParticleViews, GridViews, NoteViews> Check<TKernel>()
        where TKernel : struct, ITransferKernel => device.Launcher(
            ParticleKernels.Check<TKernel>,
            a => a.LoadAutoGroupedStreamKernel<Index1D, ParticleViews, GridViews, NoteViews>(ParticleKernels.Check<TKernel>));

    private SimulationException Outside(double time, int particle)
    {
        Vector3<Real64> position = PositionOf(particle);
        return double.IsFinite((position.X + position.Y + position.Z).Value)
            ? new ParticleLeftDomainException(time, particle, position, Setup.Domain)
            : NotFinite(time, particle);
    }

    private NonFiniteParticleException NotFinite(double time, int particle) => new(
        time, particle, particles.SavedPositionOf(particle), Setup.Materials[Setup.Particles.Material[particle]].Name);
}
