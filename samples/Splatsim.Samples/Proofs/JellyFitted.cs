using Splatsim.Fitting;
using Splatsim.Mechanics;
using Splatsim.Plots;
using Splatsim.Rendering;
using Splatsim.Simulation;
using Splatsim.Splats;

namespace Splatsim.Samples;

/// <summary>
/// You see: a cube of jelly falls on its edge, squashes and springs back; four cameras film it. From their pictures, noise and all, its
/// Young's modulus and Poisson's ratio are found, from five times too stiff and far too compressible.
/// sample plot FOLDER fit-jelly
/// </summary>
internal sealed class JellyFitted : Proof
{
    private const double Edge = 0.2, FrameDuration = 1.0 / 40, TrueStiffness = 6000, TrueRatio = 0.38;

    public override string Name => "fit-jelly";

    public override ProofResult Run(bool isFull)
    {
        double cell = isFull ? 0.04 : 0.05;
        int last = isFull ? 20 : 14;
        SimulationSetup setup = Setup(Cube(cell), cell);
        Rollout rollout = Rollout.Of(Stage.Splats(setup.Particles, cell / 2, place => Stage.Checker(place, 0.07)), setup);
        Camera[] cameras = Stage.Around(new(0, 0.14, 0), 1, 0.25, isFull ? 120 : 64, 4.0 / 3, 0.3, 1.9, 3.4, 5);
        RenderOptions background = new() { Background = new(0.75, 0.8, 0.85) };

        MaterialUnknown stiffness = new(0, "youngsModulus", start: 5 * TrueStiffness, ParameterTransform.Logarithm);
        MaterialUnknown ratio = new(0, "poissonsRatio", start: 0.2, ParameterTransform.Bounded(0, 0.49));
        SimulationSetup truth = ratio.Put(stiffness.Put(setup, [TrueStiffness]), [TrueRatio]);
        Random noise = new(2);
        // Before it lands nothing tells how stiff it is.
        int[] frames = [.. Enumerable.Range(5, last - 4)];
        FilmedFrame[] film = [.. rollout.Film(truth, FrameDuration, cameras, frames, background).Select(f => f.Recorded(0.02, noise))];

        RolloutTask task = new(setup, FrameDuration) { Views = [.. film.Select(f => f.Against(FramePlane.Color, 1, t => new PyramidLoss(t)))] };
        RolloutFit fit = new(rollout, task, stiffness, ratio);
        double[] found = fit.Values(fit.Minimise(new() { Iterations = 15, LossTolerance = 1e-3, FirstStep = 1 }, 10, last).Parameters);

        double error = Math.Abs(found[0] / TrueStiffness - 1), ratioError = Math.Abs(found[1] - TrueRatio);
        string summary = $"E {found[0]:F0} of {TrueStiffness} Pa ({100 * error:F2} %), nu {found[1]:F4} of {TrueRatio} ({ratioError:F4}), {fit.Steps.Count} evaluations";
        Require(error < 0.05 && ratioError < 0.03, summary);
        if (!isFull) return new(summary, fit.ToCsv(), []);
        double[] count = Count(fit.Steps.Count);
        int[] shown = [5, 8, 11, 14, 17, 20];
        return new(
            summary, fit.ToCsv(),
            [
                new Chart("Young's modulus of a dropped jelly, from four cameras", new("evaluation"), new("Young's modulus", "Pa") { Logarithmic = true })
                    .AddLine("tried", count, [.. fit.Steps.Select(s => s.Values[0])]).AddHorizontalMark("true", TrueStiffness),
                new Chart("Its Poisson's ratio", new("evaluation"), new("Poisson's ratio"))
                    .AddLine("tried", count, [.. fit.Steps.Select(s => s.Values[1])]).AddHorizontalMark("true", TrueRatio),
            ])
        {
            Film = Stage.Compared(fit, found, rollout, film, FrameDuration, shown, background),
        };
    }

    // Turned by an eighth about z: it lands on an edge.
    private static ParticleSet Cube(double cell)
    {
        int count = (int)Math.Round(2 * Edge / cell);
        ParticleSet cube = ParticleLattices.Box(new(-Edge / 2, -Edge / 2, -Edge / 2), count, count, count, cell / 2, 1000);
        double half = Math.Sqrt(0.5), middle = half * Edge + 0.06;
        for (int p = 0; p < cube.Count; p++)
            (cube.X[3 * p], cube.X[3 * p + 1]) = (half * (cube.X[3 * p] - cube.X[3 * p + 1]), half * (cube.X[3 * p] + cube.X[3 * p + 1]) + middle);
        return cube;
    }

    private static SimulationSetup Setup(ParticleSet cube, double cell) => new()
    {
        Domain = GridDomain.Around(new(-0.35, -0.05, -0.35), new(0.35, 0.45, 0.35), cell),
        Particles = cube,
        Materials = [new Material("jelly", Laws.Find("neo-hookean"), new Dictionary<string, double>(), 1000)],
        Boundaries = [new PlaneBoundary(ContactMode.Coulomb, default, new(0, 1, 0), friction: 0.4)],
        Gravity = new(0, -9.81, 0),
        StepPolicy = StepPolicy.Fixed(FrameDuration / 16),
    };
}
