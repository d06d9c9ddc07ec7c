using System.Diagnostics;
using Splatsim.Compute;
using Splatsim.Simulation;
using Splatsim.Simulation.Fast;

namespace Splatsim.Benchmarks.Mpm;

/// <summary>
/// One substep in reverse beside one forward, in pairs; copies of states; and what the schedule of a horizon runs again. A reverse substep has
/// its own particles-to-grid and grid update in it.
/// </summary>
internal static class MpmBackward
{
    private const int MostSubsteps = 12, WarmUps = 2;

    public static int Run(MpmOptions options)
    {
        using WorkerPool pool = new(options.Threads);
        SimulationSetup setup = MpmScene.Create(options.Model, options.Particles, options.PerCell, pool);
        FastOptions fast = options.Lanes is { } lanes ? new() { LaneCount = lanes } : new();
        using ITapeEngine engine = FastTapes.Create(setup, fast);
        SimulatorBase simulator = engine.Simulator;
        int count = Math.Min(options.Substeps, MostSubsteps);
        TapedSubstep[] substeps = Substeps(simulator.TimeStep, count);
        double scale = 1e9 / ((double)count * simulator.ParticleCount);
        simulator.Replay(in substeps[0]);
        SimulatorMemory start = simulator.Remember();
        SimulatorMemory[] states = new SimulatorMemory[count];
        Times forward = new(), copy = new(), back = new(), reverse = new(), ratio = new(), processor = new();
        for (int repeat = -WarmUps; repeat < options.Repeats; repeat++)
        {
            simulator.Recall(start);
            TimeSpan before = Processor;
            double f = scale * Seconds(() => { foreach (TapedSubstep substep in substeps) simulator.Replay(in substep); });
            double busyForward = (Processor - before).TotalSeconds, busyReverse = 0;
            simulator.Recall(start);
            double c = 0, b = 0, r = 0;
            for (int i = 0; i < count; i++)
            {
                int at = i;
                simulator.Recall(simulator.Remember());
                c += scale * Seconds(() => states[at] = simulator.Remember());
                simulator.Replay(in substeps[i]);
            }

            engine.Begin();
            engine.Add(Seed(simulator.ParticleCount));
            if (repeat == 0) foreach (StageTime stage in ((IReverseDiagnostics)engine).Stages.All) stage.Reset();
            for (int i = count - 1; i >= 0; i--)
            {
                int at = i;
                b += scale * Seconds(() => simulator.Recall(states[at]));
                before = Processor;
                r += scale * Seconds(() => engine.Reverse(in substeps[at]));
                busyReverse += (Processor - before).TotalSeconds;
            }

            if (repeat < 0) continue;
            forward.Add(f);
            copy.Add(c);
            back.Add(b);
            reverse.Add(r);
            ratio.Add(r / f);
            processor.Add(busyReverse / busyForward);
        }

        Print(options, engine, fast, forward, copy, back, reverse, ratio, processor, scale / options.Repeats);
        return 0;
    }

    private static void Print(
        MpmOptions options, ITapeEngine engine, FastOptions fast, Times forward, Times copy, Times back, Times reverse, Times ratio,
        Times processor, double scale)
    {
        IReverseDiagnostics diagnostics = (IReverseDiagnostics)engine;
        int particles = engine.Simulator.ParticleCount;
        string stages = string.Join(", ", diagnostics.Stages.All.Select(s => FormattableString.Invariant($"{s.Name} {s.Seconds * scale:f1}")));
        Console.WriteLine(FormattableString.Invariant(
            $"{options.Model,-16} {particles,9} particles {options.Threads} threads {MpmBenchmark.Instructions(fast.LaneCount)}: forward {forward.Median:f1} ns, reverse {reverse.Median:f1} ns a particle, {ratio.Median:f2}x (by processor time {processor.Median:f2}x)  [{stages}]"));
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

    // Time that the process was given: what a busy machine leaves of a comparison.
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
    }
}
