using Splatsim.Fitting;
using Splatsim.Mathematics;
using Splatsim.Mechanics;
using Splatsim.Plots;
using Splatsim.Rendering;
using Splatsim.Simulation;
using Splatsim.Splats;

namespace Splatsim.Samples;

/// <summary>
/// You see: a soft ball is thrown, spinning; two cameras film it. From their pictures alone, noise and all, the velocity and the spin at
/// which it left the hand are found, from a ball that is merely dropped.
/// sample plot FOLDER fit-throw
/// </summary>
internal sealed class ThrowFitted : Proof
{
    private const double Radius = 0.1, CellSize = 0.05, FrameDuration = 1.0 / 40;

    // m/s and rad/s: what the fit does not know.
    private static readonly double[] Truth = [2.2, 2.6, -0.9, 3, -6, 4];

    public override string Name => "fit-throw";

    public override ProofResult Run(bool isFull)
    {
        int[] frames = [.. Enumerable.Range(1, isFull ? 20 : 12)];
        SimulationSetup setup = Setup(Ball());
        Rollout rollout = Rollout.Of(Stage.Splats(setup.Particles, CellSize / 2, place => Stage.Checker(place, 0.06)), setup);
        Camera[] cameras = Stage.Around(new(0.45, 0.5, -0.2), 1.8, 0.3, isFull ? 160 : 96, 4.0 / 3, 0.2, 1.3);
        RenderOptions background = new() { Background = new(0.75, 0.8, 0.85) };

        // The film: simulated with what is to be found, then seen by cameras with 8 bits and 2 % noise.
        MotionUnknown motion = new(velocity: default, angularVelocity: default);
        Random noise = new(1);
        FilmedFrame[] film =
            [.. rollout.Film(motion.Put(setup, Truth), FrameDuration, cameras, frames, background).Select(f => f.Recorded(0.02, noise))];

        // The fit: a pyramid of differences sees a ball that is far from where it should be; the clip grows from 4 frames to all.
        RolloutTask task = new(setup, FrameDuration) { Views = [.. film.Select(f => f.Against(FramePlane.Color, 1, t => new PyramidLoss(t)))] };
        RolloutFit fit = new(rollout, task, motion);
        double[] found = fit.Values(fit.Minimise(new() { Iterations = 15, LossTolerance = 1e-3, FirstStep = 0.5 }, 4, 8, frames[^1]).Parameters);

        double error = Distance(found, Truth, 0) / Distance(Truth, new double[6], 0), spin = Distance(found, Truth, 3) / Distance(Truth, new double[6], 3);
        Require(error < 0.02, $"the velocity is off by {100 * error:F2} % after {fit.Steps.Count} evaluations");
        string summary = $"velocity within {100 * error:F2} %, spin within {100 * spin:F1} %, {fit.Steps.Count} evaluations";
        if (!isFull) return new(summary, fit.ToCsv(), []);
        int[] shown = [4, 8, 12, 16, 20];
        return new(summary, fit.ToCsv(), [Chart(fit, 0, "velocity", "m/s"), Chart(fit, 3, "spin", "rad/s")])
        {
            Film = Stage.Compared(fit, found, rollout, film, FrameDuration, shown, background),
        };
    }

    private static Chart Chart(RolloutFit fit, int first, string what, string unit)
    {
        Chart chart = new($"The {what} of a thrown ball, from two cameras", new("evaluation"), new(what, unit));
        for (int axis = 0; axis < 3; axis++) chart.AddLine("xyz"[axis].ToString(), Count(fit.Steps.Count), [.. fit.Steps.Select(s => s.Values[first + axis])]);
        for (int axis = 0; axis < 3; axis++) chart.AddHorizontalMark(axis == 0 ? "true" : "", Truth[first + axis]);
        return chart;
    }

    private static double Distance(double[] a, double[] b, int first) => Math.Sqrt(Enumerable.Range(first, 3).Sum(i => Math.Pow(a[i] - b[i], 2)));

    private static ParticleSet Ball()
    {
        int edge = (int)(4 * Radius / CellSize);
        ParticleSet block = ParticleLattices.Box(new(-Radius, 0.4 - Radius, -Radius), edge, edge, edge, CellSize / 2, 500);
        return block.Where(p => (block.Position(p) - new Vector3<Real64>(0, 0.4, 0)).Length.Value < Radius);
    }

    private static SimulationSetup Setup(ParticleSet ball) => new()
    {
        Domain = GridDomain.Around(new(-0.3, -0.1, -0.8), new(1.5, 1.3, 0.3), CellSize),
        Particles = ball,
        Materials = [new Material("foam", Laws.Find("neo-hookean"), new Dictionary<string, double> { ["youngsModulus"] = 2e4, ["poissonsRatio"] = 0.3 }, 500)],
        Boundaries = [new PlaneBoundary(ContactMode.Separate, default, new(0, 1, 0))],
        Gravity = new(0, -9.81, 0),
        StepPolicy = StepPolicy.Fixed(FrameDuration / 16),
    };
}
