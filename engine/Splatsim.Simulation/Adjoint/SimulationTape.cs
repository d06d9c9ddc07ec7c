namespace Splatsim.Simulation;

/// <summary>
/// A simulation that is run forward frame by frame and then in reverse: exact derivatives of any loss over its frames by everything that it
/// started from. Adaptive steps are recorded and held fixed.
/// </summary>
/// <remarks>
/// Nothing is kept per substep but its length and what the schedule of <see cref="TapeOptions"/> decides, within its budget. Grids are computed again; where
/// they take little beside the particles of a state that is kept, the fast back end keeps the momenta of its nodes with it, which are the same numbers. Derivatives are the one-sided ones of the branch that acted (yield, contact, tip); which nodes are touched has none.
/// Griewank and Walther 2008, "Evaluating Derivatives", ch. 3 and 12; adjoint of MLS-MPM: Hu et al. 2019, "ChainQueen".
/// </remarks>
public sealed class SimulationTape : IDisposable
{
    private readonly ITapeEngine engine;
    private readonly TapeOptions options;
    private readonly List<TapedSubstep> substeps = [];
    private readonly List<SimulatorMemory> kept = [];
    private readonly long slots;
    private readonly int particleCount, tracerCount;

    // What losses take from the masses themselves, which no substep changes.
    private readonly double[] byMasses;
    private bool keepsAll;

    /// <summary>
    /// Starts a simulation that can be reversed, on the back end that the setup names. Automatic takes the reference back end in double
    /// precision; with single precision asked for, the fast one. The simulator's description says what was taken.
    /// </summary>
    /// <param name="setup">What to simulate.</param>
    /// <param name="options">How to trade memory for time.</param>
    /// <exception cref="NotDifferentiableException">Something in the setup has no derivative.</exception>
    /// <exception cref="SimulationSetupException">The setup cannot be simulated, or the budget does not hold two states.</exception>
    public SimulationTape(SimulationSetup setup, TapeOptions? options = null)
        : this(setup, options, TapeEngines.Create)
    {
    }

    /// <summary>Starts a simulation on an engine of the caller's choice.</summary>
    internal SimulationTape(SimulationSetup setup, TapeOptions? options, Func<SimulationSetup, ITapeEngine> create)
    {
        this.options = options ?? TapeOptions.Default;
        TapeChecks.Require(setup);
        engine = create(setup);
        (particleCount, tracerCount) = (setup.Particles.Count, setup.Tracers?.Count ?? 0);
        byMasses = new double[particleCount];
        slots = this.options.MemoryBudget / Math.Max(1, engine.StateBytes);
        if (slots < 2)
        {
            throw new SimulationSetupException(
                "TapeOptions.MemoryBudget", $"{this.options.MemoryBudget} bytes hold {slots} states of {engine.StateBytes} bytes",
                $"give at least {2 * engine.StateBytes}");
        }

        kept.Add(engine.Simulator.Remember());
        keepsAll = this.options.Strategy is CheckpointStrategy.Automatic or CheckpointStrategy.StoreAll;
    }

    /// <summary>Everything in a setup that has no derivative, each as what a tape of it would throw; empty where it has one.</summary>
    /// <param name="setup">The setup.</param>
    public static IReadOnlyList<NotDifferentiableException> Obstacles(SimulationSetup setup) => [.. TapeChecks.Obstacles(setup)];

    /// <summary>The forward simulator, at the end of the last frame. It is advanced through the tape only.</summary>
    public ISimulator Simulator => engine.Simulator;

    /// <summary>Frames so far.</summary>
    public int FrameCount { get; private set; }

    /// <summary>Substeps so far.</summary>
    public int SubstepCount => substeps.Count;

    /// <summary>Memory of one state [bytes].</summary>
    public long StateBytes => engine.StateBytes;

    /// <summary>Runs one frame forward.</summary>
    /// <param name="frameDuration">Length of the frame [s].</param>
    /// <param name="progress">Told after every substep.</param>
    /// <param name="cancellation">Looked at between substeps; a cancelled frame is undone.</param>
    /// <exception cref="SimulationException">Something broke; the state is the one from before this frame.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; the state is the one from before this frame.</exception>
    public void Advance(
        double frameDuration, IProgress<SubstepProgress>? progress = null, CancellationToken cancellation = default)
    {
        SimulatorMemory before = engine.Simulator.Remember();
        int substepsBefore = substeps.Count, keptBefore = kept.Count;
        bool keptAllBefore = keepsAll;
        if (keepsAll && substepsBefore > 0) Keep(before);
        try
        {
            engine.Simulator.Advance(frameDuration, new Recorder(this, progress), cancellation);
        }
        catch
        {
            engine.Simulator.Recall(before);
            Rewind(substepsBefore, keptBefore);
            keepsAll = keptAllBefore && kept.Count == keptBefore;
            throw;
        }
        finally
        {
            if (!kept.Contains(before)) before.Dispose();
        }

        FrameCount++;
    }

