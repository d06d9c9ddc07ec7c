using Splatsim.Mathematics;
using Splatsim.Simulation;

namespace Splatsim.Scenes;

/// <summary>
/// Compares the adjoint of a simulation with central differences of fourth order of the same run, in double precision on the reference back
/// end, and measures how small changes grow: whether gradients are right, and how far they reach.
/// </summary>
public sealed class GradientCheck
{
    private const double StartingChange = 1e-8;

    private readonly bool isUnbounded, hasLocalSteps;
    private readonly GradientCheckOptions options;
    private readonly IProgress<GradientCheckProgress>? progress;
    private readonly CancellationToken cancellation;
    private readonly int parallel;
    private SimulationSetup setup;
    private double frame;
    private int done, work;

    private GradientCheck(
        SimulationSetup setup, GradientCheckOptions options, IProgress<GradientCheckProgress>? progress, CancellationToken cancellation)
    {
        (isUnbounded, hasLocalSteps) = (setup.Domain.IsUnbounded, setup.StepPolicy.LocalSteps);
        this.setup = Prepared(setup);
        this.options = options;
        this.progress = progress;
        this.cancellation = cancellation;
        parallel = options.Threads > 0 ? options.Threads : Environment.ProcessorCount;
    }

    /// <summary>Checks.</summary>
    /// <param name="setup">
    /// The simulation; it runs on the reference back end, in double precision, without tracers and with steps of one length. A grid without bounds is
    /// a box then that grows until it holds all matter.
    /// </param>
    /// <param name="parameters">What to differentiate by, of <see cref="GradientParameters.Of"/>.</param>
    /// <param name="options">How.</param>
    /// <param name="progress">Told how far the work is.</param>
    /// <param name="cancellation">Stops between substeps.</param>
    /// <exception cref="NotDifferentiableException">Something in the setup has no derivative.</exception>
    /// <exception cref="SimulationException">The unchanged simulation broke.</exception>
    /// <exception cref="SimulationSetupException">The setup cannot be simulated, or has no bounds and goes too far for a dense grid.</exception>
    /// <exception cref="ArgumentException">A horizon that is not positive, or no parts of it.</exception>
    public static GradientReport Run(
        SimulationSetup setup, IReadOnlyList<GradientParameter> parameters, GradientCheckOptions options,
        IProgress<GradientCheckProgress>? progress = null, CancellationToken cancellation = default)
    {
        if (!(options.Horizon is null or > 0) || options.Points < 1 || !(options.Tolerance > 0))
            throw new ArgumentException($"horizon {options.Horizon} s in {options.Points} parts, tolerance {options.Tolerance}: give positive numbers", nameof(options));
        if (SimulationTape.Obstacles(Prepared(setup)) is [{ } obstacle, ..]) throw obstacle;
        return new GradientCheck(setup, options, progress, cancellation).Run(parameters);
    }

    /// <summary>The setup as it is checked; the box of a grid without bounds may have to grow yet.</summary>
    /// <param name="setup">The setup.</param>
    public static SimulationSetup Prepared(SimulationSetup setup) => setup with
    {
        Backend = SimulationBackend.Reference,
        Precision = SimulationPrecision.Double,
        Tracers = null,
        TracksDissipation = false,
        Domain = setup.Domain with { IsUnbounded = false },
        StepPolicy = setup.StepPolicy with { LocalSteps = false },
    };

    private GradientReport Run(IReadOnlyList<GradientParameter> parameters)
    {
        // In forward runs of one part: pilot, tape, the unchanged run, growth; reversals from the end of every part; the runs of the parameters.
        work = options.Points * (4 + DifferenceSteps.RunCount * parameters.Count) + Reversals(options.Points);
        SimulationSetup timed = WithSteps(out int substeps);
        double[] times = [.. Enumerable.Range(1, options.Points).Select(k => k * frame)];
        (SimulationGradient[] gradients, ParticleSet[] states) = Differentiate(timed);
        RunResult centre = Evaluate(timed);
        PerturbationGrowth growth = Grow(timed, states, times);
        List<ParameterCheck> checks = [];
        foreach (GradientParameter parameter in parameters)
            checks.Add(new DifferenceSteps(parameter, options, growth, times, centre).Compare(gradients, (steps, run) => Each(timed, parameter, steps, run)));
        return new()
        {
            Loss = options.Loss.Key,
            Value = centre.Values[^1],
            ParticleCount = setup.Particles.Count,
            CellSize = setup.Domain.CellSize,
            TimeStep = frame * options.Points / substeps,
            SubstepCount = substeps,
            Times = times,
            Branches = centre.Branches,
            ClampedCount = gradients[^1].ClampedCount,
            Growth = growth,
            Parameters = checks,
            Notes = [.. Notes()],
        };
    }

    private IEnumerable<string> Notes()
    {
        if (hasLocalSteps) yield return "steps: all matter takes steps of one length here; local steps have no derivative";
        if (isUnbounded) yield return $"grid: {setup.Domain} that hold all matter stand for the grid without bounds";
    }

