using Splatsim.Plots;
using Splatsim.Simulation;

namespace Splatsim.Verification;

internal sealed class Bounce : VerificationCase
{
    private const double CellSize = 1.0 / 32, Floor = 3 * CellSize, Impact = 2;

    public override string Name => "bounce";

    public override string Claim => "An elastic cube bounces off a frictionless floor; one that yields hardly does.";

    public override string Source => "Rebounds of an independent program on the same set-up: 0.809 elastic, 0.011 with a yield stress of 2 kPa.";

    protected override void Measure(VerificationRun run)
    {
        // 6 cells on an edge; a coarser cube is stiffer under its own contact and rebounds when it yields too.
        const int edge = 12;
        run.Setting = $"{edge}^3 particles at {Impact} m/s on dx = 1/32 m, Hencky elasticity E 1e5 Pa, nu 0.3, without gravity.";
        (double elastic, List<double> times, List<double> elasticSpeed) = Rebound(run, edge, Blocks.Elastic("stvk-hencky", 1e5, 0.3, 1000));
        run.Report(0.5);
        (double plastic, _, List<double> plasticSpeed) = Rebound(
            run, edge, PlanarScene.Material("von-mises", 1000, ("youngsModulus", 1e5), ("poissonsRatio", 0.3), ("yieldStress", 2e3)));
        run.Between("rebound over impact, elastic", elastic, 0.75, 1, "reference 0.809; acceptance 0.75");
        run.Between("rebound over impact, von Mises", plastic, -0.05, 0.05, "reference 0.011; acceptance 0.05");
        run.Draw(
            "bounce",
            new Chart("Cube on a floor", new("Time", "s"), new("Speed of the centre of mass", "m/s"))
                .AddLine("elastic", times, elasticSpeed).AddLine("yielding at 2 kPa", times, plasticSpeed)
                .AddHorizontalMark("reference rebound", 0.809 * Impact));
    }

    private static (double Rebound, List<double> Times, List<double> Speed) Rebound(VerificationRun run, int edge, Material material)
    {
        ParticleSet cube = ParticleLattices.Box(new(0.4, 0.4, Floor + 1.5 * CellSize), edge, edge, edge, CellSize / 2, 1000);
        PlanarScene.SetVelocity(cube, _ => new(0, 0, -Impact));
        using ISimulator simulator = run.Start(new()
        {
            Domain = GridDomain.Cube(32, CellSize),
            Particles = cube,
            Materials = [material],
            Boundaries = [new PlaneBoundary(ContactMode.Separate, new(0, 0, Floor), new(0, 0, 1))],
        });
        List<double> times = [0], speed = [-Impact];
        for (int frame = 0; frame < 60; frame++)
        {
            run.Advance(simulator, 0.002);
            times.Add(simulator.Time);
            speed.Add(Blocks.MeanVelocity(simulator).Z.Value);
        }

        return (speed.Max() / Impact, times, speed);
    }
}
