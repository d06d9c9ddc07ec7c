using Splatsim.Plots;
using Splatsim.Simulation;

namespace Splatsim.Verification;

internal sealed class Cantilever : VerificationCase
{
    private const double Length = 1, Height = 0.2, YoungsModulus = 1.8394e7, MassDensity = 1000, Gravity = 9.81;

    public override string Name => "cantilever";

    public override string Claim => "A clamped beam under sudden gravity bends and swings as a Timoshenko beam.";

    public override string Source => "Closed form: Timoshenko's beam, static tip deflection and first period (solved to rounding).";

    protected override void Measure(VerificationRun run)
    {
        TimoshenkoCantilever beam = new(Length, Height, YoungsModulus, 0, MassDensity);
        double period = beam.FirstPeriod(), tip = beam.TipDeflection(Gravity);
        int[] resolutions = run.Choose<int[]>([4, 8], [4, 8, 16]);
        int swings = run.Choose(1, 2);
        run.Setting = $"Plane, L {Length} m, H {Height} m, E {YoungsModulus:g5} Pa, nu 0, {string.Join(", ", resolutions)} cells per height; static value = mean over {swings} whole swing(s).";
        const string band = "reference 1.060/1.039/1.0325 of Euler-Bernoulli (Timoshenko: 1.032) and period 1.029/1.011/1.003 at 4, 8, 16 cells; acceptance 2 % from 8 cells on";
        Chart chart = new("Cantilever under sudden gravity", new("Time", "s"), new("Tip deflection", "m"));
        double[] exactTimes = [.. Enumerable.Range(0, 200).Select(i => swings * 1.1 * period * i / 199)];
        foreach (int cells in resolutions)
        {
            (List<double> times, List<double> tips) = Swing(run, cells, 1.1 * swings * period);
            double mean = 0.5 * (tips.Min() + tips.Max());
            IReadOnlyList<double> crossings = Signals.Crossings(times, [.. tips.Select(t => t - mean)], 0.2 * period);
            // It starts at a turning point: the first crossing comes after a quarter, the next ones after halves.
            double measured = 2 * (crossings[^1] - crossings[0]) / (crossings.Count - 1);
            double average = Average(times, tips, swings * measured);
            double limit = cells >= 8 ? 0.02 : 0.05;
            run.AtMost($"error of the static deflection, {cells} cells", Math.Abs(average / tip - 1), limit, band);
            run.AtMost($"error of the period, {cells} cells", Math.Abs(measured / period - 1), limit, band);
            chart.AddLine($"{cells} cells per height", times, tips);
        }

        // One mode carries 97 % of a uniform load's swing.
        chart.AddLine("Timoshenko, first mode", exactTimes, [.. exactTimes.Select(t => tip * (1 - Math.Cos(2 * Math.PI * t / period)))], LineLook.Dashed);
        run.Draw("cantilever", chart.AddHorizontalMark("static", tip));
    }

    private static (List<double> Times, List<double> Tips) Swing(VerificationRun run, int cells, double duration)
    {
        double dx = Height / cells;
        PlanarScene scene = new(dx, -4 * dx, -0.15, Length, Height);
        scene.Fill(-3 * dx, 0, Length, Height);
        SimulationSetup setup = scene.Setup(
            [Blocks.Elastic("neo-hookean", YoungsModulus, 0, MassDensity)],
            new PlaneBoundary(ContactMode.Sticky, new(0, 0, 0), new(1, 0, 0))) with
        {
            Gravity = new(0, -Gravity, 0),
        };
        int[] last = [.. Enumerable.Range(0, scene.Count).Where(p => setup.Particles.X[3 * p] > Length - 0.5 * dx)];
        double restHeight = last.Average(p => setup.Particles.X[3 * p + 1]);
        using ISimulator simulator = run.Start(setup);
        ParticleSet state = new(scene.Count);
        List<double> times = [0], tips = [0];
        const int frames = 220;
        for (int frame = 1; frame <= frames; frame++)
        {
            run.Advance(simulator, duration / frames);
            simulator.CopyTo(state);
            times.Add(simulator.Time);
            tips.Add(restHeight - last.Average(p => state.X[3 * p + 1]));
            run.Report((double)frame / frames);
        }

        return (times, tips);
    }

    private static double Average(List<double> times, List<double> values, double until)
    {
        double sum = 0;
        for (int i = 1; i < times.Count && times[i - 1] < until; i++)
        {
            double end = Math.Min(times[i], until);
            sum += 0.5 * (end - times[i - 1]) * (values[i - 1] + Signals.At(times, values, end));
        }

        return sum / until;
    }
}
