using Splatsim.Imaging;
using Splatsim.Scenes;

namespace Splatsim.Samples;

/// <summary>
/// The library in ten lines: a capture becomes jelly, falls for a tenth of a second, and is drawn.
/// Expected: the bear sinks by g t^2 / 2 = 4.9 cm before it touches the table.
/// </summary>
internal sealed class TenLines : Sample
{
    public override string Name => "ten-lines";

    public override string Check()
    {
        Scene scene = Scene.Load(Path.Combine(Folder, "scenes", "toy.json"));
        SceneDescription small = scene.Description with { Solver = scene.Description.Solver with { Resolution = 20 } };
        using SceneRun run = Scene.Of(small, scene.Cloud).Prepare();
        double before = run.Simulator.Statistics().CenterOfMass.Y.Value;
        for (int frame = 0; frame < 3; frame++) run.Step();
        ByteImage picture = run.Draw();
        double fall = before - run.Simulator.Statistics().CenterOfMass.Y.Value;
        Require(Math.Abs(fall - 0.5 * 9.81 * 0.01) < 5e-4, $"fell {fall:F4} m, not g t^2 / 2 = 0.0491 m");
        return $"fell {100 * fall:F2} cm of 4.91 cm; picture of {picture.Width} x {picture.Height}";
    }
}
