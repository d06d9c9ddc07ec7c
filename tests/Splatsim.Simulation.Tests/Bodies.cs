using Splatsim.Mathematics;
using Splatsim.Mechanics;
using Splatsim.Simulation;

namespace Splatsim.Tests;

/// <summary>Small bodies and setups that several tests share.</summary>
internal static class Bodies
{
    public static Material Elastic(
        string law = "neo-hookean", double youngsModulus = 1e5, double poissonsRatio = 0.3, double massDensity = 1000) =>
        new(
            "body", Laws.Find(law),
            new Dictionary<string, double> { ["youngsModulus"] = youngsModulus, ["poissonsRatio"] = poissonsRatio },
            massDensity);

    /// <summary>A cube of 8 particles per cell with one corner given.</summary>
    public static ParticleSet Cube(Vector3<Real64> minimum, int particlesPerEdge, double cellSize, double massDensity = 1000) =>
        ParticleLattices.Box(
            minimum, particlesPerEdge, particlesPerEdge, particlesPerEdge, cellSize / 2, massDensity);

    public static SimulationSetup Setup(GridDomain domain, ParticleSet particles, params Material[] materials) => new()
    {
        Domain = domain,
        Particles = particles,
        Materials = materials.Length == 0 ? [Elastic()] : materials,
        Backend = SimulationBackend.Reference,
    };

    public static void SetVelocity(ParticleSet particles, Vector3<Real64> velocity)
    {
        for (int p = 0; p < particles.Count; p++)
        {
            particles.V[3 * p] = velocity.X.Value;
            particles.V[3 * p + 1] = velocity.Y.Value;
            particles.V[3 * p + 2] = velocity.Z.Value;
        }
    }

    public static ParticleSet StateOf(ISimulator simulator)
    {
        ParticleSet state = new(simulator.ParticleCount);
        simulator.CopyTo(state);
        return state;
    }

    /// <summary>Mean velocity, weighted by mass.</summary>
    public static Vector3<Real64> MeanVelocity(ISimulator simulator)
    {
        SimulationStatistics statistics = simulator.Statistics();
        return new Real64(1 / statistics.Mass) * statistics.Momentum;
    }

    public static void AssertVector(Vector3<Real64> expected, Vector3<Real64> actual, double tolerance)
    {
        Assert.Equal(expected.X.Value, actual.X.Value, tolerance);
        Assert.Equal(expected.Y.Value, actual.Y.Value, tolerance);
        Assert.Equal(expected.Z.Value, actual.Z.Value, tolerance);
    }
}
