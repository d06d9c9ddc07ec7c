using Splatsim.Mathematics;
using Splatsim.Plots;
using Splatsim.Simulation;

namespace Splatsim.Verification;

internal sealed class FreeFall : VerificationCase
{
    private const double CellSize = 0.05, Step = 1e-4, Gravity = -9.81;

    public override string Name => "free-fall";

    public override string Claim => "A block in free fall follows the parabola, every particle alike.";

    public override string Source => "Closed form; symplectic Euler falls g dt^2 n (n + 1)/2 in n steps.";

    protected override void Measure(VerificationRun run)
    {
        int edge = run.Choose(4, 8), frames = 30, perFrame = run.Choose(50, 100);
        run.Setting = $"{edge * edge * edge} particles, {frames * perFrame} steps of {Step} s.";
        Vector3<Real64> start = new(0.1, -0.2, 0);
        foreach (VerificationEngine engine in run.Engines)
        {
            ParticleSet block = ParticleLattices.Box(new(0.3, 0.3, 0.7), edge, edge, edge, CellSize / 2, 1000);
            PlanarScene.SetVelocity(block, _ => start);
            using ISimulator simulator = run.Start(
                new()
                {
                    Domain = GridDomain.Cube(24, CellSize),
                    Particles = block,
                    Materials = [Blocks.Elastic("neo-hookean", 1e5, 0.3, 1000)],
                    Gravity = new(0, 0, Gravity),
                    StepPolicy = StepPolicy.Fixed(Step),
                },
                engine);
            List<double> times = [], errors = [];
            double worstVelocity = 0, worstPosition = 0;
            for (int frame = 1; frame <= frames; frame++)
            {
                run.Advance(simulator, perFrame * Step);
                ParticleSet state = Blocks.StateOf(simulator);
                double count = frame * perFrame, time = count * Step, fall = Gravity * Step * Step * count * (count + 1) / 2;
                Vector3<Real64> velocity = start + new Vector3<Real64>(0, 0, Gravity * time);
                Vector3<Real64> moved = new Real64(time) * start + new Vector3<Real64>(0, 0, fall);
                for (int p = 0; p < block.Count; p++)
                {
                    worstVelocity = Math.Max(worstVelocity, (state.Velocity(p) - velocity).Length.Value);
                    worstPosition = Math.Max(worstPosition, (state.Position(p) - block.Position(p) - moved).Length.Value);
                }

                times.Add(time);
                errors.Add(worstPosition);
            }

            double limit = engine.IsDouble ? 1e-12 : 1e-4;
            const string band = "reference values 4e-14 (double) and 2.7e-5 (float); acceptance 1e-12 and 1e-4";
            run.AtMost("largest velocity error", worstVelocity, limit, band, "m/s", engine.Name);
            run.AtMost("largest position error", worstPosition, limit, band, "m", engine.Name);
            run.Draw(
                $"free-fall-{engine.Name}",
                new Chart($"Free fall, {engine.Name}", new("Time", "s"), new("Largest position error", "m") { Logarithmic = true })
                    .AddLine("so far", times, errors, LineLook.Dots).AddHorizontalMark("acceptance", limit));
        }
    }
}
