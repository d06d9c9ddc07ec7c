using Splatsim.Scenes;
using Splatsim.Simulation;

namespace Splatsim.Samples;

/// <summary>
/// You see: a plant sways after a push, its roots held by the soil.
/// splatsim animate samples/scenes/plant.json -o plant.mp4
/// </summary>
internal sealed class PlantShaken : Sample
{
    public override string Name => "plant";

    public override string Check()
    {
        using SceneRun run = Prepare("plant", 0.5, solver => solver with { Resolution = 28, SubstepsPerSecond = 3000 });
        ParticleSet start = Particles(run);
        double energyAfterPush = 0;
        for (int frame = 0; frame < run.LastFrame; frame++)
        {
            run.Step();
            SimulationStatistics s = run.Simulator.Statistics();
            double energy = s.KineticEnergy + s.AffineKineticEnergy + s.ElasticEnergy;
            // The push ends at 0.17 s; nothing adds energy afterwards. 5 % covers the explicit step's oscillation.
            if (s.Time > 0.2 && energyAfterPush == 0) energyAfterPush = energy;
            if (s.Time > 0.2) Require(energy < 1.05 * energyAfterPush, $"energy grew from {energyAfterPush:G4} to {energy:G4} J at {s.Time:F2} s");
        }

        ParticleSet end = Particles(run);
        double root = 0, tip = 0;
        for (int p = 0; p < end.Count; p++)
        {
            double moved = (end.Position(p) - start.Position(p)).Length.Value;
            if (start.Position(p).Y.Value < 0.16) root = Math.Max(root, moved);
            tip = Math.Max(tip, moved);
        }

        // Held nodes reach one cell up; the lowest particles may creep by a fraction of it.
        Require(root < 0.01, $"the roots moved {root:F4} m");
        Require(tip > 0.01, $"the tips moved only {tip:F4} m");
        return $"tips moved {100 * tip:F1} cm, roots {1000 * root:F2} mm";
    }
}
