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

    /// <summary>Momenta of the free rigid bodies, about the coordinate origin.</summary>
    public static (Vector3<Real64> Momentum, Vector3<Real64> Angular) MomentaOfRigid(ISimulator simulator)
    {
        Vector3<Real64> momentum = default, angular = default;
        foreach (RigidState body in simulator.Bodies)
        {
            momentum += body.Momentum;
            angular += body.AngularMomentum + Vector3<Real64>.Cross(body.Position, body.Momentum);
        }

        return (momentum, angular);
    }

    /// <summary>Momenta of matter and free rigid bodies together, about the coordinate origin.</summary>
    public static (Vector3<Real64> Momentum, Vector3<Real64> Angular) MomentaOf(ISimulator simulator)
    {
        SimulationStatistics matter = simulator.Statistics();
        (Vector3<Real64> momentum, Vector3<Real64> angular) = MomentaOfRigid(simulator);
        return (matter.Momentum + momentum, matter.AngularMomentum + angular);
    }

    /// <summary>Runs two free bodies into each other: the first loses half its way along x at least, and both together keep their momenta to rounding.</summary>
    public static void AssertMeetAndKeepMomenta(ISimulator simulator)
    {
        (Vector3<Real64> momentum, Vector3<Real64> angular) = MomentaOfRigid(simulator);
        double before = simulator.Bodies[0].Momentum.X.Value;
        for (int i = 0; i < 40; i++) simulator.Advance(0.01);
        (Vector3<Real64> after, Vector3<Real64> angularAfter) = MomentaOfRigid(simulator);
        AssertVector(momentum, after, 1e-12);
        AssertVector(angular, angularAfter, 1e-12);
        Assert.True(simulator.Bodies[0].Momentum.X.Value < 0.5 * before, "they have not met");
    }
}
