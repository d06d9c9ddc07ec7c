using Splatsim.Plots;
using Splatsim.Simulation;

namespace Splatsim.Verification;

internal sealed class SnowPenetration : VerificationCase
{
    private const double Depth = 0.4, Width = 1.2, TipAngle = 0.5, WedgeHeight = 0.3, Speed = 3;

    public override string Name => "snow-penetration";

    public override string Claim => "A cone dropped onto snow goes in less far the more the snow hardens, and stays there.";

    public override string Source => "Qualitative, as in penetrometer tests: Stomakhin et al. 2013, A material point method for snow simulation, sec. 5 (hardening xi).";

    protected override void Measure(VerificationRun run)
    {
        double[] hardenings = run.Choose<double[]>([2, 10, 30], [2, 5, 10, 20, 30]);
        double dx = run.Choose(0.04, 0.02);
        run.Setting = $"Plane wedge of 2500 kg/m^3, {Speed} m/s, on {Width} x {Depth} m of snow, 400 kg/m^3, E 1.4e5 Pa, dx {dx} m, in a box with sticky walls.";
        Chart paths = new("Wedge on snow", new("Time", "s"), new("Depth of its tip", "m"));
        double[] depths = new double[hardenings.Length];
        for (int i = 0; i < hardenings.Length; i++)
        {
            (List<double> times, List<double> depth, double rest) = Drop(run, dx, hardenings[i]);
            depths[i] = depth.Max();
            paths.AddLine($"xi = {hardenings[i]}", times, depth);
            run.AtMost($"speed at the end over that of impact, xi = {hardenings[i]}", rest / Speed, 0.1, "snow takes the energy and gives none back");
            run.Between($"depth, xi = {hardenings[i]}", depths[i], 2 * dx, Depth - 2 * dx, "it goes in, and not through: two cells from either end", "m");
            if (i > 0) run.AtMost($"depth at xi = {hardenings[i]} less that at xi = {hardenings[i - 1]}", depths[i] - depths[i - 1], 0, "harder snow, shallower hole", "m");
            run.Report((i + 1.0) / hardenings.Length);
        }

        run.Draw("snow-penetration", paths);
        run.Draw("snow-penetration-depth", new Chart("Depth over hardening", new("Hardening xi"), new("Depth", "m")).AddLine("ours", hardenings, depths, LineLook.Dots));
    }

    private static (List<double> Times, List<double> Depth, double Final) Drop(VerificationRun run, double dx, double hardening)
    {
        // The tip starts a cell above the snow: bodies on one grid feel each other a cell ahead.
        double tip = Depth + 1.5 * dx;
        PlanarScene scene = new(dx, -0.5 * Width, 0, 0.5 * Width, tip + WedgeHeight);
        scene.Fill(-0.5 * Width, 0, 0.5 * Width, Depth);
        int snowCount = scene.Count;
        scene.Fill(-0.5 * WedgeHeight, tip, 0.5 * WedgeHeight, tip + WedgeHeight, (x, y) => Math.Abs(x) <= TipAngle * (y - tip) + dx / 4, 1);
        Material snow = PlanarScene.Material("snow", 400, ("youngsModulus", 1.4e5), ("poissonsRatio", 0.2), ("hardeningCoefficient", hardening));
        SimulationSetup setup = scene.Setup(
            [snow, Blocks.Elastic("neo-hookean", 5e6, 0.3, 2500)],
            new PlaneBoundary(ContactMode.Sticky, new(0, 0, 0), new(0, 1, 0)),
            new PlaneBoundary(ContactMode.Sticky, new(-0.5 * Width, 0, 0), new(1, 0, 0)), new PlaneBoundary(ContactMode.Sticky, new(0.5 * Width, 0, 0), new(-1, 0, 0))) with
        {
            Gravity = new(0, -9.81, 0),
            MaximumClampedFraction = 1,
        };
        PlanarScene.SetVelocity(setup.Particles, p => p < snowCount ? default : new(0, -Speed, 0));
        using ISimulator simulator = run.Start(setup);
        ParticleSet state = new(scene.Count);
        List<double> times = [], depth = [];
        double last = 0;
        const int frames = 40;
        for (int frame = 0; frame < frames; frame++)
        {
            run.Advance(simulator, 0.4 / frames);
            simulator.CopyTo(state);
            double lowest = double.PositiveInfinity, speed = 0;
            for (int p = snowCount; p < state.Count; p++)
            {
                lowest = Math.Min(lowest, state.X[3 * p + 1] - dx / 4);
                speed += state.V[3 * p + 1] / (state.Count - snowCount);
            }

            times.Add(simulator.Time);
            depth.Add(Depth - lowest);
            last = Math.Abs(speed);
        }

        return (times, depth, last);
    }
}
