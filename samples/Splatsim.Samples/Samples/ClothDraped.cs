using Splatsim.Scenes;
using Splatsim.Simulation;

namespace Splatsim.Samples;

/// <summary>
/// You see: a towel falls onto a ball, drapes over it and hangs in folds.
/// splatsim animate samples/scenes/cloth.json -o cloth.mp4
/// </summary>
internal sealed class ClothDraped : Sample
{
    public override string Name => "cloth";

    public override string Check()
    {
        using SceneRun run = Prepare("cloth", 0.5, solver => solver with { Resolution = 28, SubstepsPerSecond = 6000 });
        for (int frame = 0; frame < run.LastFrame; frame++) run.Step();
        ParticleSet towel = Particles(run);
        double top = 0, corner = 1;
        for (int p = 0; p < towel.Count; p++)
        {
            double x = towel.X[3 * p], y = towel.X[3 * p + 1], z = towel.X[3 * p + 2];
            top = Math.Max(top, y);
            corner = Math.Min(corner, y);
            double fromCenter = Math.Sqrt(x * x + z * z + (y - TowelCapture.Ball) * (y - TowelCapture.Ball));
            // A fifth of a cell: the surface is known to the grid only.
            Require(fromCenter > TowelCapture.Ball - 0.004, $"a particle is {fromCenter:F4} m from the centre of the ball");
        }

        // It lies on the ball, no higher than its own thickness and a cell, and its rim has come down below the ball's top.
        Require(top > 2 * TowelCapture.Ball && top < 2 * TowelCapture.Ball + TowelCapture.Thickness + 0.02, $"the towel's top is at {top:F3} m");
        Require(corner < 1.5 * TowelCapture.Ball, $"its lowest point is at {corner:F3} m");
        return $"top {100 * top:F1} cm, rim {100 * corner:F1} cm over the table";
    }
}
