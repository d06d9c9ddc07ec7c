using Splatsim.Simulation;

namespace Splatsim.Tests;

/// <summary>A free bar in its first axial mode (reference/mpm.md 6.2 and 6.4 item 3): exact period T = 2 L sqrt(rho/E).</summary>
public sealed class AxialBarTests
{
    private const double Length = 1, YoungsModulus = 1e3, MassDensity = 1e3, CourantNumber = 0.1;

    // A strain of 2e-3: its square is far below the bounds, and float rounding (6e-8) far below it.
    private const double Amplitude = 2e-3;

    // mpm.md 6.4: period within 0.5 % at 20 cells and 0.1 % at 40, order at least 1.8, decay per period within 0.5 % at 20.
    private const double PeriodAt20 = 0.005, PeriodAt40 = 0.001, Order = 1.8, DecayAt20 = 0.005;

    [Fact]
    public void FreeBar_PeriodConverges_WithSecondOrder()
    {
        (double coarse, _) = Errors(10, Engines.Double);
        (double middle, double decay) = Errors(20, Engines.Double);
        (double fine, _) = Errors(40, Engines.Double);
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"period errors {coarse:g3} {middle:g3} {fine:g3}, decay per period at 20 cells {decay:g3}");
        Assert.InRange(middle, 0, PeriodAt20);
        Assert.InRange(fine, 0, PeriodAt40);
        Assert.True(Math.Log2(coarse / middle) >= Order, $"order {Math.Log2(coarse / middle)} from 10 to 20 cells");
        Assert.True(Math.Log2(middle / fine) >= Order, $"order {Math.Log2(middle / fine)} from 20 to 40 cells");
        Assert.InRange(decay, 0, DecayAt20);
    }

    [Theory]
    [InlineData(Engines.Single)]
    [InlineData(Engines.Fast)]
    public void FreeBar_InFloat_HasTheSamePeriod(string engine)
    {
        (double error, double decay) = Errors(20, engine);
        Assert.InRange(error, 0, PeriodAt20);
        Assert.InRange(decay, 0, DecayAt20);
    }

    /// <summary>Relative error of the period and relative loss of amplitude per period, over three periods.</summary>
    private static (double Period, double Decay) Errors(int cells, string engine)
    {
        double dx = Length / cells, exact = 2 * Length * Math.Sqrt(MassDensity / YoungsModulus);
        // One row of particles in the middle of a cell; the transverse velocities of all nodes are zero.
        GridDomain domain = new(new(-4 * dx, -2 * dx, -2 * dx), dx, cells + 9, 6, 6);
        ParticleSet bar = new(2 * cells);
        for (int p = 0; p < bar.Count; p++)
        {
            bar.X[3 * p] = (p + 0.5) * dx / 2;
            bar.X[3 * p + 1] = bar.X[3 * p + 2] = dx / 2;
            bar.RestVolume[p] = dx / 2 * dx * dx;
            bar.Mass[p] = MassDensity * bar.RestVolume[p];
            bar.V[3 * p] = Amplitude * Math.Cos(Math.PI * bar.X[3 * p] / Length);
            bar.C[9 * p] = -Amplitude * Math.PI / Length * Math.Sin(Math.PI * bar.X[3 * p] / Length);
        }

        double[] mode = [.. Enumerable.Range(0, bar.Count).Select(p => Math.Cos(Math.PI * bar.X[3 * p] / Length))];
        double step = CourantNumber * dx / Math.Sqrt(YoungsModulus / MassDensity);
        using ISimulator simulator = Simulators.Create(
            Bodies.Setup(domain, bar, Bodies.Elastic("stvk-hencky", YoungsModulus, 0, MassDensity)).On(engine) with
            {
                Boundaries =
                [
                    new PlaneBoundary(ContactMode.Slip, domain.Maximum, new(0, 1, 0)),
                    new PlaneBoundary(ContactMode.Slip, domain.Maximum, new(0, 0, 1)),
                ],
                StepPolicy = StepPolicy.Fixed(step),
            });
        List<double> velocity = [];
        ParticleSet state = new(bar.Count);
        while (simulator.Time < 3.3 * exact)
        {
            simulator.CopyTo(state);
            velocity.Add(Enumerable.Range(0, bar.Count).Sum(p => mode[p] * state.V[3 * p]) / bar.Count);
            simulator.Advance(step);
        }

        List<double> crossings = [];
        for (int i = 1; i < velocity.Count; i++)
        {
            bool isNear = crossings.Count > 0 && step * i - crossings[^1] < 0.25 * exact;
            if (isNear || velocity[i - 1] * velocity[i] > 0) continue;
            crossings.Add(step * (i - 1 + velocity[i - 1] / (velocity[i - 1] - velocity[i])));
        }

        double period = (crossings[^1] - crossings[0]) / ((crossings.Count - 1) / 2.0);
        int perPeriod = (int)Math.Round(exact / step);
        double first = velocity.Take(perPeriod).Max(Math.Abs);
        double later = velocity.Skip(2 * perPeriod).Take(perPeriod).Max(Math.Abs);
        return (Math.Abs(period / exact - 1), 1 - Math.Sqrt(later / first));
    }
}
