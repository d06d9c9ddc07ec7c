using Splatsim.Scenes;
using Splatsim.Simulation;

namespace Splatsim.Samples;

/// <summary>
/// You see: water falls into a glass and stays in it, though its wall has no thickness.
/// splatsim animate samples/scenes/glass.json -o glass.mp4
/// Expect: no leaks.
/// </summary>
internal sealed class GlassFilled : Sample
{
    private const double Cell = 0.01, Radius = 0.06, Foot = 0.005, Rim = 0.165;

    public override string Name => "glass";

    public override string Check()
    {
        using SceneRun run = Prepare("glass", 0.4, solver => solver with { CellSize = Cell });
        int before = run.Simulator.ParticleCount, leaks = 0, inside = 0;
        for (int frame = 0; frame < run.LastFrame; frame++) run.Step();
        ParticleSet end = Particles(run);
        for (int p = 0; p < end.Count; p++)
        {
            double aside = Math.Sqrt(Math.Pow(end.X[3 * p], 2) + Math.Pow(end.X[3 * p + 2], 2)) - Radius, height = end.X[3 * p + 1];
            // Walls act on nodes: matter is pressed into them by less than a cell. What splashed over the rim is above it, or fell outside.
            if (height < Foot - Cell) leaks++;
            if (aside < Cell && height < Rim) inside++;
        }

        Require(leaks == 0, $"{leaks} of {before} particles are below the glass");
        Require(inside > 0.95 * before, $"only {inside} of {before} particles are in the glass");
        return $"{inside} of {before} particles in the glass, {leaks} leaks";
    }
}
