using Splatsim.Mathematics;
using Splatsim.Plots;
using Splatsim.Simulation;

namespace Splatsim.Verification;

internal sealed class Incline : VerificationCase
{
    // Flat: friction tips a block that is as high as W/(3 mu), and its trailing edge would lift.
    private const double Gravity = 9.81, Width = 0.8, Height = 0.1, MassDensity = 1000;
    private const double LoadTime = 0.4, TiltTime = 1.2;

    public override string Name => "incline";

    public override string Claim => "A block on a rough slope starts to slide where tan(theta) = mu, and then speeds up as Coulomb says.";

    public override string Source => "Closed form: a = g (sin theta - mu cos theta) beyond tan(theta) = mu.";

    protected override void Measure(VerificationRun run)
    {
        double[] coefficients = run.Choose<double[]>([0.4], [0.2, 0.4, 0.6]);
        double dx = run.Choose(0.05, 0.025);
        run.Setting = $"Plane, block of {Width} x {Height} m, dx {dx} m, E 1e6 Pa; gravity grows in {LoadTime} s, then its slope grows to 1.5 mu in {TiltTime} s.";
        Chart chart = new("Block on a slope that steepens", new("tan(theta) / mu"), new("Speed", "m/s"));
        foreach (double mu in coefficients)
        {
            (double[] slopes, double[] speeds) = Slide(run, dx, mu);
            double[] exact = ExactSpeeds(mu, slopes);
            // The speed grows as the square of what the slope is beyond mu: its root is a straight line that starts there.
            double top = exact[^1];
            int[] used = [.. Enumerable.Range(0, slopes.Length).Where(i => exact[i] > 0.05 * top && exact[i] < 0.6 * top)];
            (double rise, double at) = Signals.Line([.. used.Select(i => slopes[i])], [.. used.Select(i => Math.Sqrt(Math.Max(speeds[i], 0)))]);
            // The exact speeds through the same line: what the square leaves out cancels.
            (double exactRise, double exactAt) = Signals.Line([.. used.Select(i => slopes[i])], [.. used.Select(i => Math.Sqrt(exact[i]))]);
            run.Between($"slope at which it starts, over mu = {mu}", -at / rise / (-exactAt / exactRise), 0.98, 1.02, "acceptance 2 %");
            run.AtMost($"error of its speed at 1.5 mu, mu = {mu}", Math.Abs(speeds[^1] / exact[^1] - 1), 0.05, "the start, within 2 % of 1.0, changes what is beyond it by 4 % of 0.5");
            int below = Array.FindLastIndex(slopes, s => s < 0.95 * mu);
            run.AtMost($"speed at 0.95 mu over that at 1.5 mu, mu = {mu}", Math.Abs(speeds[below]) / exact[^1], 0.01, "it sticks: what moves is the elastic lean");
            chart.AddLine($"mu = {mu}", [.. slopes.Select(s => s / mu)], speeds).AddLine($"exact, mu = {mu}", [.. slopes.Select(s => s / mu)], exact, LineLook.Dashed);
        }

        run.Draw("incline", chart.AddVerticalMark("start", 1));
    }

    // The floor stays level and gravity turns: the same thing, and the grid sees the same contact at every slope.
    private static (double[] Slopes, double[] Speeds) Slide(VerificationRun run, double dx, double mu)
    {
        PlanarScene scene = new(dx, -0.2, 0, 3.2, Height + 0.1);
        scene.Fill(0, 0, Width, Height);
        List<(double Time, Vector3<Real64> Value)> keys = [(0, default), (LoadTime, new(0, -Gravity, 0))];
        const int pieces = 60;
        for (int i = 1; i <= pieces; i++)
            keys.Add((LoadTime + TiltTime * i / pieces, Direction(1.5 * mu * i / pieces)));
        SimulationSetup setup = scene.Setup(
            [Blocks.Elastic("neo-hookean", 1e6, 0.3, MassDensity)],
            new PlaneBoundary(ContactMode.Coulomb, new(0, 0, 0), new(0, 1, 0), mu)) with
        {
            Forces = [new GravityForce(VectorCurve.Keyframes([.. keys]))],
        };
        using ISimulator simulator = run.Start(setup);
        run.Advance(simulator, LoadTime);
        double[] slopes = new double[pieces], speeds = new double[pieces];
        for (int i = 0; i < pieces; i++)
        {
            run.Advance(simulator, TiltTime / pieces);
            slopes[i] = 1.5 * mu * (i + 1) / pieces;
            speeds[i] = Blocks.MeanVelocity(simulator).X.Value;
            run.Report((i + 1.0) / pieces);
        }

        return (slopes, speeds);
    }

    private static Vector3<Real64> Direction(double slope)
    {
        double along = 1 / Math.Sqrt(1 + slope * slope);
        return new(Gravity * slope * along, -Gravity * along, 0);
    }

    // Integral of g (sin - mu cos) over time from tan(theta) = mu on; tan grows steadily.
    private static double[] ExactSpeeds(double mu, double[] slopes)
    {
        const int pieces = 2000;
        double rate = 1.5 * mu / TiltTime;
        double Speed(double slope)
        {
            if (slope <= mu) return 0;
            double sum = 0, step = (slope - mu) / pieces;
            for (int i = 0; i < pieces; i++)
            {
                double t = mu + (i + 0.5) * step;
                sum += Gravity * (t - mu) / Math.Sqrt(1 + t * t) * step / rate;
            }

            return sum;
        }

        return [.. slopes.Select(Speed)];
    }
}
