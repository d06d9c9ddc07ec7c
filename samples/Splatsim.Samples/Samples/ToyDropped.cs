using Splatsim.Scenes;

namespace Splatsim.Samples;

/// <summary>
/// You see: a bear of jelly falls onto the table, squashes and springs back.
/// splatsim animate samples/scenes/toy.json -o toy.mp4
/// </summary>
internal sealed class ToyDropped : Sample
{
    public override string Name => "toy";

    public override string Check()
    {
        using SceneRun run = Prepare("toy", 0.5, solver => solver with { Resolution = 20 });
        double momentumDown = 0, momentumUp = 0;
        for (int frame = 0; frame < run.LastFrame; frame++)
        {
            run.Step();
            double vertical = run.Simulator.Statistics().Momentum.Y.Value;
            momentumDown = Math.Min(momentumDown, vertical);
            momentumUp = Math.Max(momentumUp, vertical);
        }

        double lowest = Heights(Particles(run))[0];
        // A node on the floor holds matter up to a cell above it; nothing may sink by more than half a cell.
        Require(lowest > -0.5 * run.Setup.Domain.CellSize, $"a particle sank to {lowest:F4} m");
        Require(momentumUp > 0.05 * -momentumDown, $"it did not rebound: {momentumDown:F3} then {momentumUp:F3} kg m/s");
        return $"rebounded with {100 * momentumUp / -momentumDown:F0} % of the impact momentum";
    }
}
