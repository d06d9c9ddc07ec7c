using Splatsim.Mathematics;
using Splatsim.Mechanics;

namespace Splatsim.Simulation;

/// <summary>
/// What all back ends share: frames and their substeps, events, boundaries, errors, cancellation. A back end stores the
/// particles and does one substep.
/// </summary>
internal abstract partial class SimulatorBase : ISimulator, IParticleAccess
{
    private readonly StepController controller;
    private readonly MaterialMotion[] motions;
    private readonly IParticleAction[] actions;
    private readonly SubstepWork work;
    private readonly ActiveParticles active;
    private readonly ThinWalls thinWalls;
    private readonly TracerSet tracers;
    private long tracersAt = -1;
    private double lastTimeStep;
    private double removedMass;

    /// <summary>Checks the setup and prepares the steps; the back end then copies the particles.</summary>
    protected SimulatorBase(SimulationSetup setup)
    {
        SetupChecks.Require(setup);
        Setup = setup;
        controller = new(setup);
        isAhead = new bool[setup.Materials.Count];
        Levels = StepLevels.None(isAhead.Length);
        planner = setup.StepPolicy.LocalSteps ? new(setup, controller) : null;
        motions = [.. setup.Materials.Index().Where(m => m.Item.Animated.Count > 0).Select(m => new MaterialMotion(m.Item, m.Index))];
        actions = [.. setup.Forces.Select(f => f.Begin()), .. setup.Events.Select(e => e.Begin())];
        work = new(setup.Domain, setup.Transfer.Kernel);
        Fields = new([.. setup.Boundaries.SelectMany(b => b.Fields), .. setup.RigidBodies.SelectMany(b => b.Shape.Fields)]);
        active = new(setup);
        thinWalls = new(setup.Boundaries, setup.RigidBodies);
        Walls = new(thinWalls, setup);
        Pieces = new(setup);
        Rigid = new(setup);
        RigidWalls? met = thinWalls.Count > 0 && (Rigid.Any || setup.RigidBodies.Any(b => b.Shape is not ThinShape)) ? new(thinWalls, Walls, setup.Domain) : null;
        foreach (RigidGroup group in Rigid.Groups) group.Walls = met;
        FreeBodies = new(setup, Walls, met);
        if (met is not null && Rigid.Any && FreeBodies.Any)
        {
            FreeBodies.Shares = new(Walls, setup.Domain);
            Rigid.Collisions = new(setup, FreeBodies, met, FreeBodies.Shares);
        }

        StationaryNodes = Stationary();
        tracers = new(setup.Tracers?.Count ?? 0);
    }

    public GridDomain Domain => Setup.Domain;

    public abstract string Description { get; }

    public double Time { get; private set; }

    public long SubstepCount { get; private set; }

    public int ParticleCount => Setup.Particles.Count;

    public double TimeStep
    {
        get => lastTimeStep > 0 ? lastTimeStep : controller.LongestStep(MaximumSpeed());
        private set => lastTimeStep = value;
    }

    public SubstepStatistics Substeps { get; private set; } = SubstepStatistics.None;

    public TracerSet Tracers
    {
        get
        {
            if (tracersAt == SubstepCount || tracers.Count == 0) return tracers;
            CopyTracersTo(tracers);
            Rigid.CopyTo(tracers);
            tracersAt = SubstepCount;
            return tracers;
        }
    }

    /// <summary>What was simulated from.</summary>
    protected SimulationSetup Setup { get; }

    /// <summary>The fields that contacts name by number.</summary>
    protected FieldTable Fields { get; }

    /// <summary>The rigid bodies made of particles.</summary>
    protected RigidGroups Rigid { get; }

    /// <summary>The rigid colliders that move freely.</summary>
    protected RigidBodies FreeBodies { get; }

    /// <summary>Where the thin walls are, and who is on which side of them.</summary>
    protected WallSides Walls { get; }

    /// <summary>The pieces that cuts have made.</summary>
    protected CutPieces Pieces { get; }

    /// <summary>Nodes at rest under stationary particles, for the whole simulation.</summary>
    protected NodeHolds StationaryNodes { get; }

    /// <summary>Energy that the laws have turned into heat since the start [J]; the back end adds to it where the setup asks for it.</summary>
    protected double Dissipated { get; set; }

    /// <summary>Different particles clamped since the frame's start.</summary>
    protected abstract int ClampedCount { get; }

    /// <summary>The lowest index among them, or -1.</summary>
    protected abstract int FirstClamped { get; }

