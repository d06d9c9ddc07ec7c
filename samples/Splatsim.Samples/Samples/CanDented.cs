using Splatsim.Scenes;

namespace Splatsim.Samples;

/// <summary>
/// You see: a press comes down on a can and leaves it dented.
/// splatsim animate samples/scenes/can.json -o can.mp4
/// </summary>
internal sealed class CanDented : Sample
{
    public override string Name => "can";

    public override string Check()
    {
        using SceneRun run = Prepare("can", 0.9, solver => solver with { Resolution = 16, SubstepsPerSecond = 3000 });
        double before = Heights(Particles(run))[^1];
        for (int frame = 0; frame < run.LastFrame; frame++) run.Step();
        double[] heights = Heights(Particles(run));
        double after = heights[(int)(0.98 * (heights.Length - 1))];
        // The press goes to 8.2 cm and then lets go: what stays below the old height is plastic.
        Require(after < 0.9 * before, $"the can sprang back: {before:F3} m before, {after:F3} m after");
        return $"from {100 * before:F1} to {100 * after:F1} cm for good";
    }
}
