using System.Globalization;
using System.Text;
using Splatsim.Benchmarks.Mpm;
using Splatsim.Compute;
using Splatsim.Plots;
using Splatsim.Simulation;

namespace Splatsim.Benchmarks.Adjoint;

/// <summary>
/// Memory of a reverse run on the fast back end by strategy and horizon: that of the states, and the largest heap that was seen after a
/// collection during the run, less that before the tape began.
/// </summary>
internal static class MemoryOverHorizon
{
    private const int Looks = 24;
    private const long Plenty = 1L << 40;

    private static readonly (string Name, CheckpointStrategy Strategy, int States)[] Choices =
    [
        ("every state", CheckpointStrategy.StoreAll, int.MaxValue), ("two levels", CheckpointStrategy.TwoLevel, int.MaxValue),
        ("three levels", CheckpointStrategy.ThreeLevel, int.MaxValue), ("binomial, 8 states", CheckpointStrategy.Binomial, 8),
        ("binomial, 32 states", CheckpointStrategy.Binomial, 32),
    ];

    public static void Run(int particles, int[] horizons, string folder)
    {
        StringBuilder table = new("strategy,substeps,states,stateBytes,statesMB,measuredMB,substepsAgain\n");
        Chart memory = new(
            $"Memory of a reverse run, {particles} particles", new("Substeps") { Logarithmic = true }, new("Memory", "MB") { Logarithmic = true });
        Chart work = new("Substeps that are run again, per substep", new("Substeps") { Logarithmic = true }, new("Runs again"));
        foreach ((string name, CheckpointStrategy strategy, int states) in Choices)
        {
            List<double> measured = [], model = [], again = [];
            foreach (int horizon in horizons)
            {
                (double megabytes, long stateBytes) = Measure(particles, horizon, strategy, states);
                CheckpointSchedule schedule = CheckpointSchedule.Of(strategy, horizon, Math.Min(states, int.MaxValue));
                measured.Add(megabytes);
                model.Add(schedule.SlotCount * stateBytes / 1e6);
                again.Add((double)schedule.ForwardCount / horizon);
                table.AppendLine(
                    CultureInfo.InvariantCulture,
                    $"{name},{horizon},{schedule.SlotCount},{stateBytes},{model[^1]:f1},{measured[^1]:f1},{again[^1]:f2}");
                Console.Write(table.ToString().Split('\n')[^2] + "\n");
            }

            double[] x = [.. horizons.Select(h => (double)h)];
            memory.AddLine(name, x, measured, LineLook.Dots);
            memory.AddLine(string.Empty, x, model, LineLook.Dashed);
            // What keeps every state runs all of them once while it fills its memory.
            work.AddLine(name, x, again);
        }

        File.WriteAllText(Path.Combine(folder, "adjoint-memory.csv"), table.ToString());
        ChartPage.Save(Path.Combine(folder, "adjoint-memory.png"), [memory, work], columns: 2, width: 900, height: 600);
    }

    private static (double Megabytes, long StateBytes) Measure(int particles, int horizon, CheckpointStrategy strategy, int states)
    {
        using WorkerPool pool = new(Environment.ProcessorCount);
        SimulationSetup setup = MpmScene.Create("neo-hookean", particles, 8, pool);
        double step;
        long stateBytes;
        using (SimulationTape probe = new(setup)) (step, stateBytes) = (probe.Simulator.TimeStep, probe.StateBytes);
        setup = setup with { StepPolicy = StepPolicy.Fixed(step) };
        // A state of later packets may be a little larger.
        long budget = states == int.MaxValue ? Plenty : (long)(1.02 * states * stateBytes);
        using SimulationTape tape = new(setup, new() { Strategy = strategy, MemoryBudget = budget });
        long before = GC.GetTotalMemory(forceFullCollection: true), most = 0;
        tape.Advance(horizon * step);
        Look();
        double[] weights = [.. Enumerable.Range(0, 3 * setup.Particles.Count).Select(i => Math.Sin(0.37 * i))];
        tape.Reverse(frame => frame == 1 ? new() { Positions = weights } : null, new Looker(Look, Math.Max(1, horizon / Looks)));
        return ((most - before) / 1e6, stateBytes);

        void Look() => most = Math.Max(most, GC.GetTotalMemory(forceFullCollection: true));
    }

    private sealed class Looker(Action look, int period) : IProgress<SubstepProgress>
    {
        public void Report(SubstepProgress value)
        {
            if (value.Substep % period == 0) look();
        }
    }
}
