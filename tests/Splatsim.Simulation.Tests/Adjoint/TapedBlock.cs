using Splatsim.Compute;
using Splatsim.Mathematics;
using Splatsim.Mechanics;
using Splatsim.Simulation;

namespace Splatsim.Tests;

/// <summary>
/// A block of a thousand particles of two laws with tracers that flies into a rough floor and turns, and a loss that looks at every frame: what
/// the reverse run on the fast back end is tried on.
/// </summary>
internal static class TapedBlock
{
    private const double CellSize = 0.05;

    /// <summary>The scene.</summary>
    /// <param name="velocity">The block's velocity [m/s].</param>
    /// <param name="spin">Its angular velocity [rad/s].</param>
    /// <param name="low">Where tracers begin along x and y [m].</param>
    /// <param name="width">How far they reach there [m].</param>
    /// <param name="pool">Who computes; null for all.</param>
    /// <param name="walls">What is in the way besides the floor.</param>
    public static SimulationSetup Setup(
        Vector3<Real64> velocity, Vector3<Real64> spin, double low, double width, WorkerPool? pool, params IGridBoundary[] walls)
    {
        ParticleSet set = ParticleLattices.Box(new(0.4, 0.4, 0.13), 10, 10, 10, 0.5 * CellSize, 1000);
        Random random = new(3);
        for (int i = 0; i < set.X.Length; i++) set.X[i] += 0.1 * CellSize * (random.NextDouble() - 0.5);
        for (int p = 0; p < set.Count; p++) set.Material[p] = p % 3 == 0 ? 1 : 0;
        ParticleLattices.SetRigidVelocity(set, velocity, spin, new(0.5, 0.5, 0.25));
        TracerSet tracers = new(40);
        for (int i = 0; i < tracers.X.Length; i++) tracers.X[i] = i % 3 == 2 ? 0.15 + 0.2 * random.NextDouble() : low + width * random.NextDouble();
        return new()
        {
            Domain = GridDomain.Cube(26, CellSize),
            Particles = set,
            Tracers = tracers,
            Materials =
            [
                new("soft", Laws.Find("neo-hookean"), new Dictionary<string, double> { ["youngsModulus"] = 2e4 }, 1000),
                new("dough", Laws.Find("von-mises"), new Dictionary<string, double> { ["youngsModulus"] = 3e4, ["yieldStress"] = 2e3 }, 1000),
            ],
            Gravity = new(0, 0, -9.81),
            Boundaries = [new PlaneBoundary(ContactMode.Coulomb, new(0, 0, 0.1), new(0, 0, 1), 0.4), .. walls],
            StepPolicy = new() { TimeStep = 4e-4 },
            Backend = SimulationBackend.Fast,
            Workers = pool,
        };
    }

    /// <summary>Derivatives of a loss that looks at every frame, with weights of every sign.</summary>
    public static SimulationGradient Run(SimulationTape tape, SimulationSetup setup) => tape.Reverse(frame => new StateCotangents
    {
        Positions = Weights(3 * setup.Particles.Count, frame, 1),
        Velocities = Weights(3 * setup.Particles.Count, frame, 0.1),
        // Laws that forget the shape start from another F than the setup's.
        DeformationGradients = frame == 0 && setup.Materials.Any(m => m.Law.Description.ForgetsShape) ? null : Weights(9 * setup.Particles.Count, frame, 0.1),
        TracerPositions = Weights(3 * setup.Tracers!.Count, frame, 1),
        TracerDeformationGradients = Weights(9 * setup.Tracers!.Count, frame, 0.1),
        Bodies = Weights(13 * setup.RigidBodies.Count, frame, 1),
    });

    private static double[] Weights(int count, int frame, double scale) => [.. Enumerable.Range(0, count).Select(i => scale * Math.Sin(0.37 * i + frame))];
}
