using Splatsim.Plots;
using Splatsim.Simulation;

namespace Splatsim.Verification;

internal sealed class SpinningCube : VerificationCase
{
    private const double CellSize = 0.05, Step = 2e-4;

    public override string Name => "spinning-cube";

    public override string Claim => "A free spinning cube keeps its momentum and angular momentum; little kinetic energy is lost.";

    public override string Source => "Conservation laws; angular momentum with the affine part m dx^2/4 axial(C), Jiang et al. 2015, The Affine Particle-In-Cell Method.";

    protected override void Measure(VerificationRun run)
    {
        int edge = run.Choose(7, 19), steps = run.Choose(1000, 5000);
        const int frames = 25;
        double length = edge * CellSize / 2;
        run.Setting = $"{edge * edge * edge} particles, E 1e5 Pa, spin (1, -2, 5)/s, {steps} steps of {Step} s.";
        List<double>[] kept = [[], []];
        List<double> times = [];
        foreach (VerificationEngine engine in run.Engines)
        {
            ParticleSet cube = ParticleLattices.Box(new(0.5, 0.5, 0.5), edge, edge, edge, CellSize / 2, 1000);
            double middle = 0.5 + 0.5 * length;
            ParticleLattices.SetRigidVelocity(cube, new(0.1, 0.05, -0.1), new(1, -2, 5), new(middle, middle, middle));
            using ISimulator simulator = run.Start(
                new()
                {
                    Domain = GridDomain.Cube(32, CellSize),
                    Particles = cube,
                    Materials = [Blocks.Elastic("neo-hookean", 1e5, 0.3, 1000)],
                    StepPolicy = StepPolicy.Fixed(Step),
                },
                engine);
            SimulationStatistics before = simulator.Statistics();
            List<double> energies = kept[engine == run.Engines[0] ? 0 : 1];
            times.Clear();
            for (int frame = 0; frame < frames; frame++)
            {
                run.Advance(simulator, steps / frames * Step);
                run.Report((frame + 1.0) / frames);
                times.Add(simulator.Time);
                energies.Add(Blocks.Kinetic(simulator.Statistics()) / Blocks.Kinetic(before));
            }

            SimulationStatistics after = simulator.Statistics();
            double limit = engine.IsDouble ? 1e-12 : 5e-5;
            const string band = "reference values 3e-15, 2e-14 (double) and 1.3e-6, 1.2e-5 (float); acceptance 1e-12 and 5e-5 over 5000 steps";
            run.AtMost("change of momentum", Blocks.Relative(after.Momentum - before.Momentum, before.Momentum), limit, band, "", engine.Name);
            run.AtMost("change of angular momentum", Blocks.Relative(after.AngularMomentum - before.AngularMomentum, before.AngularMomentum), limit, band, "", engine.Name);
            run.AtMost("change of mass", Math.Abs(after.Mass / before.Mass - 1), engine.IsDouble ? 1e-15 : 1e-5, "particles keep their mass", "", engine.Name);
            run.Between(
                "kinetic energy kept (with the affine part)", energies[^1], 0.95, 1.001,
                "an independent program keeps 0.974 of it after 5000 steps; the spin stretches the cube, which takes some", "", engine.Name);
        }

        Chart chart = new("Spinning cube", new("Time", "s"), new("Kinetic energy kept"));
        for (int i = 0; i < run.Engines.Count; i++)
            chart.AddLine(run.Engines[i].Name, times, kept[i], i == 0 ? LineLook.Solid : LineLook.Dashed);
        run.Draw("spinning-cube", chart.AddHorizontalMark("lowest accepted", 0.95));
    }
}
