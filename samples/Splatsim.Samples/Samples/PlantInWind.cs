using Splatsim.Scenes;
using Splatsim.Simulation;

namespace Splatsim.Samples;

/// <summary>
/// You see: a plant bends in gusty wind and comes back when it drops.
/// splatsim animate samples/scenes/wind.json -o wind.mp4
/// </summary>
internal sealed class PlantInWind : Sample
{
    public override string Name => "wind";

    public override string Check()
    {
        using SceneRun run = Prepare("wind", 0.6, solver => solver with { Resolution = 24, SubstepsPerSecond = 2500 });
        ParticleSet start = Particles(run);
        for (int frame = 0; frame < run.LastFrame; frame++) run.Step();
        ParticleSet end = Particles(run);
        double drift = 0, root = 0;
        for (int p = 0; p < end.Count; p++)
        {
            if (start.Position(p).Y.Value < 0.16) root = Math.Max(root, (end.Position(p) - start.Position(p)).Length.Value);
            drift += (end.X[3 * p] - start.X[3 * p]) / end.Count;
        }

        // The wind blows along +x: the plant leans that way, its roots stay.
        Require(root < 0.01, $"the roots moved {root:F4} m");
        Require(drift > 0.001, $"the plant leans by {drift:F4} m only");
        return $"leans {1000 * drift:F1} mm downwind, roots {1000 * root:F2} mm";
    }
}
