using Splatsim.Scenes;
using Splatsim.Simulation;

namespace Splatsim.Samples;

/// <summary>
/// You see: a castle of plaster is blown up; walls and towers fly as pieces.
/// splatsim animate samples/scenes/blast.json -o blast.mp4
/// </summary>
internal sealed class CastleBlasted : Sample
{
    public override string Name => "blast";

    public override string Check()
    {
        using SceneRun run = Prepare("blast", 0.3, solver => solver with { CellSize = 0.016 });
        ParticleSet before = Particles(run);
        for (int frame = 0; frame < run.LastFrame; frame++) run.Step();
        ParticleSet after = Particles(run);
        double mean = Spread(after, height: true) / Spread(before, height: true);
        Require(mean > 1.15, $"the castle held together: spread x {mean:F2}");
        SimulationStatistics sum = run.Simulator.Statistics();
        double sideways = Math.Sqrt(Math.Pow(sum.Momentum.X.Value, 2) + Math.Pow(sum.Momentum.Z.Value, 2));
        double scale = Math.Sqrt(2 * sum.KineticEnergy * sum.Mass);
        // The charge sits in the middle: what flies left and right cancels, up to the castle's asymmetry.
        Require(sideways < 0.2 * scale, $"the blast pushed to one side: {sideways:F2} of {scale:F2} kg m/s");
        return $"spread x {mean:F2}";
    }
}
