using Splatsim.Scenes;

namespace Splatsim.Samples;

/// <summary>
/// You see: a press flattens a bear of modelling clay and lifts; the clay stays flat.
/// splatsim animate samples/scenes/clay.json -o clay.mp4
/// </summary>
internal sealed class ClayPressed : Sample
{
    // Where the press's lower face turns [m].
    private const double LowestFace = 0.17;

    public override string Name => "clay";

    public override string Check()
    {
        using SceneRun run = Prepare("clay", 1.2, solver => solver with { Resolution = 16, SubstepsPerSecond = 3000 });
        double before = Heights(Particles(run))[^1];
        for (int frame = 0; frame < run.LastFrame; frame++) run.Step();
        double[] heights = Heights(Particles(run));
        double after = heights[(int)(0.99 * (heights.Length - 1))], cell = run.Setup.Domain.CellSize;
        // Matter stops up to a cell and a half before a face; what springs back is yield strain, 2 % here.
        Require(after < LowestFace + 0.04 * before, $"the clay sprang back to {after:F3} m from {LowestFace} m");
        Require(after > LowestFace - 2 * cell, $"the clay went on sinking, to {after:F3} m");
        return $"from {100 * before:F1} to {100 * after:F1} cm for good, pressed to {100 * LowestFace:F0} cm";
    }
}
