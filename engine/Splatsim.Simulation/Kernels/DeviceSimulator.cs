using ILGPU;
using ILGPU.Runtime;
using Splatsim.Compute;
using Splatsim.Mathematics;
using Splatsim.Mechanics;

namespace Splatsim.Simulation.Kernels;

/// <summary>
/// MLS-MPM with APIC as the reference defines it, on a GPU: everything stays there, and one small note comes back per frame.
/// What goes wrong within a frame is therefore found at its end, and told with the time at which it happened.
/// </summary>
internal sealed class DeviceSimulator : SimulatorBase, IDeviceSimulation
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
    private readonly DeviceLaw[] laws;
    private readonly Action<Index1D, ParticleViews, GridViews, NoteViews> check;
    private readonly Action<KernelConfig, ParticleViews, GridViews, StepNumbers, ArrayView<int>, int> gatherChunks;
    private readonly Action<Index1D, ParticleViews, GridViews, StepNumbers> gatherParticles;
    private readonly Action<Index1D, ParticleViews, GridViews, ArrayView<float>, ArrayView<int>, int, int> collect;
    private readonly int moving;
    private StepNumbers last;
    private bool pending;
    private bool speedIsKnown;
    private bool everSaved;
    private double fastestAtStart;
    private double frameStart;
    private double frameStep;
    private int substepInFrame;
    private int sinceSort;
    private int sortPeriod;
    private int longestSortPeriod;
    private int clampedInLastFrame;

    public DeviceSimulator(SimulationSetup setup, ComputeDevice device, bool ownsDevice, DeviceOptions options)
        : base(setup)
    {
        (this.device, this.ownsDevice, this.options) = (device, ownsDevice, options);
        if (setup.SurfaceTension is not null)
        {
            throw new SimulationSetupException(
                "SurfaceTension", "the device back end has none", "use the fast or the reference back end, or leave it out");
        }

        if (!setup.Transfer.IsAffineDefault)
        {
            throw new SimulationSetupException(
                "Transfer", $"{setup.Transfer} is not available on devices", "use the default (apic), or the fast back end");
        }

        if (FreeBodies.Any)
        {
            throw new SimulationSetupException(
                "RigidBodies", "devices have no rigid colliders that move freely", "give them a path, or use the fast back end");
        }

        int rigid = setup.Materials.ToList().FindIndex(m => m.IsRigid);
        if (rigid >= 0)
        {
            throw new SimulationSetupException(
                $"Materials[{rigid}]", $"'{setup.Materials[rigid].Name}' is rigid, which devices cannot do", "use a stiff law, or the fast back end");
        }

        if (setup.Materials.FirstOrDefault(m => m.Law.Learned is not null) is { } learned)
        {
            throw new SimulationSetupException(
                "Materials", $"'{learned.Name}' has the law '{learned.Law.Key}', which is evaluated in batches on CPUs", "use the fast back end");
        }

        if (setup.TracksDissipation)
        {
            throw new SimulationSetupException(
                "TracksDissipation", "devices do not add up what becomes heat", "switch it off, or use the fast back end");
        }

        longestSortPeriod = options.LongestSortPeriod;
        particles = new(device, setup, IsActive);
        grid = new(device, setup.Domain, Fields, particles.Laws.Count);
        sorter = new(device, particles, grid, options.IsDeterministic);
        tracers = new(device, setup, particles);
        notes = new(device);
        access = new(device, particles, setup.Domain);
        forces = new(device, particles, particles.LawStarts[sorter.MovingLaws]);
        energies = [.. setup.Materials.Select(MaterialKernel<Real64>.For)];
        laws = [.. particles.Laws.Select(l => DeviceLaw.For(l, device))];
        moving = particles.LawStarts[sorter.MovingLaws];
        check = device.Launcher(ParticleKernels.Check, a => a.LoadAutoGroupedStreamKernel<Index1D, ParticleViews, GridViews, NoteViews>(ParticleKernels.Check));
        gatherChunks = device.Launcher(TransferKernels.Gather, a => a.LoadStreamKernel<ParticleViews, GridViews, StepNumbers, ArrayView<int>, int>(TransferKernels.Gather));
        gatherParticles = device.Launcher(ParticleKernels.Gather, a => a.LoadAutoGroupedStreamKernel<Index1D, ParticleViews, GridViews, StepNumbers>(ParticleKernels.Gather));
        collect = device.Launcher(ParticleKernels.Collect, a => a.LoadAutoGroupedStreamKernel<
            Index1D, ParticleViews, GridViews, ArrayView<float>, ArrayView<int>, int, int>(ParticleKernels.Collect));
    }

    public override string Description =>
        $"device back end on {device.Info.Key} ({device.Info.Name}), single precision, {(options.IsDeterministic ? "sums in fixed order" : "sums in shared memory")}, sparse grid of {Setup.Domain}";

    /// <inheritdoc/>
    public ComputeDevice Device => device;

    /// <inheritdoc/>
    public GridDomain Domain => Setup.Domain;

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

    public override void CopyTo(ParticleSet target)
    {
        if (target.Count != ParticleCount)
            throw new ArgumentException($"a set of {target.Count} cannot receive {ParticleCount} particles", nameof(target));
        Setup.Particles.Mass.CopyTo(target.Mass, 0);
        Setup.Particles.RestVolume.CopyTo(target.RestVolume, 0);
        Setup.Particles.Material.CopyTo(target.Material, 0);
        Settle();
        new DeviceReader(particles).CopyTo(target);
    }

    public override SimulationStatistics Statistics()
    {
        Settle();
        return new DeviceReader(particles).Statistics(Setup, energies, IsActive, Time, clampedInLastFrame);
    }

    /// <inheritdoc/>
    public MotionViews Motion()
    {
        Settle();
        return new()
        {
            Particles = particles.Views,
            Slots = particles.Slots.View,
            TracerData = tracers.Data,
            TracerPlaces = tracers.Places,
            TracerCount = tracers.Count,
            BlocksY = grid.Views.BlocksY,
            BlocksZ = grid.Views.BlocksZ,
        };
    }

    public override Vector3<Real64> PositionOf(int particle)
    {
        Settle();
        Vector3<Real64> position = default;
        device.Guard(() => position = access.PositionOf(particle));
        return position;
    }

    public override Vector3<Real64> VelocityOf(int particle)
    {
        Settle();
        Vector3<Real64> velocity = default;
        device.Guard(() => velocity = access.VelocityOf(particle));
        return velocity;
    }

    public override void AddVelocity(int particle, Vector3<Real64> change)
    {
        if (Moves(particle)) access.Add(particle, change);
    }

    public override void SetVelocity(int particle, Vector3<Real64> velocity, in Matrix3x3<Real64> affine)
    {
        if (Moves(particle)) access.Replace(particle, velocity, in affine);
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
        if (ownsDevice) device.Dispose();
        base.Dispose();
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
        });
        everSaved = true;
        substepInFrame = 0;
        sinceSort = int.MaxValue;
        fastestAtStart = fastest;
    }

    protected override void EndFrame()
    {
        Settle();
        ReadNotes();
        clampedInLastFrame = notes.ClampedCount;
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
        access.Drop();
        access.Forget();
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
        if (sinceSort == int.MaxValue) sortPeriod = PeriodFor(step);
        bool sort = options.IsDeterministic || access.HasPlacements || sinceSort >= Math.Min(sortPeriod, longestSortPeriod);
        if (sort || !options.Fuse || access.HasChanges || DeviceForces.ActsOnParticles(substep)) Settle();
        device.Guard(() =>
        {
            access.Flush();
            if (sort) sorter.Sort(notes.Views, in step);
            forces.Apply(substep, grid.Views);
            if (options.IsDeterministic) CollectOnNodes(in step);
            else ScatterFromChunks(in step);
            grid.Update(substep, forces, Setup.Gravity, StationaryNodes);
            tracers.Advance(grid.Views, in step);
        });
        sinceSort = sort ? 1 : sinceSort + 1;
        substepInFrame++;
        last = step;
        pending = true;
        speedIsKnown = false;
    }

    protected override void Place(int particle, Vector3<Real64> position, Vector3<Real64> velocity) =>
        access.Place(particle, position, Setup.Materials[Setup.Particles.Material[particle]].IsStationary ? default : velocity);

    protected override void Park(int particle) => access.Park(particle);

    /// <inheritdoc/>
    /// <remarks>Frames repeat to the last bit in the deterministic mode; else sums have no order to repeat.</remarks>
    protected override string StateFormat => $"device, single precision, {(options.IsDeterministic ? "fixed order" : "any order")}";

    protected override void SaveState(StateWriter target)
    {
        Settle();
        device.Guard(() =>
        {
            particles.Write(target);
            tracers.Write(target);
        });
        target.Write<int>("clamped count", [clampedInLastFrame]);
    }

    protected override void RestoreState(StateReader source)
    {
        pending = false;
        access.Drop();
        access.Forget();
        device.Guard(() =>
        {
            particles.Read(source);
            tracers.Read(source);
            notes.Clear();
        });
        clampedInLastFrame = source.Read<int>("clamped count")[0];
        speedIsKnown = false;
        everSaved = false;
    }

    protected override void SetCoefficients(int material, LawParameters<Real64> prepared)
    {
        energies[material].Set(in prepared);
        device.Guard(() => particles.SetParameters(material, in prepared));
    }

    protected override void CopyTracersTo(TracerSet target) => device.Guard(() => tracers.CopyTo(target));

    private int PeriodFor(in StepNumbers step)
    {
        if (options.FixedSortPeriod > 0) return options.FixedSortPeriod;
        double move = Margin * fastestAtStart * step.StepInCells.Value;
        return (int)Math.Clamp(move > 0 ? Reach / move : double.PositiveInfinity, 1, options.LongestSortPeriod);
    }

    private void ScatterFromChunks(in StepNumbers step)
    {
        ParticleViews views = particles.Views;
        GridViews nodes = grid.Views;
        for (int law = 0; law < sorter.MovingLaws; law++)
        {
            int first = sorter.FirstChunks[law], chunks = sorter.FirstChunks[law + 1] - first;
            if (chunks == 0) continue;
            if (pending) laws[law].Continue(chunks, in views, in nodes, notes.Views, in last, in step, sorter.ChunkStarts, first);
            else laws[law].Scatter(chunks, in views, in nodes, notes.Views, in step, sorter.ChunkStarts, first);
        }
    }

    private void CollectOnNodes(in StepNumbers step)
    {
        ParticleViews views = particles.Views;
        GridViews nodes = grid.Views;
        ArrayView<float> staged = particles.SpareViews.Data;
        for (int law = 0; law < sorter.MovingLaws; law++)
        {
            int first = particles.LawStarts[law], count = particles.LawStarts[law + 1] - first;
            if (count > 0) laws[law].Stage(count, in views, in nodes, notes.Views, in step, staged, first);
        }

        if (grid.StoredNodes > 0) collect(grid.StoredNodes, views, nodes, staged, sorter.Cells, sorter.MovingLaws, grid.StoredBlocks);
    }

    // The end of the last substep, when someone looks at the particles.
    private void Settle()
    {
        if (!pending) return;
        pending = false;
        access.Forget();
        int chunks = sorter.FirstChunks[sorter.MovingLaws];
        device.Guard(() =>
        {
            if (options.IsDeterministic && moving > 0) gatherParticles(moving, particles.Views, grid.Views, last);
            else if (chunks > 0) gatherChunks(new KernelConfig(chunks, TransferKernels.GroupSize), particles.Views, grid.Views, last, sorter.ChunkStarts, 0);
        });
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
