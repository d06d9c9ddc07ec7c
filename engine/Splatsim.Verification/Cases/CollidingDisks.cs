using Splatsim.Mathematics;
using Splatsim.Plots;
using Splatsim.Simulation;

namespace Splatsim.Verification;

internal sealed class CollidingDisks : VerificationCase
{
    private const double Radius = 0.2, MassDensity = 1000, Speed = 0.1, Duration = 3.4;

    private static readonly double Exact = 2 * Math.PI * Radius * Radius * MassDensity * Speed * Speed;

    public override string Name => "colliding-disks";

    public override string Claim => "Two elastic disks meet without a contact law, bounce and keep their momentum.";

    public override string Source => "Sulsky, Chen, Schreyer 1994, A particle method for history-dependent materials: E 1000, nu 0.3, r 0.2, v +-(0.1, 0.1).";

    protected override void Measure(VerificationRun run)
    {
        int[] resolutions = run.Choose<int[]>([20, 40], [20, 40, 80]);
        run.Setting = $"Plane, unit square with {string.Join(", ", resolutions)} cells a side, 4 particles a cell, until {Duration} s; the disks would touch at 1.586 s.";
        Chart chart = new("Colliding disks", new("Time", "s"), new("Kinetic energy of the particles", "J/m"));
        double coarserFinal = 0;
        foreach (int cells in resolutions)
        {
            double dx = 1.0 / cells;
            PlanarScene scene = new(dx, 0, 0, 1, 1);
            foreach (int side in (int[])[0, 1])
            {
                double middle = side == 0 ? 0.2 : 0.8;
                scene.Fill(
                    middle - Radius, middle - Radius, middle + Radius, middle + Radius,
                    (x, y) => (x - middle) * (x - middle) + (y - middle) * (y - middle) <= Radius * Radius, side);
            }

            Material disk = Blocks.Elastic("neo-hookean", 1000, 0.3, MassDensity);
            SimulationSetup setup = scene.Setup([disk, disk]);
            PlanarScene.SetVelocity(setup.Particles, p => setup.Particles.Material[p] == 0 ? new(Speed, Speed, 0) : new(-Speed, -Speed, 0));
            VerificationEngine engine = run.Options.Engine ?? (cells <= 40 ? VerificationEngine.Double : VerificationEngine.Fast);
            using ISimulator simulator = run.Start(setup, engine);
            SimulationStatistics start = simulator.Statistics();
            List<double> times = [0], kinetic = [start.KineticEnergy];
            const int frames = 136;
            for (int frame = 1; frame <= frames; frame++)
            {
                run.Advance(simulator, Duration / frames);
                times.Add(simulator.Time);
                kinetic.Add(simulator.Statistics().KineticEnergy);
            }

            double scale = scene.Count / 2 * MassDensity * dx * dx / 4 * Speed * Math.Sqrt(2);
            double momentum = simulator.Statistics().Momentum.Length.Value / scale;
            double restitution = Closing(simulator, setup.Particles) / -Closing(setup.Particles);
            run.AtMost($"momentum of both, over one disk's, {cells} cells", momentum, engine.IsDouble ? 1e-12 : 5e-5,
                "equal and opposite at the start; acceptance 1e-12 in double, 5e-5 in float", "", engine.Name);
            double kineticError = Math.Abs(kinetic[0] / Exact - 1);
            if (cells >= 40) run.AtMost($"kinetic energy at the start, {cells} cells", kineticError, 0.015, "how well squares fill a circle: 2.54 of 2.513 in the reference; acceptance 1.5 %", "", engine.Name);
            double least = cells >= 40 ? 0.85 : 0.75;
            run.Between($"restitution, {cells} cells", restitution, least, 1, "reference 0.82, 0.88, 0.91 at 20, 40, 80 cells; acceptance 0.85 from 40 cells on", "", engine.Name);
            run.AtLeast($"kinetic energy at the end over that at the start, {cells} cells", kinetic[^1] / kinetic[0], Math.Max(coarserFinal, 0.55),
                "reference 0.67, 0.79, 0.85; must rise with resolution", "", engine.Name);
            coarserFinal = kinetic[^1] / kinetic[0];
            chart.AddLine($"{cells} cells", times, kinetic);
            run.Report((double)cells / resolutions[^1]);
        }

        run.Draw("colliding-disks", chart.AddHorizontalMark("exact before contact", Exact).AddVerticalMark("exact touch", 1.586));
    }

    // Speed at which the second disk's centre of mass leaves the first's, along the diagonal.
    private static double Closing(ISimulator simulator, ParticleSet initial)
    {
        ParticleSet state = Blocks.StateOf(simulator);
        initial.Material.CopyTo(state.Material, 0);
        return Closing(state);
    }

    private static double Closing(ParticleSet state)
    {
        Vector3<Real64>[] sums = new Vector3<Real64>[2];
        for (int p = 0; p < state.Count; p++) sums[state.Material[p]] += state.Velocity(p);
        return Vector3<Real64>.Dot(sums[1] - sums[0], new(1, 1, 0)).Value / state.Count;
    }
}
