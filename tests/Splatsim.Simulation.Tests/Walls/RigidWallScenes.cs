using Splatsim.Mathematics;
using Splatsim.Mechanics;
using Splatsim.Simulation;

namespace Splatsim.Tests.Walls;

/// <summary>Scenes of rigid bodies, stones, jelly and surfaces without thickness.</summary>
public abstract class RigidWallScenes(string engine)
{
    protected const double CellSize = 0.05, Gravity = 9.81;
    protected static readonly GridDomain Domain = new(default, CellSize, 36, 36, 36);

    // The front of a plate looks along y.
    protected static readonly Quaternion<Real64> Upward = Quaternion<Real64>.FromAxisAngle(new(1, 0, 0), Math.PI / 2);

    protected ISimulator Create(ParticleSet particles, RigidBody[] bodies, Vector3<Real64> gravity, params IGridBoundary[] boundaries) =>
        Simulators.Create(Setup(particles, bodies, gravity, boundaries));

    protected SimulationSetup Setup(ParticleSet particles, RigidBody[] bodies, Vector3<Real64> gravity, params IGridBoundary[] boundaries)
    {
        // Stones are denser than jelly.
        bool isStone = particles.Count > 0 && particles.Mass[0] > 0.025 * 0.025 * 0.025 * 1500;
        Material stone = new("stone", Laws.Find("rigid"), new Dictionary<string, double>(), 2000);
        Material[] materials = isStone ? [stone, Bodies.Elastic()] : [Bodies.Elastic()];
        return Bodies.Setup(Domain, particles, materials).On(engine) with { Gravity = gravity, Boundaries = boundaries, RigidBodies = bodies };
    }

    // A particle that lies far away in peace.
    protected static ParticleSet Nothing() => Bodies.Cube(new(0.2, 0.2, 1.6), 1, CellSize);

    protected static Collider Level(double height, double half, ContactSurface surface) => new(new PlateShape(half, half), MotionPath.At(new(1, 1, height), Upward), surface);
}
