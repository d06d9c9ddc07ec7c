using Splatsim.Plots;
using Splatsim.Simulation;

namespace Splatsim.Verification;

internal sealed class AxialBar : VerificationCase
{
    private const double Length = 1, YoungsModulus = 1e3, MassDensity = 1e3, CourantNumber = 0.1, Periods = 3;

    // A strain of 2e-3: its square is far below the bands, and float rounding (6e-8) far below it.
    private const double Amplitude = 2e-3;

    private static readonly double Exact = 2 * Length * Math.Sqrt(MassDensity / YoungsModulus);

    public override string Name => "axial-bar";

    public override string Claim => "A free bar rings at its exact period; the error falls with the square of the cell size.";

    public override string Source => "Closed form: first axial mode of a free-free bar, T = 2 L sqrt(rho/E).";

    protected override void Measure(VerificationRun run)
    {
        run.Setting = $"E {YoungsModulus} Pa, nu 0, rho {MassDensity} kg/m^3, Courant number {CourantNumber}, {Periods} periods, one row of particles, 2 per cell.";
        const string band = "reference errors 1.03e-2, 2.74e-3, 7.2e-4 at 10, 20, 40 cells; acceptance 0.5 % at 20, 0.1 % at 40, order 1.8, decay 0.5 % a period at 20";
        int[] cells = run.Choose<int[]>([10, 20, 40], [10, 20, 40, 80]);
        Chart convergence = new(
            "Period of a free bar", new("Cells along the bar") { Logarithmic = true }, new("Relative error") { Logarithmic = true });
        Chart ringing = new("Free bar, 20 cells", new("Time", "periods"), new("Velocity of the mode", "m/s"));
        foreach (VerificationEngine engine in run.Engines)
        {
            double[] errors = new double[cells.Length];
            for (int i = 0; i < cells.Length; i++)
            {
                (errors[i], double decay, List<double> times, List<double> velocity) = Ring(run, engine, cells[i]);
                if (cells[i] == 20)
                {
                    run.AtMost("period error at 20 cells", errors[i], 0.005, band, "", engine.Name);
                    run.AtMost("loss of amplitude per period at 20 cells", decay, 0.005, band, "", engine.Name);
                    ringing.AddLine(engine.Name, [.. times.Select(t => t / Exact)], velocity);
                    if (engine == run.Engines[^1])
                        ringing.AddLine("exact", [.. times.Select(t => t / Exact)], [.. times.Select(t => 0.5 * Amplitude * Math.Cos(2 * Math.PI * t / Exact))], LineLook.Dashed);
                }

                if (cells[i] == 40) run.AtMost("period error at 40 cells", errors[i], 0.001, band, "", engine.Name);
                // At 80 cells the error is so small that the rounding of floats adds a tenth to it.
                if (i > 0 && (engine.IsDouble || cells[i] <= 40)) run.AtLeast($"order from {cells[i - 1]} to {cells[i]} cells", Math.Log2(errors[i - 1] / errors[i]), 1.8, band, "", engine.Name);
                run.Report((i + 1.0) / cells.Length);
            }

            convergence.AddLine(engine.Name, [.. cells.Select(c => (double)c)], errors, LineLook.Dots);
            if (engine == run.Engines[^1])
                convergence.AddLine("second order", [.. cells.Select(c => (double)c)], [.. cells.Select(c => errors[0] * cells[0] * cells[0] / c / c)], LineLook.Dashed);
        }

        run.Draw("axial-bar-order", convergence);
        run.Draw("axial-bar-ringing", ringing);
    }

    private static (double Period, double Decay, List<double> Times, List<double> Velocity) Ring(
        VerificationRun run, VerificationEngine engine, int cells)
    {
        double dx = Length / cells, step = CourantNumber * dx / Math.Sqrt(YoungsModulus / MassDensity);
        // One row of particles in the middle of a cell; the transverse velocities of all nodes are zero.
        GridDomain domain = new(new(-4 * dx, -2 * dx, -2 * dx), dx, cells + 9, 6, 6);
        ParticleSet bar = new(2 * cells);
        for (int p = 0; p < bar.Count; p++)
        {
            double x = (p + 0.5) * dx / 2;
            bar.X[3 * p] = x;
            bar.X[3 * p + 1] = bar.X[3 * p + 2] = dx / 2;
            bar.RestVolume[p] = dx / 2 * dx * dx;
            bar.Mass[p] = MassDensity * bar.RestVolume[p];
            bar.V[3 * p] = Amplitude * Math.Cos(Math.PI * x / Length);
            bar.C[9 * p] = -Amplitude * Math.PI / Length * Math.Sin(Math.PI * x / Length);
        }

        double[] mode = [.. Enumerable.Range(0, bar.Count).Select(p => Math.Cos(Math.PI * bar.X[3 * p] / Length))];
        using ISimulator simulator = run.Start(
            new()
            {
                Domain = domain,
                Particles = bar,
                Materials = [Blocks.Elastic("stvk-hencky", YoungsModulus, 0, MassDensity)],
                Boundaries =
                [
                    new PlaneBoundary(ContactMode.Slip, domain.Maximum, new(0, 1, 0)),
                    new PlaneBoundary(ContactMode.Slip, domain.Maximum, new(0, 0, 1)),
                ],
                StepPolicy = StepPolicy.Fixed(step),
            },
            engine);
        List<double> times = [], velocity = [];
        ParticleSet state = new(bar.Count);
        while (simulator.Time < (Periods + 0.3) * Exact)
        {
            simulator.CopyTo(state);
            times.Add(simulator.Time);
            velocity.Add(Enumerable.Range(0, bar.Count).Sum(p => mode[p] * state.V[3 * p]) / bar.Count);
            run.Advance(simulator, step);
        }

        IReadOnlyList<double> crossings = Signals.Crossings(times, velocity, 0.25 * Exact);
        double period = (crossings[^1] - crossings[0]) / ((crossings.Count - 1) / 2.0);
        int perPeriod = (int)Math.Round(Exact / step);
        double first = velocity.Take(perPeriod).Max(Math.Abs), later = velocity.Skip(2 * perPeriod).Take(perPeriod).Max(Math.Abs);
        return (Math.Abs(period / Exact - 1), 1 - Math.Sqrt(later / first), times, velocity);
    }
}
