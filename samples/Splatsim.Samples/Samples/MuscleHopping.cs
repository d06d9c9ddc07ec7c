using Splatsim.Scenes;

namespace Splatsim.Samples;

/// <summary>
/// You see: a bear of muscle crouches, lets go, and leaves the table.
/// splatsim animate samples/scenes/muscle.json -o muscle.mp4
/// </summary>
internal sealed class MuscleHopping : Sample
{
    public override string Name => "muscle";

    public override string Check()
    {
        using SceneRun run = Prepare("muscle", 0.6, solver => solver with { Resolution = 18 });
        double start = Heights(Particles(run)).Average(), lowest = start, highest = 0;
        for (int frame = 0; frame < run.LastFrame; frame++)
        {
            run.Step();
            double middle = Heights(Particles(run)).Average();
            lowest = Math.Min(lowest, middle);
            if (run.Simulator.Time > 0.36) highest = Math.Max(highest, middle);
        }

        Require(lowest < 0.93 * start, $"the muscle did not contract: {start:F3} m, {lowest:F3} m");
        Require(highest > start + 0.01, $"it did not hop: {start:F3} m at rest, {highest:F3} m at most");
        return $"crouched {100 * (start - lowest):F1} cm, rose {100 * (highest - start):F1} cm above its rest";
    }
}