    public virtual void Advance(
        double duration, IProgress<SubstepProgress>? progress = null, CancellationToken cancellation = default)
    {
        if (!(duration > 0 && double.IsFinite(duration)))
            throw new ArgumentOutOfRangeException(nameof(duration), duration, "a frame has a positive, finite length");
        double speed = Math.Max(MaximumSpeed(), FreeBodies.MaximumSpeed);
        (int count, double timeStep, int[] periods) = PlanFrame(duration, speed);
        double start = Time;
        long substepsBefore = SubstepCount;
        double dissipatedBefore = Dissipated, removedBefore = removedMass;
        ActionState[] actionsBefore = [.. actions.Select(a => a.Save())];
        active.Mark();
        Walls.Mark();
        (bool[], long, long) levelsBefore = MarkLevels();
        Pieces.Mark();
        ActionState rigidBefore = Rigid.Save(), bodiesBefore = FreeBodies.Save();
        BeginFrame();
        TimeStep = timeStep;
        try
        {
            SetLevels(StepLevels.Of(periods), timeStep);
            for (int i = 0; i < count; i++)
            {
                cancellation.ThrowIfCancellationRequested();
                DoSubstep(timeStep, i);
                SubstepCount++;
                Time = i + 1 == count ? start + duration : start + (i + 1) * timeStep;
                CheckClamped();
                progress?.Report(new(i + 1, count, Time, timeStep));
            }

            EndFrame();
            (StepLimit limit, string reason) = controller.Explain(count, timeStep, speed);
            Substeps = WithLocal(Substeps.After(count, timeStep, limit, reason));
        }
        catch (SimulationException)
        {
            active.Undo();
            Walls.Undo();
            Pieces.Undo();
            Rigid.Restore(rigidBefore);
            FreeBodies.Restore(bodiesBefore);
            UndoLevels(levelsBefore);
            RestoreFrame();
            for (int i = 0; i < actions.Length; i++) actions[i].Restore(actionsBefore[i]);
            Time = start;
            SubstepCount = substepsBefore;
            (Dissipated, removedMass) = (dissipatedBefore, removedBefore);
            tracersAt = -1;
            throw;
        }
    }

    public IReadOnlyList<RigidState> Bodies => FreeBodies.States;

    public abstract void CopyTo(ParticleSet target);

    public SimulationStatistics Statistics() => Sums() with { RemovedMass = removedMass };

    public int PartingCount => Pieces.Version;

    public bool AreParted(int particle, int other) => Pieces.Any && Pieces.AreApart(Pieces.PieceOf(particle), Pieces.PieceOf(other));

    public abstract Vector3<Real64> PositionOf(int particle);

    public abstract Vector3<Real64> VelocityOf(int particle);

    public double RestVolumeOf(int particle) => Setup.Particles.RestVolume[particle];

    public int ActiveCount => active.Count;

    public bool IsActive(int particle) => active[particle];

    public void Activate(int particle, Vector3<Real64> position, Vector3<Real64> velocity)
    {
        if (!Setup.Domain.Holds(position, Setup.Transfer.Kernel)) throw new ParticleLeftDomainException(Time, particle, position, Setup.Domain);
        EndSteps();
        active.Set(particle, true);
        Walls.Forget(particle);
        Pieces.Forget(particle);
        Place(particle, position, velocity);
    }

    public void Deactivate(int particle)
    {
        if (!active[particle]) return;
        if (Setup.Materials[Setup.Particles.Material[particle]] is { IsRigid: true } body)
        {
            throw new SimulationSetupException(
                "Events", $"particle {particle} of the rigid body '{body.Name}' is taken out of it", "keep rigid bodies out of sinks");
        }

        EndSteps();
        active.Set(particle, false);
        removedMass += Setup.Particles.Mass[particle];
        Park(particle);
    }

    public void Part(IPartingEvent cut, double time)
    {
        if (Pieces.Part(cut, time, this, () => Tracers)) AfterParting();
    }

    public double MassOf(int particle) => Setup.Particles.Mass[particle];

    public abstract void AddVelocity(int particle, Vector3<Real64> change);

    public abstract void SetVelocity(int particle, Vector3<Real64> velocity, in Matrix3x3<Real64> affine);

    public virtual void Dispose()
    {
        foreach (object state in freeStates) (state as IDisposable)?.Dispose();
        freeStates.Clear();
    }

    /// <summary>Sums over the particles of the present state.</summary>
    protected abstract SimulationStatistics Sums();

    /// <summary>Takes note that particles or tracers belong to other pieces than before.</summary>
    protected virtual void AfterParting()
    {
    }

    /// <summary>Starts an inactive particle: undeformed, its law's first history, no affine velocity.</summary>
    protected abstract void Place(int particle, Vector3<Real64> position, Vector3<Real64> velocity);

    /// <summary>Takes a particle that has just become inactive out of everything; its velocities are 0 from now on.</summary>
    protected abstract void Park(int particle);

