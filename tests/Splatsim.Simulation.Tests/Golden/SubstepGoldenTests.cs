using Splatsim.Mathematics;
using Splatsim.Simulation;

namespace Splatsim.Tests;

/// <summary>The substep_* files: an independent double-precision program, after 1, 10 and 50 substeps.</summary>
[Trait("Kind", "Golden")]
public sealed class SubstepGoldenTests
{
    // golden/mpm/README.md section 6, "substep", float64: perturbing x0 by 1e-13 moves the reference by at most
    // 5e-13, 4e-12, 2e-10, 4e-12 over 50 substeps; these are twenty times that.
    private static readonly StateTolerance DoubleTolerance = new(X: 1e-11, V: 1e-10, C: 1e-8, F: 1e-10);

    // The same table, float32: the reference's own float32 evaluation deviates by at most 1.3e-6, 2e-5, 4e-4, 2e-5.
    private static readonly StateTolerance SingleTolerance = new(X: 5e-6, V: 1e-4, C: 3e-3, F: 1e-4);

    // Momentum of a node in double: a sum of some tens of products of the size of the largest; kg m/s here are 1e-2.
    private const double GridTolerance = 1e-11;

    public static TheoryData<string> Cases => GoldenCase.Paths(c => c.Kind == "substep");

    [Theory(SkipTestWithoutData = true)]
    [MemberData(nameof(Cases))]
    public void Advance_Double_MatchesTheStoredStates(string path) =>
        Compare(new(path), Engines.Double, DoubleTolerance);

    [Theory(SkipTestWithoutData = true)]
    [MemberData(nameof(Cases))]
    public void Advance_Single_MatchesTheStoredStates(string path) =>
        Compare(new(path), Engines.Single, SingleTolerance);

    [Theory(SkipTestWithoutData = true)]
    [MemberData(nameof(Cases))]
    public void Advance_Fast_MatchesTheStoredStates(string path) =>
        Compare(new(path), Engines.Fast, SingleTolerance);

    [Theory(SkipTestWithoutData = true)]
    [MemberData(nameof(Cases))]
    public void FirstSubstep_Double_MatchesTheStoredGrid(string path)
    {
        GoldenCase golden = new(path);
        using ReferenceSimulator<Real64> simulator = new(golden.Setup(golden.InitialParticles()));
        ReferenceGrid<Real64> grid = simulator.Grid;
        double[] mass = golden.File.Doubles("grid_mass");
        double[] momentum = golden.File.Doubles("grid_momentum");
        double[] velocity = golden.File.Doubles("grid_velocity");
        int[] nodes = golden.File.Ints("grid_node");
        int IndexOf(int k) => grid.IndexOf(nodes[3 * k], nodes[3 * k + 1], nodes[3 * k + 2]);
        simulator.AfterParticleToGrid = () =>
        {
            for (int k = 0; k < mass.Length; k++)
            {
                Assert.Equal(mass[k], grid.Mass[IndexOf(k)].Value, GridTolerance * mass.Max());
                AssertVector(momentum, k, grid.Velocity[IndexOf(k)], GridTolerance * momentum.Max());
            }

            // The file lists every node with mass: no other node may have any.
            Assert.Equal(mass.Sum(), grid.Touched.Sum(n => grid.Mass[n].Value), GridTolerance * mass.Sum());
        };
        simulator.Stresses = new SymmetricMatrix3x3<Real64>[simulator.ParticleCount];
        simulator.Advance(golden.TimeStep);
        for (int k = 0; k < mass.Length; k++)
            AssertVector(velocity, k, grid.Velocity[IndexOf(k)], DoubleTolerance.V);
        double[] tau = golden.File.Doubles("tau_1");
        double scale = tau.Max(Math.Abs);
        for (int p = 0; p < simulator.ParticleCount; p++)
        {
            Matrix3x3<Real64> full = simulator.Stresses[p].Full;
            AssertVector(tau, 3 * p, full.Row0, 1e-10 * scale);
            AssertVector(tau, 3 * p + 1, full.Row1, 1e-10 * scale);
            AssertVector(tau, 3 * p + 2, full.Row2, 1e-10 * scale);
        }
    }

    private static void Compare(GoldenCase golden, string engine, StateTolerance tolerance)
    {
        using ISimulator simulator = Simulators.Create(golden.Setup(golden.InitialParticles()).On(engine));
        ParticleSet state = new(simulator.ParticleCount);
        foreach (int k in golden.Substeps)
        {
            simulator.Advance((k - simulator.SubstepCount) * golden.TimeStep);
            Assert.Equal(k, simulator.SubstepCount);
            simulator.CopyTo(state);
            golden.AssertState(state, k, tolerance);
        }
    }

    private static void AssertVector(double[] expected, int row, Vector3<Real64> actual, double tolerance)
    {
        Assert.Equal(expected[3 * row], actual.X.Value, tolerance);
        Assert.Equal(expected[3 * row + 1], actual.Y.Value, tolerance);
        Assert.Equal(expected[3 * row + 2], actual.Z.Value, tolerance);
    }
}
