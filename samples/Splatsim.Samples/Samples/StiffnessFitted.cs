using Splatsim.Fitting;
using Splatsim.Mechanics;
using Splatsim.Plots;
using Splatsim.Simulation;

namespace Splatsim.Samples;

/// <summary>
/// You see: Young's modulus of a bar that vibrates along its axis, found from the positions of its particles, from ten times too stiff.
/// sample plot FOLDER
/// </summary>
internal sealed class StiffnessFitted : Sample
{
    private const double True = 1e5, CellSize = 0.1, Length = 0.8, FrameDuration = 0.01;
    private const int Frames = 8, Iterations = 50;

    public override string Name => "fit-stiffness";

    public override string Check()
    {
        List<double> tried = Fit(cells: 2);
        double error = Math.Abs(tried[^1] / True - 1);
        Require(tried.Count <= Iterations, $"{tried.Count} evaluations");
        Require(error < 0.01, $"{tried[^1]:G5} Pa instead of {True:G5} Pa after {tried.Count} evaluations");
        return $"{tried[^1]:G6} Pa of {True:G6} Pa in {tried.Count} evaluations";
    }

    public override Chart Plot()
    {
        List<double> tried = Fit(cells: 4);
        double[] count = [.. Enumerable.Range(1, tried.Count).Select(i => (double)i)];
        return new Chart("Young's modulus of a vibrating bar, from its positions", new("evaluation"), new("Young's modulus", "Pa") { Logarithmic = true })
            .AddLine("tried", count, tried)
            .AddHorizontalMark("true", True);
    }

    private static List<double> Fit(int cells)
    {
        ParticleSet seen = Bar(cells);
        using ISimulator simulator = Simulators.Create(Setup(seen, True));
        List<StateLoss> losses = [];
        for (int frame = 1; frame <= Frames; frame++)
        {
            simulator.Advance(FrameDuration);
            ParticleSet now = new(seen.Count);
            simulator.CopyTo(now);
            losses.Add(new(frame, StatePart.Positions, 1e4, new SquaredLoss(new(seen.Count, 1, 3, [.. now.X]))));
        }

        List<double> tried = [];
        ParameterSpace space = new(new FitParameter("Young's modulus", 10 * True, ParameterTransform.Logarithm));
        OptimiserResult found = LimitedMemory.Minimise(
            space.Through((values, gradient) =>
            {
                tried.Add(values[0]);
                RolloutResult result = new Rollout().Run(new(Setup(seen, values[0]), FrameDuration) { States = losses });
                gradient[0] = result.Simulation!.ByMaterial(0, "youngsModulus");
                return result.Loss;
            }),
            space.Start, new() { Iterations = Iterations, FirstStep = 0.5, GradientTolerance = 1e-6 });
        tried.Add(space.Values(found.Parameters)[0]);
        return tried;
    }

    private static ParticleSet Bar(int cells)
    {
        List<double> places = [];
        for (int i = 0; i < 2 * Length / CellSize; i++)
            for (int j = 0; j < 2 * cells; j++)
                for (int k = 0; k < 2 * cells; k++) places.AddRange([(i + 0.5) * CellSize / 2, (j + 0.5) * CellSize / 2, (k + 0.5) * CellSize / 2]);
        ParticleSet bar = new(places.Count / 3);
        places.CopyTo(bar.X, 0);
        bar.RestVolume.AsSpan().Fill(Math.Pow(CellSize / 2, 3));
        bar.Mass.AsSpan().Fill(1000 * Math.Pow(CellSize / 2, 3));
        for (int p = 0; p < bar.Count; p++) bar.V[3 * p] = 0.5 * bar.X[3 * p] / Length;
        return bar;
    }

    private static SimulationSetup Setup(ParticleSet bar, double young) => new()
    {
        Domain = GridDomain.Around(new(-0.2, -0.3, -0.3), new(Length + 0.3, 0.7, 0.7), CellSize),
        Particles = bar,
        Materials = [new Material("bar", Laws.Find("neo-hookean"), new Dictionary<string, double> { ["youngsModulus"] = young, ["poissonsRatio"] = 0.3 }, 1000)],
        Boundaries = [new PinnedRegion(new(-0.3, -0.3, -0.3), new(0.01, 0.8, 0.8))],
        Backend = SimulationBackend.Reference,
    };
}
