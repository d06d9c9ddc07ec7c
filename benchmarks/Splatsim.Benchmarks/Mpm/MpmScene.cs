using Splatsim.Compute;
using Splatsim.Mathematics;
using Splatsim.Mechanics;
using Splatsim.Simulation;

namespace Splatsim.Benchmarks.Mpm;

/// <summary>
/// The scene of the yardstick: a cube of particles in the middle of a grid of 128^3 nodes (larger where the cube needs it), jittered so that cells hold
/// what they hold in a running simulation, turning and falling.
/// </summary>
internal static class MpmScene
{
    private const int Nodes = 128;
    private const double CellSize = 1.0 / Nodes;
    private const double MassDensity = 1000;

    public static SimulationSetup Create(string model, int particles, double perCell, WorkerPool workers)
    {
        LawEntry law = Laws.Find(model);
        Material material = new(model, law, new Dictionary<string, double>(), MassDensity);
        int side = (int)Math.Round(Math.Cbrt(particles));
        double spacing = CellSize / Math.Cbrt(perCell);
        int nodes = Math.Max(Nodes, (int)Math.Ceiling(side * spacing / CellSize) + 16);
        GridDomain domain = GridDomain.Cube(nodes, CellSize);
        Vector3<Real64> middle = new Real64(0.5) * domain.Maximum;
        double half = 0.5 * side * spacing;
        ParticleSet set = ParticleLattices.Box(middle - new Vector3<Real64>(half, half, half), side, side, side, spacing, MassDensity);
        Random random = new(1);
        for (int i = 0; i < set.X.Length; i++) set.X[i] += spacing * (0.6 * random.NextDouble() - 0.3);
        ParticleLattices.SetRigidVelocity(set, new(0.3, -0.2, 0.1), new(0.5, -0.3, 1), middle);
        return new()
        {
            Domain = domain,
            Particles = set,
            Materials = [material],
            Gravity = new(0, 0, -9.81),
            Boundaries = [BoxWalls.Inside(ContactMode.Separate, domain)],
            StepPolicy = StepPolicy.Automatic,
            Backend = SimulationBackend.Fast,
            Workers = workers,
        };
    }

    /// <summary>A plate without thickness through the middle, which lets matter slide past; between planes of nodes.</summary>
    public static Collider Wall(GridDomain domain)
    {
        Vector3<Real64> middle = new Real64(0.5) * domain.Maximum + new Vector3<Real64>(0, 0.3 * domain.CellSize, 0);
        double half = 0.5 * domain.Maximum.X.Value;
        return new(new PlateShape(half, half), MotionPath.At(middle), new(ContactMode.Separate));
    }
}
