using Splatsim.Mechanics;
using Splatsim.Simulation;

namespace Splatsim.Samples;

/// <summary>
/// A material law written in a user's program, without touching the engine: a stretched block of it is let go. Expected: the energy of the
/// stretch by hand, most of it turned into motion within a quarter of a swing, and never more than there was.
/// </summary>
internal sealed class OwnLaw : Sample
{
    private const double Stretch = 1.15, CellSize = 0.05;

    public override string Name => "own-law";

    public override string Check()
    {
        Material rubber = new(
            "rubber", LawEntry.OfPrincipal<MooneyRivlin>(), new Dictionary<string, double> { ["first"] = 4e4, ["second"] = 1e4 }, 1000);
        ParticleSet block = ParticleLattices.Box(new(0.7, 0.7, 0.7), 16, 12, 12, CellSize / 2, rubber.MassDensity);
        double side = 1 / Math.Sqrt(Stretch);
        for (int p = 0; p < block.Count; p++) (block.F[9 * p], block.F[9 * p + 4], block.F[9 * p + 8]) = (Stretch, side, side);
        using ISimulator simulator = Simulators.Create(new SimulationSetup
        {
            Domain = GridDomain.Cube(36, CellSize),
            Particles = block,
            Materials = [rubber],
            // Strains lag velocities by a step, which shows in their sum: small steps keep it below a hundredth.
            StepPolicy = StepPolicy.Automatic with { CourantNumber = 0.05 },
        });

        // I1 = s^2 + 2/s and I2 = 1/s^2 + 2 s at constant volume.
        double density = 4e4 * (Stretch * Stretch + 2 / Stretch - 3) + 1e4 * (1 / (Stretch * Stretch) + 2 * Stretch - 3);
        double start = simulator.Statistics().ElasticEnergy, expected = density * block.RestVolume.Sum();
        Require(Math.Abs(start - expected) < 1e-4 * expected, $"{start:F3} J in the stretched block, not {expected:F3} J");
        double fastest = 0, most = 0;
        for (int frame = 0; frame < 40; frame++)
        {
            simulator.Advance(1e-3);
            SimulationStatistics now = simulator.Statistics();
            fastest = Math.Max(fastest, now.KineticEnergy);
            most = Math.Max(most, now.KineticEnergy + now.AffineKineticEnergy + now.ElasticEnergy);
        }

        Require(fastest > 0.4 * start, $"only {fastest:F3} J of {start:F3} J turned into motion");
        Require(most < 1.01 * start, $"{most:F3} J out of {start:F3} J");
        return $"{start:F2} J of stretch as by hand, {100 * fastest / start:F0} % of it in motion at the peak";
    }
}
