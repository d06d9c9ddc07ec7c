using Splatsim.Scenes;

namespace Splatsim.Samples;

/// <summary>
/// You see: a bear of snow flies against a wall, bursts, and falls in lumps.
/// splatsim animate samples/scenes/snow.json -o snow.mp4
/// </summary>
internal sealed class SnowThrown : Sample
{
    public override string Name => "snow";

    public override string Check()
    {
        using SceneRun run = Prepare("snow", 0.4, solver => solver with { CellSize = 0.02 });
        double thrown = run.Simulator.Statistics().Momentum.X.Value, back = 0;
        for (int frame = 0; frame < run.LastFrame; frame++)
        {
            run.Step();
            back = Math.Min(back, run.Simulator.Statistics().Momentum.X.Value);
        }

        // Crushing snow takes up the blow: a body of rubber would come back with most of its momentum.
        Require(-back < 0.25 * thrown, $"it bounced: {thrown:F2} kg m/s there, {-back:F2} back");
        double[] heights = Heights(Particles(run));
        Require(heights[0] > -0.5 * run.Setup.Domain.CellSize, $"a particle sank to {heights[0]:F4} m");
        return $"came back with {100 * -back / thrown:F0} % of its momentum";
    }
}
