using Splatsim.Scenes;
using Splatsim.Simulation;

namespace Splatsim.Samples;

/// <summary>
/// You see: honey runs over a bear, slowly, and keeps its volume.
/// splatsim animate samples/scenes/honey.json -o honey.mp4
/// </summary>
internal sealed class HoneyPoured : Sample
{
    public override string Name => "honey";

    public override string Check()
    {
        using SceneRun run = Prepare("honey", 0.4, solver => solver with { CellSize = 0.016, SubstepsPerSecond = 4000 });
        EmitterEvent emitter = run.Setup.Events.OfType<EmitterEvent>().Single();
        for (int frame = 0; frame < run.LastFrame; frame++) run.Step();
        ParticleSet end = Particles(run);
        double volume = 0, rest = 0, fastest = 0;
        for (int p = emitter.FirstParticle; p < end.Count; p++)
        {
            if (!run.Simulator.IsActive(p)) continue;
            rest += end.RestVolume[p];
            volume += end.RestVolume[p] * Math.Pow(end.F[9 * p], 3);
            fastest = Math.Max(fastest, end.Velocity(p).Length.Value);
        }

        Require(rest > 0, "nothing was poured");
        double ratio = volume / rest;
        // Liquids keep c0 = 10 x the largest speed: a density within 1 or 2 % (Monaghan 1994).
        Require(Math.Abs(ratio - 1) < 0.03, $"the honey's volume changed by {100 * (ratio - 1):F1} %");
        double cap = Math.Sqrt(Math.Pow(0.6, 2) + 2 * 9.81 * 0.46);
        Require(fastest < 1.2 * cap, $"{fastest:F2} m/s, faster than a free fall's {cap:F2} m/s");
        return $"volume {100 * (ratio - 1):+0.00;-0.00} %, at most {fastest:F2} m/s";
    }
}
