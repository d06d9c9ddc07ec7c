using Splatsim.Mathematics;
using Splatsim.Scenes;
using Splatsim.Simulation;

namespace Splatsim.Samples;

/// <summary>
/// You see: a knife goes through an apple in the air, and its halves fall apart onto the fruit in a bowl.
/// splatsim animate samples/scenes/cut.json -o cut.mp4
/// Expect: nothing of the apple is lost.
/// </summary>
internal sealed class AppleCut : Sample
{
    // The knife's plane, as the scene has it; the apple has fallen along it until then.
    private static readonly Vector3<Real64> Place = new(0.01, 0, 0.015), Normal = new Vector3<Real64>(1, 0, 0.4).Normalized;

    public override string Name => "cut";

    public override string Check()
    {
        using SceneRun run = Prepare("cut", 0.2, solver => solver with { Resolution = 10 });
        double mass = run.Simulator.Statistics().Mass;
        ParticleSet start = Particles(run);
        for (int frame = 0; frame < run.LastFrame; frame++) run.Step();
        ParticleSet end = Particles(run);
        (double left, double right, int leftCount) = (0, 0, 0);
        for (int p = 0; p < end.Count; p++)
        {
            double moved = Vector3<Real64>.Dot(end.Position(p) - start.Position(p), Normal).Value;
            if (Vector3<Real64>.Dot(start.Position(p) - Place, Normal).Value < 0) (left, leftCount) = (left + moved, leftCount + 1);
            else right += moved;
        }

        double apart = right / (end.Count - leftCount) - left / leftCount;
        SimulationStatistics statistics = run.Simulator.Statistics();
        Require(statistics.RemovedMass == 0 && Math.Abs(statistics.Mass - mass) < 1e-9 * mass, $"{mass - statistics.Mass:g3} kg of the apple are lost");
        // Sent apart by 0.12 m/s each 0.12 s before, and turning.
        Require(apart > 0.015, $"the halves are {apart:F3} m apart only");
        return $"the halves are {apart:F3} m apart, and nothing is lost";
    }
}
