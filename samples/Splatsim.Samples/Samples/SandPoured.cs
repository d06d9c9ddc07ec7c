using Splatsim.Scenes;
using Splatsim.Simulation;

namespace Splatsim.Samples;

/// <summary>
/// You see: sand is poured over a bear and heaps up around it.
/// splatsim animate samples/scenes/sand.json -o sand.mp4
/// </summary>
internal sealed class SandPoured : Sample
{
    public override string Name => "sand";

    public override string Check()
    {
        using SceneRun run = Prepare("sand", 0.5, solver => solver with { CellSize = 0.018 });
        EmitterEvent emitter = run.Setup.Events.OfType<EmitterEvent>().Single();
        int before = run.Simulator.ActiveCount;
        for (int frame = 0; frame < run.LastFrame; frame++) run.Step();
        int emitted = run.Simulator.ActiveCount - before;
        // An unbroken jet: layers of one spacing every spacing over speed, none lost yet.
        int expected = (int)(0.5 * emitter.LayersPerSecond) * emitter.Nozzle.ParticlesPerLayer;
        Require(Math.Abs(emitted - expected) <= emitter.Nozzle.ParticlesPerLayer, $"{emitted} grains instead of {expected}");
        ParticleSet end = Particles(run);
        double lowest = double.PositiveInfinity;
        for (int p = emitter.FirstParticle; p < end.Count; p++)
            if (run.Simulator.IsActive(p)) lowest = Math.Min(lowest, end.X[3 * p + 1]);
        Require(lowest > -0.5 * run.Setup.Domain.CellSize, $"a grain sank to {lowest:F4} m");
        Require(lowest < 0.5, "nothing has fallen");
        int shown = run.Bake().Count, all = run.Scene.Cloud.Count;
        Require(all - shown == emitter.ParticleCount - emitted, $"{shown} of {all} splats are shown");
        return $"{emitted} grains, the lowest at {100 * lowest:F1} cm";
    }
}
