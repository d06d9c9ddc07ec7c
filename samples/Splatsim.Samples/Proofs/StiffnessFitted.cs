using Splatsim.Fitting;
using Splatsim.Mechanics;
using Splatsim.Plots;
using Splatsim.Simulation;

namespace Splatsim.Samples;

/// <summary>
/// You see: Young's modulus of a bar that vibrates along its axis, found from the positions of its particles, from ten times too stiff.
/// sample plot FOLDER fit-stiffness
/// </summary>
internal sealed class StiffnessFitted : Proof
{
    private const double Truth = 1e5, CellSize = 0.1, Length = 0.8, FrameDuration = 0.01;
    private const int Frames = 8, Iterations = 50;

    public override string Name => "fit-stiffness";

    public override ProofResult Run(bool isFull)
    {
        SimulationSetup setup = Setup(Bar(cells: isFull ? 4 : 2));
        MaterialUnknown stiffness = new(0, "youngsModulus", start: 10 * Truth, ParameterTransform.Logarithm);
        RolloutTask task = new(setup, FrameDuration) { States = Rollout.Track(stiffness.Put(setup, [Truth]), FrameDuration, Frames, weight: 1e4) };
        RolloutFit fit = new(new Rollout(), task, stiffness);
        double found = fit.Values(fit.Minimise(new() { Iterations = Iterations, FirstStep = 0.5, GradientTolerance = 1e-6 }).Parameters)[0];

        int tried = fit.Steps.Count;
        Require(tried <= Iterations, $"{tried} evaluations");
        Require(Math.Abs(found / Truth - 1) < 0.01, $"{found:G5} Pa instead of {Truth:G5} Pa after {tried} evaluations");
        Chart chart = new Chart("Young's modulus of a vibrating bar, from its positions", new("evaluation"), new("Young's modulus", "Pa") { Logarithmic = true })
            .AddLine("tried", Count(tried), [.. fit.Steps.Select(s => s.Values[0])])
            .AddHorizontalMark("true", Truth);
        return new($"{found:G6} Pa of {Truth:G6} Pa in {tried} evaluations", fit.ToCsv(), [chart]);
    }

    private static ParticleSet Bar(int cells)
    {
        ParticleSet bar = ParticleLattices.Box(default, (int)(2 * Length / CellSize), 2 * cells, 2 * cells, CellSize / 2, 1000);
        for (int p = 0; p < bar.Count; p++) bar.V[3 * p] = 0.5 * bar.X[3 * p] / Length;
        return bar;
    }

    private static SimulationSetup Setup(ParticleSet bar) => new()
    {
        Domain = GridDomain.Around(new(-0.2, -0.3, -0.3), new(Length + 0.3, 0.7, 0.7), CellSize),
        Particles = bar,
        Materials = [new Material("bar", Laws.Find("neo-hookean"), new Dictionary<string, double> { ["poissonsRatio"] = 0.3 }, 1000)],
        Boundaries = [new PinnedRegion(new(-0.3, -0.3, -0.3), new(0.01, 0.8, 0.8))],
    };
}
