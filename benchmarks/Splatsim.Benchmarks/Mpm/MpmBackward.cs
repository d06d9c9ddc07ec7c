using System.Diagnostics;
using Splatsim.Compute;
using Splatsim.Simulation;
using Splatsim.Simulation.Fast;

namespace Splatsim.Benchmarks.Mpm;

/// <summary>
/// One substep in reverse beside the same substep forward; copies of states; and what the schedule of a horizon runs again. A reverse substep has
/// its own particles-to-grid (or reads what the nodes got, where that is kept with the state) and grid update in it, and no copy of a state. A forward
/// one follows another, as in a run: the end of the one before and its own start are one visit to the particles. No sort falls into either.
/// </summary>
internal static class MpmBackward
{
    private const int MostSubsteps = 12, WarmUps = 2;

    public static int Run(MpmOptions options)
    {
        using WorkerPool pool = new(options.Threads);
        SimulationSetup setup = MpmScene.Create(options.Model, options.Particles, options.PerCell, pool);
        FastOptions fast = options.Lanes is { } lanes ? new() { LaneCount = lanes } : new();
        if (options.Recompute) fast = fast with { MomentaShare = 0 };
        using ITapeEngine engine = FastTapes.Create(setup, fast);
        SimulatorBase simulator = engine.Simulator;
        int count = Math.Min(options.Substeps, MostSubsteps);
        // The first one sorts, and each one that is measured follows another.
        TapedSubstep[] substeps = Substeps(simulator.TimeStep, count + 2);
        double scale = 1e9 / simulator.ParticleCount;
        simulator.Replay(in substeps[0]);
        SimulatorMemory start = simulator.Remember();
        SimulatorMemory[] states = new SimulatorMemory[count + 2];
        Times forward = new(), copy = new(), back = new(), reverse = new(), ratio = new();
        double busyForward = 0, busyReverse = 0;
        for (int repeat = -WarmUps; repeat < options.Repeats; repeat++)
        {
            if (repeat == 0)
            {
                foreach (Times times in new[] { forward, copy, back, reverse, ratio }) times.Clear();
                (busyForward, busyReverse) = (0, 0);
            }

            simulator.Recall(start);
            for (int i = 1; i < states.Length; i++)
            {
                int at = i;
                using (SimulatorMemory here = simulator.Remember()) simulator.Recall(here);
                states[at]?.Dispose();
                copy.Add(scale * Seconds(() => states[at] = simulator.Remember()));
                simulator.Replay(in substeps[i]);
            }

            simulator.Recall(start);
            simulator.Replay(in substeps[1]);
            double[] forwards = new double[count + 2];
            TimeSpan begin = Processor;
            for (int i = 2; i < states.Length; i++)
            {
                int at = i;
                forwards[i] = scale * Seconds(() => simulator.Replay(in substeps[at]));
            }

            busyForward += (Processor - begin).TotalSeconds;
            engine.Begin();
            engine.Add(Seed(simulator.ParticleCount));
            if (repeat == 0) foreach (StageTime stage in ((IReverseDiagnostics)engine).Stages.All) stage.Reset();
            for (int i = count + 1; i > 1; i--)
            {
                int at = i;
                back.Add(scale * Seconds(() => simulator.Recall(states[at])));
                begin = Processor;
                double seconds = scale * Seconds(() => engine.Reverse(in substeps[at]));
                busyReverse += (Processor - begin).TotalSeconds;
                forward.Add(forwards[i]);
                reverse.Add(seconds);
                ratio.Add(seconds / forwards[i]);
            }
        }

        Print(options, engine, fast, forward, copy, back, reverse, ratio, busyReverse / busyForward, scale / (count * options.Repeats));
        return 0;
    }

    private static void Print(
        MpmOptions options, ITapeEngine engine, FastOptions fast, Times forward, Times copy, Times back, Times reverse, Times ratio,
        double processor, double scale)
    {
        IReverseDiagnostics diagnostics = (IReverseDiagnostics)engine;
        int particles = engine.Simulator.ParticleCount;
        string stages = string.Join(", ", diagnostics.Stages.All.Select(s => FormattableString.Invariant($"{s.Name} {s.Seconds * scale:f1}")));
        Console.WriteLine(FormattableString.Invariant(
            $"{options.Model,-16} {particles,9} particles {options.Threads} threads {MpmBenchmark.Instructions(fast.LaneCount)}: forward {forward.Median:f1} ns, reverse {reverse.Median:f1} ns a particle, {ratio.Median:f2}x (by processor time {processor:f2}x)  [{stages}]"));
        long slots = (long)(options.BudgetGibibytes * (1L << 30)) / engine.StateBytes;
        Console.WriteLine(FormattableString.Invariant(
            $"  a state: {(double)engine.StateBytes / particles:f0} B a particle, copied in {copy.Median:f1} ns, gone back to in {back.Median:f1} ns; reverse run: {(double)diagnostics.Bytes / particles:f0} B a particle besides"));
        foreach (CheckpointStrategy strategy in new[] { CheckpointStrategy.TwoLevel, CheckpointStrategy.ThreeLevel, CheckpointStrategy.Binomial })
        {
            if (strategy != CheckpointStrategy.Binomial && CheckpointSchedule.Of(strategy, options.Horizon, int.MaxValue).SlotCount > slots) continue;
            CheckpointSchedule schedule = CheckpointSchedule.Of(strategy, options.Horizon, slots);
            double n = options.Horizon, again = schedule.ForwardCount / n;
            double stores = schedule.Steps.Count(s => s.Action == CheckpointAction.Store) / n, restores = schedule.Steps.Count(s => s.Action == CheckpointAction.Restore) / n;
            double perSubstep = again * forward.Median + stores * copy.Median + restores * back.Median;
            Console.WriteLine(FormattableString.Invariant(
                $"  {strategy,-10} {n} substeps in {options.BudgetGibibytes:g3} GiB: {schedule.SlotCount} states, {schedule.SlotCount * engine.StateBytes / 1e9:f2} GB; runs {again:f2} substeps again for each, {perSubstep / forward.Median:f2}x; whole reverse run {(perSubstep + reverse.Median) / forward.Median:f2}x a forward run"));
        }
    }

    private static TapedSubstep[] Substeps(double timeStep, int count) =>
        [.. Enumerable.Range(0, count).Select(i => new TapedSubstep(timeStep, i, (i + 1) * timeStep, 1))];

    private static StateCotangents Seed(int particles)
    {
        double[] weights = new double[3 * particles];
        for (int i = 0; i < weights.Length; i++) weights[i] = Math.Sin(0.37 * i);
        return new() { Positions = weights, Velocities = weights };
    }

    // Time that the process was given: what a busy machine leaves of a comparison. Its unit is 10 ms on Linux: only sums say something.
    private static TimeSpan Processor => Process.GetCurrentProcess().TotalProcessorTime;

    private static double Seconds(Action action)
    {
        Stopwatch watch = Stopwatch.StartNew();
        action();
        return watch.Elapsed.TotalSeconds;
    }

    private sealed class Times
    {
        private readonly List<double> values = [];

        public double Median => values.Order().ElementAt(values.Count / 2);

        public void Add(double value) => values.Add(value);

        public void Clear() => values.Clear();
    }
}
