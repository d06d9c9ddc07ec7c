using Splatsim.Scenes;
using Splatsim.Simulation;

namespace Splatsim.Samples;

/// <summary>
/// You see: a gulp of water falls into a bowl and sloshes.
/// splatsim animate samples/scenes/water.json -o water.mp4
/// </summary>
internal sealed class WaterPoured : Sample
{
    public override string Name => "water";

    public override string Check()
    {
        using SceneRun run = Prepare("water", 0.5, solver => solver with { CellSize = 0.01 });
        ParticleSet start = Particles(run);
        for (int frame = 0; frame < run.LastFrame; frame++) run.Step();
        ParticleSet end = Particles(run);
        int water = 0, caught = 0;
        double bowl = 0;
        for (int p = 0; p < end.Count; p++)
        {
            if (end.Material[p] != 0)
            {
                bowl = Math.Max(bowl, (end.Position(p) - start.Position(p)).Length.Value);
                continue;
            }

            water++;
            if (Math.Sqrt(Math.Pow(end.X[3 * p], 2) + Math.Pow(end.X[3 * p + 2], 2)) < 0.16) caught++;
        }

        double ratio = run.Simulator.Statistics().MeanVolumeRatio;
        Require(bowl == 0, $"the bowl moved by {bowl:G3} m");
        Require(caught > 0.8 * water, $"only {caught} of {water} water particles are above the bowl");
        // Weakly compressible: the largest speed here is a tenth of the speed of sound, so 1 % of volume; splashes let go a few more.
        Require(Math.Abs(ratio - 1) < 0.1, $"mean volume ratio {ratio:F3}");
        return $"{100.0 * caught / water:F0} % caught, mean volume ratio {ratio:F3}";
    }
}