    /// <summary>Largest particle speed [m/s].</summary>
    protected abstract double MaximumSpeed();

    /// <summary>Keeps what <see cref="RestoreFrame"/> needs and forgets which particles were clamped.</summary>
    protected abstract void BeginFrame();

    /// <summary>Checks that the frame's result is finite; throws a <see cref="SimulationException"/> where not.</summary>
    protected abstract void EndFrame();

    /// <summary>Goes back to the state at <see cref="BeginFrame"/>.</summary>
    protected abstract void RestoreFrame();

    /// <summary>
    /// One substep. Throws a <see cref="SimulationException"/> for a particle (the lowest index) that is outside the
    /// domain or not finite.
    /// </summary>
    /// <param name="substep">Its time and length, contacts, held nodes; stationary nodes come last. Valid until the next substep.</param>
    protected abstract void Substep(SubstepWork substep);

    /// <summary>Replaces the prepared coefficients of a material from the next substep on.</summary>
    /// <param name="material">Index of the material.</param>
    /// <param name="prepared">Its coefficients.</param>
    protected abstract void SetCoefficients(int material, LawParameters<Real64> prepared);

    /// <summary>Writes the tracers in their order.</summary>
    protected abstract void CopyTracersTo(TracerSet target);

    private NodeHolds Stationary()
    {
        NodeHolds nodes = new(Setup.Domain, Setup.Transfer.Kernel);
        ParticleSet particles = Setup.Particles;
        for (int p = 0; p < particles.Count; p++)
            if (active[p] && Setup.Materials[particles.Material[p]].IsStationary) nodes.HoldAround(particles.Position(p), default);
        return nodes;
    }

    /// <summary>Takes note of who gave which contacts and forces; null where nobody asks.</summary>
    internal SubstepOwners? Owners { get; set; }

    /// <summary>What acts before substeps: the forces of the setup, then its events.</summary>
    internal IReadOnlyList<IParticleAction> Actions => actions;

    /// <summary>What the last substep had to do.</summary>
    internal SubstepWork Work => work;

    /// <summary>The rigid bodies made of particles, for who reverses them.</summary>
    internal RigidGroups RigidMatter => Rigid;

    /// <summary>The free rigid colliders, for who reverses them.</summary>
    internal RigidBodies Colliders => FreeBodies;

    /// <summary>The fields that contacts name, for who reverses them.</summary>
    internal FieldTable Table => Fields;

    /// <summary>Repeats one substep from the state before it; the same bits follow.</summary>
    internal void Replay(in TapedSubstep substep)
    {
        if (substep.IndexInFrame == 0) BeginReplayedFrame();
        DoSubstep(substep.TimeStep, substep.IndexInFrame);
        SubstepCount++;
        Time = substep.End;
        tracersAt = -1;
    }

    /// <summary>Does to the particles what the start of a frame does to them, before its first substep is repeated.</summary>
    protected virtual void BeginReplayedFrame()
    {
    }

    private void DoSubstep(double timeStep, int index)
    {
        SubstepMoment moment = new(Time, timeStep, Setup.Domain) { Fields = Fields, Walls = thinWalls, SubstepInFrame = index };
        work.Begin(Time, timeStep);
        Owners?.Begin();
        foreach (IGridBoundary boundary in Setup.Boundaries)
        {
            boundary.Collect(in moment, work.Contacts);
            Owners?.BoundaryEnds.Add(work.Contacts.Count);
        }

        FreeBodies.Begin(in moment, work.Contacts);
        if (Walls.Any) Walls.Field.Begin(work.Contacts);
        foreach (IParticleAction action in actions)
        {
            action.BeforeSubstep(in moment, this, work);
            Owners?.ActionEnds.Add(work.Forces.Count);
        }

        foreach (MaterialMotion motion in motions) SetCoefficients(motion.Index, motion.PreparedAt(Time));
        BeginLevels(timeStep, index);
        Substep(work);
        EndLevels();
        FreeBodies.End(work, Fields);
    }

    /// <summary>Throws where more particles were clamped than the setup allows.</summary>
    protected void CheckClamped()
    {
        int clamped = ClampedCount;
        if (clamped == 0) return;
        int first = FirstClamped;
        if (Setup.Strict)
        {
            string material = Setup.Materials[Setup.Particles.Material[first]].Name;
            throw new ParticleClampedException(Time, first, PositionOf(first), material);
        }

        if (clamped > Setup.MaximumClampedFraction * ParticleCount)
        {
            throw new TooManyClampedException(
                Time, first, PositionOf(first), clamped, ParticleCount, Setup.MaximumClampedFraction);
        }
    }
}
