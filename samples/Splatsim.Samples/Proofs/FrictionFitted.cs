using Splatsim.Fitting;
using Splatsim.Mechanics;
using Splatsim.Plots;
using Splatsim.Simulation;
using Splatsim.Splats;

namespace Splatsim.Samples;

/// <summary>
/// You see: a column of sand between two glass panes collapses; a camera sees its outline. From the outlines alone the friction angle is
/// found, from sand that is far too smooth.
/// sample plot FOLDER fit-friction
/// </summary>
internal sealed class FrictionFitted : Proof
{
    private const double Width = 0.2, Height = 0.24, FrameDuration = 1.0 / 40, Degree = Math.PI / 180, TrueAngle = 33 * Degree, StartAngle = 20 * Degree;

    public override string Name => "fit-friction";

    public override ProofResult Run(bool isFull)
    {
        double cell = isFull ? 0.02 : 0.04;
        int last = isFull ? 16 : 12;
        SimulationSetup setup = Setup(cell);
        Rollout rollout = Rollout.Of(Stage.Splats(setup.Particles, cell / 2, place => Stage.Checker(place, 0.05)), setup);
        Camera[] cameras = Stage.Around(new(0, 0.1, 0), 1.2, 0, isFull ? 160 : 96, 2, 0);

        MaterialUnknown friction = new(0, "frictionAngle", StartAngle, ParameterTransform.Bounded(5 * Degree, 60 * Degree));
        int[] frames = [.. Enumerable.Range(1, last)];
        Random noise = new(3);
        FilmedFrame[] film = [.. rollout.Film(friction.Put(setup, [TrueAngle]), FrameDuration, cameras, frames).Select(f => f.Recorded(0, noise))];

        RolloutTask task = new(setup, FrameDuration) { Views = [.. film.Select(f => f.Against(FramePlane.Alpha, 1, t => new SilhouetteLoss(t)))] };
        RolloutFit fit = new(rollout, task, friction);
        double found = fit.Values(fit.Minimise(new() { Iterations = 12, LossTolerance = 1e-3, FirstStep = 0.5 }).Parameters)[0];

        double error = Math.Abs(found - TrueAngle) / Degree;
        string summary = $"{found / Degree:F2} of {TrueAngle / Degree:F0} degrees, {fit.Steps.Count} evaluations";
        Require(error < 1, summary);
        if (!isFull) return new(summary, fit.ToCsv(), []);
        int[] shown = [1, 4, 8, 12, 16];
        return new(
            summary, fit.ToCsv(),
            [
                new Chart("Friction angle of sand, from its outline", new("evaluation"), new("friction angle", "degrees"))
                    .AddLine("tried", Count(fit.Steps.Count), [.. fit.Steps.Select(s => s.Values[0] / Degree)]).AddHorizontalMark("true", TrueAngle / Degree),
            ])
        {
            Film = Stage.Compared(fit, [found], rollout, film, FrameDuration, shown),
        };
    }

    private static SimulationSetup Setup(double cell)
    {
        int wide = (int)Math.Round(2 * Width / cell), high = (int)Math.Round(2 * Height / cell);
        Dictionary<string, double> sand = new() { ["youngsModulus"] = 1e5, ["poissonsRatio"] = 0.3 };
        return new()
        {
            Domain = GridDomain.Around(new(-0.5, -0.05, -2 * cell), new(0.5, Height + 0.05, 2 * cell), cell),
            Particles = ParticleLattices.Box(new(-Width / 2, 0, -cell), wide, high, 4, cell / 2, 1600),
            Materials = [new Material("sand", Laws.Find("drucker-prager"), sand, 1600)],
            Boundaries =
            [
                new PlaneBoundary(ContactMode.Slip, new(0, 0, -cell), new(0, 0, 1)),
                new PlaneBoundary(ContactMode.Slip, new(0, 0, cell), new(0, 0, -1)),
                new PlaneBoundary(ContactMode.Coulomb, default, new(0, 1, 0), friction: 0.6),
            ],
            Gravity = new(0, -9.81, 0),
            StepPolicy = StepPolicy.Fixed(FrameDuration / (int)Math.Round(0.8 / cell)),
        };
    }
}
