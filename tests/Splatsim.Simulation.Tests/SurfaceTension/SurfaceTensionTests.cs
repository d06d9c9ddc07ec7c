using Splatsim.Mathematics;
using Splatsim.Mechanics;
using Splatsim.Simulation;
using Splatsim.Tests.Fast;

namespace Splatsim.Tests;

/// <summary>Drops, against the closed forms of their equilibrium.</summary>
public abstract class SurfaceTensionTests(string engine)
{
    private const double CellSize = 0.05, Coefficient = 20, BulkModulus = 2e4, Density = 1000;
    private static readonly GridDomain Domain = GridDomain.Cube(24, CellSize);
    private static readonly Vector3<Real64> Middle = new(0.575, 0.575, 0.575);

    [Fact]
    public void Drop_AtRest_HasLaplacesPressure()
    {
        // p = 2 sigma / R inside. R = 5 cells; mean over the inner half, by the law tau = K J (J - 1).
        const double radius = 0.25;
        using ISimulator simulator = Simulators.Create(Setup(Ball(radius)) with { Forces = [new DampingForce(12)] });
        for (int frame = 0; frame < 10; frame++) simulator.Advance(0.1);
        ParticleSet state = Bodies.StateOf(simulator);
        double pressure = 0;
        int count = 0;
        Vector3<Real64> centre = simulator.Statistics().CenterOfMass;
        for (int p = 0; p < state.Count; p++)
        {
            if ((state.Position(p) - centre).Length.Value > 0.5 * radius) continue;
            double j = state.DeformationGradient(p).Determinant.Value;
            pressure -= BulkModulus * (j - 1);
            count++;
        }

        // 10 %: the surface is as thick as the kernel and the smoothing, a third of this radius.
        const double expected = 2 * Coefficient / radius;
        Assert.Equal(expected, pressure / count, 0.1 * expected);
        Bodies.AssertVector(Middle, centre, 0.02 * radius);
    }

    [Fact]
    public void Drop_ThatStartsAsACube_BecomesRound()
    {
        ParticleSet cube = Bodies.Cube(Middle - new Vector3<Real64>(0.15, 0.15, 0.15), 12, CellSize, Density);
        double volume = cube.RestVolume.Sum(), radius = Math.Cbrt(3 * volume / (4 * Math.PI));
        // A cube's corners: sqrt(3)/2 L against the radius of the ball of the same volume, 1.40 of it; its faces 0.81.
        Assert.InRange(Farthest(cube, Middle) / radius, 1.15, 1.41);
        using ISimulator simulator = Simulators.Create(Setup(cube) with { Forces = [new DampingForce(2)] });
        for (int frame = 0; frame < 20; frame++) simulator.Advance(0.1);
        ParticleSet state = Bodies.StateOf(simulator);
        Vector3<Real64> centre = simulator.Statistics().CenterOfMass;
        // Within the size of a particle (a tenth of the radius) of a ball, on all sides.
        Assert.InRange(Farthest(state, centre) / radius, 0.9, 1.1);
        (double low, double high) = Extents(state, centre);
        Assert.InRange(low / radius, 0.85, 1.1);
        Assert.InRange(high / radius, 0.85, 1.1);
    }

