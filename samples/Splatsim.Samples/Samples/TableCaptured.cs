using Splatsim.Scenes;

namespace Splatsim.Samples;

/// <summary>
/// You see: the bear falls onto the captured table, which is a collider made of its splats, and a turning paddle pushes it.
/// splatsim animate samples/scenes/table.json -o table.mp4
/// </summary>
internal sealed class TableCaptured : Sample
{
    public override string Name => "table";

    public override string Check()
    {
        using SceneRun run = Prepare("table", 0.6, solver => solver with { Resolution = 20 });
        double cell = run.Setup.Domain.CellSize, landed = double.NaN, lowest = 0;
        for (int frame = 0; frame < run.LastFrame; frame++)
        {
            run.Step();
            lowest = Math.Min(lowest, Heights(Particles(run))[0]);
            if (run.Simulator.Time < 0.25) landed = run.Simulator.Statistics().CenterOfMass.X.Value;
        }

        double pushed = run.Simulator.Statistics().CenterOfMass.X.Value - landed;
        Require(lowest > -cell, $"it sank {-lowest:F4} m into the table");
        Require(pushed > 0.02, $"the paddle pushed it by {pushed:F3} m only");
        return $"the captured table held it within {Math.Abs(lowest) / cell:F1} cells, the paddle moved it by {100 * pushed:F0} cm";
    }
}