    /// <summary>Runs everything in reverse. The tape stays as it is, and may be advanced or reversed again.</summary>
    /// <param name="seeds">
    /// Derivatives of the loss by the state at the end of a frame, asked for every frame from the last one to 0, which is the initial
    /// state; null where the loss does not look at it.
    /// </param>
    /// <param name="progress">Told after every reversed substep: how many are done of how many, and the time that was reached.</param>
    /// <param name="cancellation">Looked at between substeps.</param>
    /// <exception cref="ArgumentException">Cotangents do not fit the particles.</exception>
    /// <exception cref="SimulationSetupException">The chosen strategy needs more memory than the budget.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; the tape stays as it is.</exception>
    public SimulationGradient Reverse(
        Func<int, StateCotangents?> seeds, IProgress<SubstepProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(seeds);
        SimulatorMemory end = engine.Simulator.Remember();
        try
        {
            engine.Begin();
            Array.Clear(byMasses);
            Add(seeds, FrameCount);
            if (keepsAll) ReverseKept(seeds, progress, cancellation);
            else ReverseScheduled(seeds, progress, cancellation);
            SimulationGradient gradient = engine.Finish();
            for (int p = 0; p < particleCount; p++) gradient.Masses[p] += byMasses[p];
            return gradient;
        }
        finally
        {
            engine.Simulator.Recall(end);
            end.Dispose();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (SimulatorMemory memory in kept) memory.Dispose();
        engine.Dispose();
    }

    private void ReverseKept(Func<int, StateCotangents?> seeds, IProgress<SubstepProgress>? progress, CancellationToken cancellation)
    {
        for (int substep = substeps.Count - 1; substep >= 0; substep--)
        {
            cancellation.ThrowIfCancellationRequested();
            engine.Simulator.Recall(kept[substep]);
            Reverse(substep, seeds, progress);
        }
    }

    private void ReverseScheduled(Func<int, StateCotangents?> seeds, IProgress<SubstepProgress>? progress, CancellationToken cancellation)
    {
        CheckpointSchedule schedule = CheckpointSchedule.Of(options.Strategy, substeps.Count, slots);
        SimulatorMemory?[] states = new SimulatorMemory?[schedule.SlotCount];
        states[0] = kept[0];
        try
        {
            Follow(schedule, states, seeds, progress, cancellation);
        }
        finally
        {
            foreach (SimulatorMemory? state in states.AsSpan(1)) state?.Dispose();
        }
    }

    private void Follow(
        CheckpointSchedule schedule, SimulatorMemory?[] states, Func<int, StateCotangents?> seeds, IProgress<SubstepProgress>? progress,
        CancellationToken cancellation)
    {
        int at = 0;
        engine.Simulator.Recall(kept[0]);
        foreach (CheckpointStep step in schedule.Steps)
        {
            cancellation.ThrowIfCancellationRequested();
            switch (step.Action)
            {
                case CheckpointAction.Restore:
                    engine.Simulator.Recall(states[step.Slot]!);
                    at = step.Substep;
                    break;
                case CheckpointAction.Advance:
                    for (; at < step.Substep; at++)
                    {
                        cancellation.ThrowIfCancellationRequested();
                        engine.Simulator.Replay(substeps[at]);
                    }

                    break;
                case CheckpointAction.Store:
                    states[step.Slot]?.Dispose();
                    states[step.Slot] = engine.Simulator.Remember();
                    break;
                default:
                    Reverse(step.Substep, seeds, progress);
                    at = step.Substep + 1;
                    break;
            }
        }
    }

    private void Reverse(int substep, Func<int, StateCotangents?> seeds, IProgress<SubstepProgress>? progress)
    {
        double time = engine.Simulator.Time;
        engine.Reverse(substeps[substep]);
        if (substeps[substep].IndexInFrame == 0) Add(seeds, substeps[substep].Frame - 1);
        progress?.Report(new(substeps.Count - substep, substeps.Count, time, substeps[substep].TimeStep));
    }

    private void Add(Func<int, StateCotangents?> seeds, int frame)
    {
        if (seeds(frame) is not { } seed) return;
        seed.Check(frame, particleCount, tracerCount, engine.Simulator.Bodies.Count);
        engine.Add(seed);
        if (seed.Masses is not { } masses) return;
        for (int p = 0; p < particleCount; p++) byMasses[p] += masses[p];
    }

    // The state before a substep, while all of them fit.
    private void Keep(SimulatorMemory memory)
    {
        if (kept.Count < slots || options.Strategy == CheckpointStrategy.StoreAll)
        {
            if (kept.Count >= slots)
            {
                throw new SimulationSetupException(
                    "TapeOptions.MemoryBudget", $"{options.MemoryBudget} bytes hold {slots} states of {engine.StateBytes} bytes, and StoreAll needs more",
                    "raise the budget, or choose automatic");
            }

            kept.Add(memory);
            return;
        }

        Rewind(substeps.Count, 1);
        keepsAll = false;
    }

    // Forgets substeps and states from some number on.
    private void Rewind(int firstSubstep, int firstKept)
    {
        substeps.RemoveRange(firstSubstep, substeps.Count - firstSubstep);
        for (int i = firstKept; i < kept.Count; i++) kept[i].Dispose();
        if (firstKept < kept.Count) kept.RemoveRange(firstKept, kept.Count - firstKept);
    }

    private sealed class Recorder(SimulationTape tape, IProgress<SubstepProgress>? progress) : IProgress<SubstepProgress>
    {
        private readonly int firstSubstep = tape.substeps.Count, firstKept = tape.kept.Count;

        public void Report(SubstepProgress value)
        {
            // A back end may find that a frame has to be done again.
            if (value.Substep == 1) tape.Rewind(firstSubstep, firstKept);
            tape.substeps.Add(new(value.TimeStep, value.Substep - 1, value.Time, tape.FrameCount + 1));
            // The frame's last state is that before the next frame's first substep, kept when there is one.
            if (tape.keepsAll && value.Substep < value.SubstepCount)
            {
                SimulatorMemory memory = tape.engine.Simulator.Remember();
                try
                {
                    tape.Keep(memory);
                }
                finally
                {
                    if (tape.kept[^1] != memory) memory.Dispose();
                }
            }

            progress?.Report(value);
        }
    }
}