    // On a box that holds all matter where the grid has no bounds.
    private SimulationSetup WithSteps(out int substeps)
    {
        if (isUnbounded)
        {
            for (int p = 0; p < setup.Particles.Count; p++) Widen(setup.Particles.Position(p));
        }

        while (true)
        {
            try
            {
                SimulationSetup timed = Pilot(out substeps);
                if (!isUnbounded) return timed;
                // Changed runs go a little farther.
                setup = setup with { Domain = GrowingBox.WithMargin(setup.Domain) };
                return timed with { Domain = setup.Domain };
            }
            catch (ParticleLeftDomainException left) when (isUnbounded)
            {
                if (Widen(left.Position!.Value)) continue;
                throw new SimulationSetupException(
                    "Domain.IsUnbounded", $"matter goes too far for the dense grid of a check of gradients ({left.Message})", "shorten the horizon, or give the domain bounds");
            }
        }
    }

    private bool Widen(Vector3<Real64> place)
    {
        if (GrowingBox.Around(place, setup.Domain, setup.Transfer.Kernel) is not { } wider) return false;
        setup = setup with { Domain = wider };
        return true;
    }

    // The step in time that the scene's own policy comes to need within the horizon, from then on held fixed: it is no part of what is differentiated.
    private SimulationSetup Pilot(out int substeps)
    {
        using ISimulator pilot = Simulators.Create(setup);
        double horizon = options.Horizon ?? GradientCheckOptions.UsualSubsteps * pilot.TimeStep;
        frame = horizon / options.Points;
        for (int k = 0; k < options.Points; k++) Advance(pilot, "looking for the step");
        int perPart = Math.Max(1, (int)Math.Ceiling(frame / pilot.Substeps.Smallest - 1e-9));
        substeps = perPart * options.Points;
        return setup with { StepPolicy = new() { TimeStep = frame / perPart, MaximumCourantNumber = double.PositiveInfinity } };
    }

    private (SimulationGradient[] Gradients, ParticleSet[] States) Differentiate(SimulationSetup timed)
    {
        SimulationGradient[] gradients = new SimulationGradient[options.Points];
        ParticleSet[] states = new ParticleSet[options.Points];
        using SimulationTape tape = new(timed);
        for (int k = 0; k < options.Points; k++)
        {
            tape.Advance(frame, null, cancellation);
            Step("forward");
            states[k] = new(setup.Particles.Count);
            tape.Simulator.CopyTo(states[k]);
            StateCotangents seed = options.Loss.DerivativesOf(setup, states[k]);
            gradients[k] = tape.Reverse(f => f == k + 1 ? seed : null, null, cancellation);
            for (int i = Reversals(k); i < Reversals(k + 1); i++) Step("backward");
        }

        return (gradients, states);
    }

    // A reversed substep takes about as long as three forward ones.
    private static int Reversals(int points) => 3 * points * (points + 1) / 2;

    private PerturbationGrowth Grow(SimulationSetup timed, ParticleSet[] states, double[] times)
    {
        Random random = new(1);
        ParticleSet moved = setup.Particles.Clone();
        double length = StartingChange * setup.Domain.CellSize, start = 0;
        for (int i = 0; i < moved.X.Length; i++)
        {
            bool moves = !setup.Materials[moved.Material[i / 3]].IsStationary;
            double by = moves ? length * (2 * random.NextDouble() - 1) : 0;
            moved.X[i] += by;
            start += by * by;
        }

        double Size(double squares) => Math.Sqrt(squares / Math.Max(1, setup.Particles.Count)) / setup.Domain.CellSize;
        double[] sizes = new double[options.Points];
        using ISimulator simulator = Simulators.Create(timed with { Particles = moved });
        ParticleSet state = new(moved.Count);
        for (int k = 0; k < options.Points; k++)
        {
            Advance(simulator, "measuring the growth of changes");
            simulator.CopyTo(state);
            double squares = 0;
            for (int i = 0; i < state.X.Length; i++) squares += (state.X[i] - states[k].X[i]) * (state.X[i] - states[k].X[i]);
            sizes[k] = Size(squares);
        }

        return PerturbationGrowth.Of(Size(start), sizes, times);
    }

    private void Each(SimulationSetup timed, GradientParameter parameter, double[] values, Action<int, RunResult> run) => Parallel.For(
        0, values.Length, new ParallelOptions { MaxDegreeOfParallelism = parallel, CancellationToken = cancellation },
        i => run(i, Tolerant(parameter.With(timed, values[i]), parameter.Name)));

    // A changed run that breaks, or cannot start, has no value; the unchanged one has to hold.
    private RunResult Tolerant(SimulationSetup changed, string name)
    {
        try
        {
            return Evaluate(changed, name);
        }
        catch (Exception broken) when (broken is SimulationException or SimulationSetupException)
        {
            return new([.. Enumerable.Repeat(double.NaN, options.Points)], double.NaN, default);
        }
    }

    private RunResult Evaluate(SimulationSetup changed, string phase = "running")
    {
        using BranchedRun run = new(changed);
        double[] values = new double[options.Points];
        double magnitude = 0;
        ParticleSet state = new(setup.Particles.Count);
        for (int k = 0; k < options.Points; k++)
        {
            Advance(run.Simulator, phase);
            run.Simulator.CopyTo(state);
            values[k] = options.Loss.ValueOf(setup, state, out magnitude);
        }

        return new(values, magnitude, run.Branches);
    }

    private void Advance(ISimulator simulator, string phase)
    {
        simulator.Advance(frame, null, cancellation);
        Step(phase);
    }

    private void Step(string phase) => progress?.Report(new(Math.Min(1, (double)Interlocked.Increment(ref done) / work), phase));
}
