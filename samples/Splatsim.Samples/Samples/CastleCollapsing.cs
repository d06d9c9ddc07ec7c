using Splatsim.Scenes;
using Splatsim.Simulation;

namespace Splatsim.Samples;

/// <summary>
/// You see: a sand castle slumps into heaps.
/// splatsim animate samples/scenes/castle.json -o castle.mp4
/// </summary>
internal sealed class CastleCollapsing : Sample
{
    public override string Name => "castle";

    public override string Check()
    {
        using SceneRun run = Prepare("castle", 0.5, solver => solver with { Resolution = 22 });
        ParticleSet before = Particles(run);
        for (int frame = 0; frame < run.LastFrame; frame++) run.Step();
        ParticleSet after = Particles(run);
        double top = Percentile(Heights(before), 0.99), fallen = Percentile(Heights(after), 0.99);
        double spread = Spread(after, height: false) / Spread(before, height: false);
        Require(fallen < 0.9 * top, $"the towers stand: {top:F3} m before, {fallen:F3} m after");
        Require(spread > 1.01, $"the sand did not spread: factor {spread:F3}");
        return $"top from {100 * top:F1} to {100 * fallen:F1} cm, spread x {spread:F2}";
    }

    private static double Percentile(double[] sorted, double share) => sorted[(int)(share * (sorted.Length - 1))];
}
