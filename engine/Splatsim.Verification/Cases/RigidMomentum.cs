using Splatsim.Mathematics;
using Splatsim.Plots;
using Splatsim.Simulation;

namespace Splatsim.Verification;

internal sealed class RigidMomentum : VerificationCase
{
    private const double CellSize = 0.05, StoneDensity = 3000, JellyDensity = 1000, Speed = 1, Duration = 0.3;

    public override string Name => "rigid-momentum";

    public override string Claim => "A rigid stone and the jelly that it hits exchange momentum and angular momentum and keep their sums; the stone stays rigid.";

    public override string Source => "Conservation laws, with no floor and no gravity; what the stone loses, the jelly gains.";

    protected override void Measure(VerificationRun run)
    {
        int stoneEdge = run.Choose(5, 8), frames = 30;
        run.Setting = $"Stone of {stoneEdge}^3 particles, {StoneDensity} kg/m^3, at {Speed} m/s onto a block of jelly, E 3e4 Pa; dx {CellSize} m; {Duration} s.";
        Chart chart = new("A stone hits jelly", new("Time", "s"), new("Momentum along the flight", "kg m/s"));
        foreach (VerificationEngine engine in run.Engines)
        {
            double spacing = CellSize / 2, width = stoneEdge * spacing;
            ParticleSet jelly = ParticleLattices.Box(new(0.4, 0.9, 0.7), 2 * stoneEdge, 2 * stoneEdge, 8, spacing, JellyDensity, material: 1);
            // Off the middle, so that it also turns the jelly.
            ParticleSet stone = ParticleLattices.Box(new(0.4 + 0.6 * width, 0.9 + 0.7 * width, 0.7 + 8 * spacing + 1.6 * CellSize), stoneEdge, stoneEdge, stoneEdge, spacing, StoneDensity);
            PlanarScene.SetVelocity(stone, _ => new(0, 0.2 * Speed, -Speed));
            ParticleSet both = ParticleSet.Join(stone, jelly);
            using ISimulator simulator = run.Start(
                new()
                {
                    Domain = new(new(-0.3, 0.2, 0.1), CellSize, 40, 40, 36),
                    Particles = both,
                    Materials = [PlanarScene.Material("rigid", StoneDensity), Blocks.Elastic("neo-hookean", 3e4, 0.3, JellyDensity)],
                },
                engine);
            SimulationStatistics before = simulator.Statistics();
            List<double> times = [0], stoneMomentum = [Momentum(both, 0, stone.Count)], jellyMomentum = [0];
            ParticleSet state = new(both.Count);
            for (int frame = 0; frame < frames; frame++)
            {
                run.Advance(simulator, Duration / frames);
                simulator.CopyTo(state);
                times.Add(simulator.Time);
                stoneMomentum.Add(Momentum(state, 0, stone.Count, both.Mass));
                jellyMomentum.Add(Momentum(state, stone.Count, both.Count, both.Mass));
                run.Report((frame + 1.0) / frames);
            }

            SimulationStatistics after = simulator.Statistics();
            double limit = engine.IsDouble ? 1e-12 : 5e-5;
            const string band = "conservation; acceptance 1e-12 in double, 5e-5 in float";
            run.AtMost("change of momentum", Blocks.Relative(after.Momentum - before.Momentum, before.Momentum), limit, band, "", engine.Name);
            run.AtMost("change of angular momentum", Blocks.Relative(after.AngularMomentum - before.AngularMomentum, before.AngularMomentum), limit, band, "", engine.Name);
            run.Between("momentum that the jelly got, of the stone's", jellyMomentum[^1] / stoneMomentum[0], 0.1, 0.9, "it was hit, and the stone not swallowed", "", engine.Name);
            run.AtMost("change of the stone's diagonals", ShapeError(both, state, stone.Count), engine.IsDouble ? 1e-12 : 1e-5, "rounding of positions over its width", "", engine.Name);
            if (engine != run.Engines[^1]) continue;
            chart.AddLine("stone", times, stoneMomentum).AddLine("jelly", times, jellyMomentum)
                .AddLine("both", times, [.. stoneMomentum.Zip(jellyMomentum, (a, b) => a + b)], LineLook.Dashed);
        }

        run.Draw("rigid-momentum", chart);
    }

    private static double Momentum(ParticleSet state, int from, int to, double[]? masses = null)
    {
        double sum = 0;
        for (int p = from; p < to; p++) sum -= (masses ?? state.Mass)[p] * state.V[3 * p + 2];
        return sum;
    }

    // Distances of all its particles from the first one, against those of the start, over its width.
    private static double ShapeError(ParticleSet start, ParticleSet end, int count)
    {
        double worst = 0, width = 0;
        for (int p = 1; p < count; p++)
        {
            Vector3<Real64> was = start.Position(p) - start.Position(0), now = end.Position(p) - end.Position(0);
            width = Math.Max(width, was.Length.Value);
            worst = Math.Max(worst, Math.Abs(now.Length.Value - was.Length.Value));
        }

        return worst / width;
    }
}
