namespace Splatsim.Simulation;

// States: files to resume from, and copies in memory to run again from.
internal abstract partial class SimulatorBase
{
    // Copies that nobody goes back to.
    private readonly Stack<object> freeStates = new();

    public void Save(StateWriter target)
    {
        target.SetProperty("back end", StateFormat);
        foreach ((string part, string value) in SetupIdentity.Of(Setup)) target.SetProperty("setup: " + part, value);
        target.Write<double>("clock", [Time, lastTimeStep, Substeps.TimeStep, Substeps.Smallest, Substeps.Largest]);
        target.Write<long>("substeps", [SubstepCount, Substeps.Count, Substeps.LastFrame, (long)Substeps.Limit]);
        target.SetProperty("step reason", Substeps.Reason);
        for (int i = 0; i < actions.Length; i++)
        {
            ActionState state = actions[i].Save();
            target.Write<long>($"event {i} integers", state.Integers);
            target.Write<double>($"event {i} reals", state.Reals);
        }

        SaveLevels(target);
        target.Write<long>("inactive", active.Save().Integers);
        target.Write<double>("rigid bodies", Rigid.Save().Reals);
        target.Write<double>("free bodies", FreeBodies.Save().Reals);
        target.Write<double>("dissipated", [Dissipated]);
        target.Write<double>("removed mass", [removedMass]);
        Walls.Save(target);
        Pieces.Save(target);
        SaveState(target);
    }

    public void Restore(StateReader source)
    {
        RequireSame(source, "back end", StateFormat);
        foreach ((string part, string value) in SetupIdentity.Of(Setup)) RequireSame(source, "setup: " + part, value);
        double[] clock = source.Read<double>("clock");
        (Time, lastTimeStep) = (clock[0], clock[1]);
        long[] counts = source.Read<long>("substeps");
        SubstepCount = counts[0];
        Substeps = new(
            counts[1], (int)counts[2], clock[2], clock[3], clock[4], (StepLimit)counts[3], source.Property("step reason") ?? string.Empty);
        for (int i = 0; i < actions.Length; i++)
            actions[i].Restore(new(source.Read<long>($"event {i} integers"), source.Read<double>($"event {i} reals")));
        RestoreLevels(source);
        active.Restore(new(source.Read<long>("inactive"), []));
        Rigid.Restore(new([], source.Read<double>("rigid bodies")));
        FreeBodies.Restore(new([], source.Read<double>("free bodies")));
        Dissipated = source.Read<double>("dissipated")[0];
        removedMass = source.Read<double>("removed mass")[0];
        Walls.Restore(source);
        Pieces.Restore(source);
        tracersAt = -1;
        RestoreState(source);
    }

    /// <summary>Memory that the sides of thin walls take in a state [bytes].</summary>
    internal long SideBytes => Walls.Bytes;

    /// <summary>Everything that the next substeps depend on, in memory.</summary>
    /// <exception cref="NotSupportedException">The back end has no adjoint.</exception>
    internal SimulatorMemory Remember()
    {
        freeStates.TryPop(out object? spare);
        return new(
            Time, lastTimeStep, SubstepCount, Dissipated, [.. actions.Select(a => a.Save())], active.Save(), Rigid.Save(), FreeBodies.Save(), Walls.Copy(),
            CopyState(spare), freeStates);
    }

    /// <summary>Goes to a remembered state.</summary>
    /// <exception cref="ObjectDisposedException">It has been given back.</exception>
    internal void Recall(SimulatorMemory memory)
    {
        ObjectDisposedException.ThrowIf(memory.IsGivenBack, memory);
        (Time, lastTimeStep, SubstepCount, Dissipated) = (memory.Time, memory.TimeStep, memory.SubstepCount, memory.Dissipated);
        for (int i = 0; i < actions.Length; i++) actions[i].Restore(memory.Actions[i]);
        active.Restore(memory.Active);
        Rigid.Restore(memory.Rigid);
        FreeBodies.Restore(memory.Bodies);
        Walls.Paste(memory.Sides);
        tracersAt = -1;
        PasteState(memory.State);
    }

    /// <summary>Which back end and number format a saved state belongs to.</summary>
    protected abstract string StateFormat { get; }

    /// <summary>Writes particles, tracers and whatever else the next substep depends on.</summary>
    protected abstract void SaveState(StateWriter target);

    /// <summary>Reads what <see cref="SaveState"/> wrote; time and substep count are those of the saved state already.</summary>
    protected abstract void RestoreState(StateReader source);

    /// <summary>A copy of particles and tracers.</summary>
    /// <param name="spare">A copy that was given back, whose memory may be used again; null for none.</param>
    protected virtual object CopyState(object? spare) => throw new NotSupportedException($"{Description}: no adjoint");

    /// <summary>Goes to a copy.</summary>
    /// <param name="state">What <see cref="CopyState"/> gave.</param>
    protected virtual void PasteState(object state) => throw new NotSupportedException($"{Description}: no adjoint");

    private static void RequireSame(StateReader source, string name, string value)
    {
        string? saved = source.Property(name);
        if (saved == value) return;
        throw new RestartException(
            source.FilePath, $"its {name} is \"{saved}\", this simulation's is \"{value}\"",
            "Resume with the scene and the solver settings that it was written with");
    }
}
