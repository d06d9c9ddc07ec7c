using Splatsim.Coupling;
using Splatsim.Fitting;
using Splatsim.Mathematics;
using Splatsim.Mechanics;
using Splatsim.Plots;
using Splatsim.Rendering;
using Splatsim.Simulation;
using Splatsim.Splats;

namespace Splatsim.Samples;

/// <summary>
/// You see: a soft body on two legs, with a muscle along the front and the back of each, learns to go. The activation of every muscle at
/// every tenth of a second is changed along the gradient of how far its matter is from a goal; at first all pull a little, and it stands.
/// sample plot FOLDER fit-walker
/// </summary>
internal sealed class WalkerTaught : Proof
{
    private const double Length = 0.4, Leg = 0.08, Hip = 0.12, Height = 0.24, CellSize = 0.04, Goal = 0.5, FrameDuration = 1.0 / 20, KeyDuration = 0.1;

    public override string Name => "fit-walker";

    public override ProofResult Run(bool isFull)
    {
        int last = isFull ? 24 : 12;
        SimulationSetup setup = Setup();
        double[] times = [.. Enumerable.Range(0, (int)Math.Round(last * FrameDuration / KeyDuration) + 1).Select(i => i * KeyDuration)];
        CurveUnknown[] muscles =
            [.. Enumerable.Range(1, 4).Select(m => new CurveUnknown(m, "activation", times, [.. times.Select(_ => 0.3)], ParameterTransform.Logit))];

        // All matter is wanted where it is now, but farther on.
        double[] there = [.. setup.Particles.X.Select((x, i) => i % 3 == 0 ? x + Goal : x)];
        RolloutTask task = new(setup, FrameDuration) { States = [new(last, StatePart.Positions, 10, new SquaredLoss(new(there.Length / 3, 1, 3, there)))] };
        RolloutFit fit = new(new Rollout(), task, muscles);
        OptimiserResult learnt = Adam.Minimise(fit.Evaluate, fit.Start, new() { Iterations = isFull ? 40 : 10, LearningRate = 0.5, Cosine = true });
        double[] found = fit.Values(learnt.Parameters), first = fit.Steps[0].Values;

        double slack = Way(fit.Setup(new double[found.Length]), last), before = Way(fit.Setup(first), last), after = Way(fit.Setup(found), last);
        string summary = $"went {100 * after:F1} cm in {last * FrameDuration:F1} s; {100 * before:F1} cm at first, {100 * slack:F1} cm with slack muscles; {fit.Steps.Count} evaluations";
        Require(after > 0.04 && after > 4 * Math.Max(Math.Abs(slack), Math.Abs(before)), summary);
        if (!isFull) return new(summary, fit.ToCsv(), []);
        Rollout eye = Eye(setup);
        Camera[] camera = Stage.Around(new(0.3, 0.1, 0.04), 1.25, 0.3, 240, 2, 0.1);
        RenderOptions background = new() { Background = new(0.93, 0.94, 0.95) };
        int[] shown = [0, 6, 12, 18, 24];
        Chart chart = new("Activation that was learnt", new("time", "s"), new("activation") { Minimum = 0, Maximum = 1 });
        for (int m = 0; m < 4; m++)
            chart.AddLine(((string[])["hind leg, back", "hind leg, front", "fore leg, back", "fore leg, front"])[m], times, found[(m * times.Length)..((m + 1) * times.Length)], LineLook.Dots);
        Chart loss = new Chart("Its loss", new("evaluation"), new("loss")).AddLine("", Count(fit.Steps.Count), [.. fit.Steps.Select(s => s.Loss)]);
        return new(summary, fit.ToCsv(), [loss, chart])
        {
            Film = Stage.Rows(eye.Film(fit.Setup(first), FrameDuration, camera, shown, background), eye.Film(fit.Setup(found), FrameDuration, camera, shown, background)),
        };
    }

    // How far forward the centre of mass has come [m].
    private static double Way(SimulationSetup setup, int frames)
    {
        using ISimulator simulator = Simulators.Create(setup);
        double start = simulator.Statistics().CenterOfMass.X.Value;
        for (int frame = 0; frame < frames; frame++) simulator.Advance(FrameDuration);
        return simulator.Statistics().CenterOfMass.X.Value - start;
    }

    // Legs at both ends of x, front and back halves of each a muscle: 1 and 2 of the hind leg, 3 and 4 of the fore leg.
    private static int MuscleAt(Vector3<Real64> place)
    {
        if (place.Y.Value > Hip) return 0;
        double x = place.X.Value;
        return x < Leg ? x < Leg / 2 ? 1 : 2 : x > Length - Leg ? x < Length - Leg / 2 ? 3 : 4 : -1;
    }

    private static Paint Color(Vector3<Real64> place) =>
        MuscleAt(place) switch { 0 => new(0.95, 0.75, 0.35), 1 or 3 => new(0.8, 0.25, 0.2), _ => new(0.25, 0.45, 0.75) };

    // Splats are carried by the grid: there may be more of them than particles. Those of the floor stay.
    private static Rollout Eye(SimulationSetup setup)
    {
        GaussianCloud body = Stage.Splats(Body(CellSize / 4), CellSize / 4, Color);
        ParticleSet tiles = ParticleLattices.Box(new(-0.6, -0.08, -0.5), 50, 1, 24, CellSize, 1);
        GaussianCloud floor = Stage.Splats(tiles, CellSize, p => (Math.Floor(5 * p.X.Value) + Math.Floor(5 * p.Z.Value)) % 2 == 0 ? new(0.75, 0.78, 0.8) : new(0.6, 0.64, 0.68));
        GaussianCloud all = CloudEdits.Merge([body, floor]);
        return new(all, SplatBinding.Create(BindingKind.Tracers, all, [.. Enumerable.Range(0, body.Count)], SceneFrame.Identity, setup.Particles.X, CellSize));
    }

    private static ParticleSet Body(double spacing)
    {
        ParticleSet block = ParticleLattices.Box(
            default, (int)Math.Round(Length / spacing), (int)Math.Round(Height / spacing), (int)Math.Round(Leg / spacing), spacing, 1000);
        return block.Where(p => MuscleAt(block.Position(p)) >= 0);
    }

    private static SimulationSetup Setup()
    {
        ParticleSet walker = Body(CellSize / 2);
        for (int p = 0; p < walker.Count; p++) walker.Material[p] = MuscleAt(walker.Position(p));
        Dictionary<string, double> flesh = new()
        {
            ["youngsModulus"] = 3e4,
            ["poissonsRatio"] = 0.35,
            ["fibreStiffness"] = 0,
            ["activeStress"] = 2.5e4,
            ["directionX"] = 0,
            ["directionY"] = 1,
        };
        return new()
        {
            Domain = GridDomain.Around(new(-0.4, -0.05, -0.1), new(1.3, 0.6, 0.2), CellSize),
            Particles = walker,
            Materials = [.. Enumerable.Range(0, 5).Select(m => new Material(m == 0 ? "body" : $"muscle {m}", Laws.Find("muscle"), flesh, 1000))],
            Boundaries = [new PlaneBoundary(ContactMode.Coulomb, default, new(0, 1, 0), friction: 0.8)],
            Gravity = new(0, -9.81, 0),
            StepPolicy = StepPolicy.Fixed(FrameDuration / (int)Math.Round(1.2 / CellSize)),
        };
    }
}
