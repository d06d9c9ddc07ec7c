using Splatsim.Plots;
using Splatsim.Simulation;

namespace Splatsim.Verification;

internal sealed class ViscousChannel : VerificationCase
{
    private const double Viscosity = 100, MassDensity = 1000, TopSpeed = 0.05, Kinematic = Viscosity / MassDensity;
    private const int Terms = 60;

    private static readonly double[] DiffusionTimes = [0.02, 0.05, 0.15, 0.5];

    public override string Name => "viscous-channel";

    public override string Claim => "A viscous fluid starts to flow between plates as the exact series say, driven by a force (Poiseuille) or by a plate (Couette).";

    public override string Source => "Closed forms: start-up of plane Poiseuille and Couette flow, Batchelor 1967, An Introduction to Fluid Dynamics, 4.3.";

    protected override void Measure(VerificationRun run)
    {
        int[] resolutions = run.Choose<int[]>([8, 16], [8, 16, 32]);
        run.Setting = $"Plane, gap 1 m, slug of 6 m, {string.Join(", ", resolutions)} cells per gap, eta {Viscosity} Pa s, rho {MassDensity} kg/m^3, K 4e4 Pa; at nu t/h^2 = {string.Join(", ", DiffusionTimes)}.";
        double force = 8 * Kinematic * TopSpeed;
        Compare(run, "Poiseuille", resolutions, force, 0, (y, t) => Poiseuille(force, y, t));
        Compare(run, "Couette", resolutions, 0, TopSpeed, Couette);
    }

    private static void Compare(
        VerificationRun run, string name, int[] resolutions, double force, double plate, Func<double, double, double> exact)
    {
        double[] times = [.. DiffusionTimes.Select(t => t / Kinematic)];
        Chart chart = new($"{name} flow starting up, {resolutions[^1]} cells per gap", new("Velocity", "m/s"), new("Height", "m"));
        foreach (int cells in resolutions)
        {
            Material fluid = PlanarScene.Material("newtonian-fluid", MassDensity, ("bulkModulus", 4e4), ("shearViscosity", Viscosity));
            ChannelFlow flow = new ChannelFlow(fluid, cells, force, plate).Run(run, times, TopSpeed * times[^1]);
            double worst = 0;
            for (int i = 0; i < times.Length; i++)
            {
                double[] expected = [.. flow.Heights.Select(y => exact(y, times[i]))];
                worst = Math.Max(worst, Signals.RelativeError(flow.Profiles[i], expected));
                if (cells != resolutions[^1]) continue;
                chart.AddLine(i == 0 ? "ours" : "", flow.Profiles[i], flow.Heights, LineLook.DotsOnly).AddLine(i == 0 ? "exact" : "", expected, flow.Heights, LineLook.Dashed);
            }

            run.AtMost($"{name}: largest rms error over the top speed, {cells} cells", worst, 0.8 / cells,
                "a fraction of a cell over the gap: the plate acts on whole nodes and the splines smooth the kink of the profile there (first order)");
        }

        run.Draw($"viscous-channel-{(plate > 0 ? "couette" : "poiseuille")}", chart);
    }

    private static double Poiseuille(double force, double y, double time)
    {
        double sum = 0;
        for (int n = 1; n < 2 * Terms; n += 2)
            sum += Math.Sin(n * Math.PI * y) / (n * n * n) * Math.Exp(-n * n * Math.PI * Math.PI * Kinematic * time);
        return force / (2 * Kinematic) * y * (1 - y) - 4 * force / (Kinematic * Math.PI * Math.PI * Math.PI) * sum;
    }

    private static double Couette(double y, double time)
    {
        double sum = 0;
        for (int n = 1; n <= Terms; n++)
            sum += (n % 2 == 0 ? 1 : -1) * Math.Sin(n * Math.PI * y) / n * Math.Exp(-n * n * Math.PI * Math.PI * Kinematic * time);
        return TopSpeed * (y + 2 / Math.PI * sum);
    }
}
