using Splatsim.Fitting;
using Splatsim.Mechanics;
using Splatsim.Plots;
using Splatsim.Simulation;

namespace Splatsim.Samples;

/// <summary>
/// You see: a beam whose inner half is four times as stiff as its outer half sways under its weight. From its positions, each off by a
/// millimetre, the stiffness of every part of it is found, from one that is too stiff everywhere; total variation holds parts together.
/// sample plot FOLDER fit-field
/// </summary>
internal sealed class FieldFitted : Proof
{
    private const double Length = 0.8, Thickness = 0.2, FrameDuration = 1.0 / 40, Inner = 8e4, Outer = 2e4, Start = 2e5;

    private const int Frames = 12;

    public override string Name => "fit-field";

    public override ProofResult Run(bool isFull)
    {
        double cell = isFull ? 0.05 : 0.1;
        (int X, int Y, int Z) parts = (8, isFull ? 2 : 1, 1);
        SimulationSetup setup = Setup(cell);
        FieldUnknown halves = new(0, "youngsModulus", (2, 1, 1), Start, ParameterTransform.Logarithm);
        FieldUnknown field = new(0, "youngsModulus", parts, Start, ParameterTransform.BoundedLogarithm(2e3, 2e6));
        RolloutTask task = new(setup, FrameDuration)
        {
            States = Rollout.Track(halves.Put(setup, [Inner, Outer]), FrameDuration, Frames, weight: 1e6, noise: 1e-3, new Random(4)),
        };
        RolloutFit fit = new RolloutFit(new Rollout(), task, field).Regularise(field, 10, t => new TotalVariationLoss(t));
        double[] found = fit.Values(fit.Minimise(new() { Iterations = 25, LossTolerance = 1e-3, FirstStep = 0.5 }, 6, Frames).Parameters);

        double inner = Mean(found, parts.X, 0), outer = Mean(found, parts.X, 1);
        string summary = $"halves {inner:G4} and {outer:G4} Pa of {Inner:G4} and {Outer:G4} Pa, {fit.Steps.Count} evaluations";
        Require(Math.Abs(inner / Inner - 1) < 0.15 && Math.Abs(outer / Outer - 1) < 0.15, summary);
        double[] middles = [.. Enumerable.Range(0, parts.X).Select(i => (i + 0.5) * Length / parts.X)];
        Chart along = new Chart("Young's modulus along a beam, from its positions", new("distance from the wall", "m"), new("Young's modulus", "Pa") { Logarithmic = true })
            .AddLine("true", [0, Length / 2, Length / 2, Length], [Inner, Inner, Outer, Outer], LineLook.Dashed)
            .AddLine("start", [0, Length], [Start, Start]);
        for (int row = 0; row < parts.Y; row++)
            along.AddLine(row == 0 ? "found, lower row" : "found, upper row", middles, found[(row * parts.X)..((row + 1) * parts.X)], LineLook.Dots);
        Chart loss = new Chart("Its loss", new("evaluation"), new("loss") { Logarithmic = true }).AddLine("", Count(fit.Steps.Count), [.. fit.Steps.Select(s => s.Loss)]);
        return new(summary, fit.ToCsv(), [along, loss]);
    }

    // Geometric mean of the parts of one half.
    private static double Mean(double[] found, int columns, int half) =>
        Math.Exp(found.Where((_, i) => i % columns / (columns / 2) == half).Average(Math.Log));

    private static SimulationSetup Setup(double cell)
    {
        int across = (int)Math.Round(2 * Thickness / cell);
        return new()
        {
            Domain = GridDomain.Around(new(-0.1, -0.6, -0.1), new(Length + 0.1, Thickness + 0.2, Thickness + 0.1), cell),
            Particles = ParticleLattices.Box(default, (int)Math.Round(2 * Length / cell), across, across, cell / 2, 1000),
            Materials = [new Material("rubber", Laws.Find("neo-hookean"), new Dictionary<string, double> { ["poissonsRatio"] = 0.3 }, 1000)],
            Boundaries = [new PinnedRegion(new(-0.3, -0.3, -0.3), new(0.01, 0.8, 0.8))],
            Gravity = new(0, -9.81, 0),
            StepPolicy = StepPolicy.Fixed(FrameDuration / (int)Math.Round(2 / cell)),
        };
    }
}
