using Splatsim.Mechanics;
using Splatsim.Simulation;

namespace Splatsim.Tests;

/// <summary>The energy that laws turn into heat, added up by every back end.</summary>
public sealed class DissipationTests
{
    private const double E = 1e6, Nu = 0.3, Mu = E / (2 * (1 + Nu)), CellSize = 0.1, Dt = 1e-4;

    public static TheoryData<string> All => [Engines.Double, Engines.Single, Engines.Fast];

    [Theory]
    [MemberData(nameof(All))]
    public void Statistics_MetalDrawnBeyondYield_HasTheReleasedEnergy(string engine)
    {
        // Every particle starts at log strain h (1, -1/2, -1/2) and returns to h' = sigma_y/(3 mu): mu 3/2 (h^2 - h'^2) per volume.
        const double yield = 2e4, stretch = 1.2;
        ParticleSet cube = Cube();
        for (int p = 0; p < cube.Count; p++) (cube.F[9 * p], cube.F[9 * p + 4], cube.F[9 * p + 8]) = (stretch, 1 / Math.Sqrt(stretch), 1 / Math.Sqrt(stretch));
        double h = Math.Log(stretch), returned = yield / (3 * Mu);
        double expected = 1.5 * Mu * (h * h - returned * returned) * cube.RestVolume.Sum();
        Assert.Equal(expected, AfterOneStep(engine, cube, "von-mises", new() { ["youngsModulus"] = E, ["poissonsRatio"] = Nu, ["yieldStress"] = yield }), 1e-5 * expected);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Statistics_ShearedLiquid_HasItsViscousWork(string engine)
    {
        // eta rate^2 dt per volume; 1 + dt^2 rate^2/... of the volume is below the tolerance.
        const double eta = 3, rate = 2;
        ParticleSet cube = Cube();
        for (int p = 0; p < cube.Count; p++) cube.C[9 * p + 1] = rate;
        double expected = eta * rate * rate * Dt * cube.RestVolume.Sum();
        Assert.Equal(expected, AfterOneStep(engine, cube, "newtonian-fluid", new() { ["shearViscosity"] = eta }), 1e-5 * expected);
    }

    [Theory]
    [InlineData(Engines.Double)]
    [InlineData(Engines.Fast)]
    public void Statistics_ElasticBody_LosesExactlyNothing(string engine)
    {
        ParticleSet cube = Cube();
        for (int i = 0; i < cube.F.Length; i++) cube.F[i] += 0.05 * Math.Sin(i);
        using ISimulator simulator = Simulators.Create(Setup(cube, "stvk-hencky", []).On(engine));
        simulator.Advance(40 * Dt);
        Assert.Equal(0, simulator.Statistics().DissipatedEnergy);
    }

    [Theory]
    [InlineData(Engines.Double)]
    [InlineData(Engines.Fast)]
    public void Statistics_RingingViscousBody_AccountsForMostOfWhatItLoses(string engine)
    {
        // A cube that is let go from a stretch. What it loses beyond its viscosity is the damping of the transfer (and explicit
        // integration), which the same cube without viscosity shows alone: a few per cent of it.
        const double eta = 400;
        ParticleSet cube = Cube();
        for (int p = 0; p < cube.Count; p++) (cube.F[9 * p], cube.F[9 * p + 4]) = (1.05, 0.95);
        using ISimulator viscous = Simulators.Create(Setup(cube, "kelvin-voigt", new() { ["shearViscosity"] = eta }).On(engine));
        double start = Mechanical(viscous.Statistics());
        viscous.Advance(200 * Dt);
        SimulationStatistics end = viscous.Statistics();
        double lost = start - Mechanical(end);
        Assert.True(lost > 0.5 * start, $"{lost} J of {start} J");
        Assert.InRange(end.DissipatedEnergy / lost, 0.8, 1.02);
    }

    [Fact]
    public void Statistics_AnyNumberOfWorkers_AddUpTheSame()
    {
        double[] sums = [.. new[] { 1, 2, 3 }.Select(workers =>
        {
            ParticleSet cube = Cube();
            for (int i = 0; i < cube.F.Length; i++) cube.F[i] += 0.05 * Math.Sin(i);
            using ISimulator simulator = Simulators.Create(
                Setup(cube, "von-mises", []).On(Engines.Fast) with { Workers = Fast.FastScenes.Pool(workers) });
            simulator.Advance(20 * Dt);
            return simulator.Statistics().DissipatedEnergy;
        })];
        Assert.True(sums[0] > 0);
        Assert.Equal(sums[0], sums[1]);
        Assert.Equal(sums[0], sums[2]);
    }

    private static double Mechanical(SimulationStatistics s) => s.KineticEnergy + s.AffineKineticEnergy + s.ElasticEnergy;

    private static double AfterOneStep(string engine, ParticleSet cube, string law, Dictionary<string, double> values)
    {
        using ISimulator simulator = Simulators.Create(Setup(cube, law, values).On(engine));
        simulator.Advance(Dt);
        return simulator.Statistics().DissipatedEnergy;
    }

    private static ParticleSet Cube() => Bodies.Cube(new(0.5, 0.5, 0.5), 6, CellSize);

    private static SimulationSetup Setup(ParticleSet cube, string law, Dictionary<string, double> values) =>
        Bodies.Setup(GridDomain.Cube(14, CellSize), cube, new Material("body", Laws.Find(law), values, 1000)) with
        {
            TracksDissipation = true,
            StepPolicy = StepPolicy.Fixed(Dt),
        };
}