    [Fact]
    public void Setup_WithASolid_IsRefused()
    {
        SimulationSetup setup = Setup(Ball(0.1)) with { Materials = [Bodies.Elastic()] };
        Assert.Contains("no liquid", Assert.Throws<SimulationSetupException>(() => Simulators.Create(setup)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Step_IsLimitedByCapillaryWaves()
    {
        SimulationSetup setup = Setup(Ball(0.1)) with { SurfaceTension = new(5e4) };
        using ISimulator simulator = Simulators.Create(setup);
        double limit = Math.Sqrt(Density * CellSize * CellSize * CellSize / (4 * Math.PI * 5e4));
        Assert.True(simulator.TimeStep <= limit, $"{simulator.TimeStep} s");
        using ISimulator own = Simulators.Create(setup with { StepPolicy = StepPolicy.Fixed(2 * limit) });
        Assert.Contains("surface tension", Assert.Throws<UnstableTimeStepException>(() => own.Advance(0.1)).Message, StringComparison.Ordinal);
    }

    private static ParticleSet Ball(double radius)
    {
        int edge = 2 * (int)Math.Ceiling(radius / (CellSize / 2)) + 2;
        double half = 0.25 * edge * CellSize;
        ParticleSet cube = Bodies.Cube(Middle - new Vector3<Real64>(half, half, half), edge, CellSize, Density);
        int[] inside = [.. Enumerable.Range(0, cube.Count).Where(p => (cube.Position(p) - Middle).Length.Value < radius)];
        ParticleSet ball = new(inside.Length);
        for (int i = 0; i < inside.Length; i++)
        {
            cube.X.AsSpan(3 * inside[i], 3).CopyTo(ball.X.AsSpan(3 * i));
            (ball.Mass[i], ball.RestVolume[i]) = (cube.Mass[inside[i]], cube.RestVolume[inside[i]]);
        }

        return ball;
    }

    // Mean distance of the farthest twentieth.
    private static double Farthest(ParticleSet state, Vector3<Real64> centre)
    {
        double[] distances = [.. Enumerable.Range(0, state.Count).Select(p => (state.Position(p) - centre).Length.Value).OrderDescending()];
        return distances.Take(state.Count / 20).Average();
    }

    private static (double Low, double High) Extents(ParticleSet state, Vector3<Real64> centre)
    {
        double low = double.PositiveInfinity, high = 0;
        foreach (Vector3<Real64> axis in (Vector3<Real64>[])[new(1, 0, 0), new(0, 1, 0), new(0, 0, 1), new Vector3<Real64>(1, 1, 1).Normalized, new Vector3<Real64>(1, -1, 0).Normalized])
        {
            double extent = Enumerable.Range(0, state.Count).Max(p => Vector3<Real64>.Dot(state.Position(p) - centre, axis).Value);
            (low, high) = (Math.Min(low, extent), Math.Max(high, extent));
        }

        return (low, high);
    }

    private SimulationSetup Setup(ParticleSet drop) =>
        Bodies.Setup(Domain, drop, new Material("liquid", Laws.Find("linear-fluid"), new Dictionary<string, double> { ["bulkModulus"] = BulkModulus }, Density)).On(engine) with
        {
            SurfaceTension = new(Coefficient),
        };
}

public sealed class ReferenceSurfaceTensionTests() : SurfaceTensionTests(Engines.Double);

public sealed class FastSurfaceTensionTests() : SurfaceTensionTests(Engines.Fast);

/// <summary>The fast path's surface tension against the reference in double.</summary>
public sealed class SurfaceTensionParityTests
{
    [Fact]
    public void Advance_SurfaceTension_FastMatchesTheReference()
    {
        SimulationSetup setup = FastScenes.Setup(FastScenes.Body(9, 8, strain: 0), FastScenes.Of(Laws.Find("linear-fluid"))) with { SurfaceTension = new(10) };
        ParticleSet actual = FastScenes.Run(setup, new(), 40);
        // golden/mpm/README.md section 6, "substep", float32.
        FastScenes.AssertClose(FastScenes.RunReference(setup, 40), actual, new(X: 5e-6, V: 2e-4, C: 6e-3, F: 1e-4));
        ParticleSet without = FastScenes.Run(setup with { SurfaceTension = null }, new(), 40);
        Assert.True(FastScenes.Largest(without.V, actual.V) > 2e-3, $"{FastScenes.Largest(without.V, actual.V)}");
        FastScenes.AssertIdentical(actual, FastScenes.Run(setup with { Workers = FastScenes.Pool(3) }, new(), 40));
    }
}
