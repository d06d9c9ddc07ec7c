using Splatsim.Scenes;

namespace Splatsim.Samples;

/// <summary>
/// You see: an apple falls onto the fruit in a bowl, bounces and rolls; bowl and fruit are a collider made of their splats.
/// splatsim animate samples/scenes/fruit.json -o fruit.mp4
/// </summary>
internal sealed class FruitDropped : Sample
{
    // Its radius is 0.036 m; pressed flat by a third it is still this far above the table.
    private const double LowestCenter = 0.024;

    public override string Name => "fruit";

    public override string Check()
    {
        using SceneRun run = Prepare("fruit", 0.35, solver => solver with { Resolution = 14 });
        double start = run.Simulator.Statistics().CenterOfMass.Y.Value, fastest = 0, lowest = double.PositiveInfinity;
        for (int frame = 0; frame < run.LastFrame; frame++)
        {
            run.Step();
            fastest = Math.Max(fastest, run.Simulator.Statistics().MaximumSpeed);
            lowest = Math.Min(lowest, run.Simulator.Statistics().CenterOfMass.Y.Value);
        }

        // Free fall over the 0.1 m that it was lifted by reaches sqrt(2 g h) = 1.4 m/s.
        Require(fastest > 1, $"it fell at {fastest:F2} m/s only");
        Require(lowest > LowestCenter, $"its centre sank to {lowest:F3} m, into the table");
        return $"it fell from {start:F2} m at up to {fastest:F1} m/s and its centre stayed above {lowest:F3} m";
    }
}
