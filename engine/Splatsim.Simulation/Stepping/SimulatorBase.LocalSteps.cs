namespace Splatsim.Simulation;

// Steps of different lengths in one scene.
internal abstract partial class SimulatorBase
{
    private readonly LocalStepPlanner? planner;

    // By material: F belongs to the same moment as the position. In the other convention it waits for the motion of the last substep.
    private readonly bool[] isAhead;
    private long particleSubsteps;
    private long uniformParticleSubsteps;
    private long uniformSubsteps;

    /// <summary>Which materials step how often in the present frame.</summary>
    protected StepLevels Levels { get; private set; }

    /// <summary>What bounds each material's own step; nothing without local steps, where materials step alike.</summary>
    protected IReadOnlyList<object?> StepBounds => [.. isAhead.Select((_, m) => planner is null ? null : (object?)controller.BoundOf(m))];

    /// <summary>Called where <see cref="Levels"/> are new; none is running.</summary>
    protected virtual void LevelsChanged()
    {
    }

    /// <summary>Ends the steps that are running because somebody looks, so that all particles are at the present time.</summary>
    protected void EndSteps()
    {
        if (Levels.AreBetween) return;
        Levels.WereInterrupted = true;
        CutSteps();
    }

    /// <summary>Ends the steps that are running.</summary>
    protected void CutSteps() => EndSteps(level => level is { IsRunning: true, Done: > 0 });

    /// <summary>Brings the particles of a level to the end of their step, wherever that is.</summary>
    /// <param name="level">The level, from 1.</param>
    protected virtual void EndStep(int level) => throw new NotSupportedException($"{Description}: local steps");

    /// <summary>F becomes (I + t C) F, or (I - t C)^-1 F for a negative time.</summary>
    /// <param name="materials">Which materials, by index.</param>
    /// <param name="time">t [s].</param>
    protected virtual void AdvanceDeformation(bool[] materials, double time) =>
        throw new NotSupportedException($"{Description}: local steps");

    private (int Count, double TimeStep, int[] Periods) PlanFrame(double duration, double speed)
    {
        (int Count, double TimeStep) uniform = controller.Plan(Time, duration, speed);
        uniformSubsteps = uniform.Count;
        return planner?.Plan(uniform, duration, speed, active) ?? (uniform.Count, uniform.TimeStep, []);
    }

    // Materials whose F is ahead take slow steps, the others take every substep; who changes sides has its F brought there.
    private void SetLevels(StepLevels levels, double timeStep)
    {
        if (planner is null) return;
        EndSteps();
        Change(toSlow: true);
        Change(toSlow: false);
        Levels = levels;
        LevelsChanged();

        void Change(bool toSlow)
        {
            bool[] changed = [.. isAhead.Select((ahead, m) => levels.Of(m) > 0 == toSlow && ahead != toSlow)];
            if (!changed.Contains(true)) return;
            AdvanceDeformation(changed, toSlow ? timeStep : -timeStep);
            for (int m = 0; m < changed.Length; m++) isAhead[m] = changed[m] ? toSlow : isAhead[m];
        }
    }

    // After a step that had to end early, the rest of the frame is in equal substeps: whoever looked will look again.
    private void BeginLevels(double timeStep, int index)
    {
        if (planner is null) return;
        if (Levels.WereInterrupted) SetLevels(StepLevels.None(isAhead.Length), timeStep);
        Levels.BeginSubstep(index);
    }

    private void EndLevels()
    {
        if (planner is null) return;
        for (int m = 0; m < isAhead.Length; m++)
        {
            int level = Levels.Of(m);
            if (level == 0 || Levels.Slow[level - 1].IsStarting) particleSubsteps += planner.Counts[m];
        }

        Levels.EndSubstep();
        EndSteps(level => level.IsDue);
    }

    private void EndSteps(Func<StepLevel, bool> which)
    {
        for (int level = 1; level <= Levels.Slow.Count; level++)
        {
            if (!which(Levels.Slow[level - 1])) continue;
            EndStep(level);
            Levels.Slow[level - 1].End();
        }
    }

    private SubstepStatistics WithLocal(SubstepStatistics statistics)
    {
        if (planner is null) return statistics;
        uniformParticleSubsteps += uniformSubsteps * planner.Count;
        IEnumerable<LocalStepLevel> levels = Enumerable.Range(0, isAhead.Length).GroupBy(m => Levels.Of(m) is int l and > 0 ? Levels.Slow[l - 1].Period : 1)
            .Select(g => new LocalStepLevel(g.Key, g.Sum(m => planner.Counts[m])));
        return statistics with { Local = new(particleSubsteps, uniformParticleSubsteps, [.. levels.Where(l => l.Particles > 0).OrderBy(l => l.Period)]) };
    }

    private void SaveLevels(StateWriter target)
    {
        if (planner is null) return;
        target.Write<bool>("local steps", isAhead);
        target.Write<long>("local step counts", [particleSubsteps, uniformParticleSubsteps]);
        target.Write<long>("local step levels", [.. (Substeps.Local ?? LocalStepStatistics.None).Levels.SelectMany(l => new[] { l.Period, l.Particles })]);
    }

    private void RestoreLevels(StateReader source)
    {
        if (planner is null) return;
        Levels = StepLevels.None(isAhead.Length);
        LevelsChanged();
        source.Read<bool>("local steps", isAhead);
        long[] counts = source.Read<long>("local step counts"), levels = source.Read<long>("local step levels");
        (particleSubsteps, uniformParticleSubsteps) = (counts[0], counts[1]);
        Substeps = Substeps with
        {
            Local = new(counts[0], counts[1], [.. levels.Chunk(2).Select(l => new LocalStepLevel((int)l[0], l[1]))]),
        };
    }

    private (bool[] IsAhead, long Done, long Uniform) MarkLevels() => ([.. isAhead], particleSubsteps, uniformParticleSubsteps);

    private void UndoLevels((bool[] IsAhead, long Done, long Uniform) mark)
    {
        if (planner is null) return;
        Levels = StepLevels.None(isAhead.Length);
        LevelsChanged();
        mark.IsAhead.CopyTo(isAhead, 0);
        (particleSubsteps, uniformParticleSubsteps) = (mark.Done, mark.Uniform);
    }
}
