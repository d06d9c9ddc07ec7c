using Splatsim.Mechanics;
using Splatsim.Simulation;

namespace Splatsim.Benchmarks.Adjoint;

/// <summary>Three small scenes whose gradients live differently long: vibrating elastic, bouncing elastic, flowing grains.</summary>
internal static class GradientScenes
{
    private const double CellSize = 0.05, Density = 1000;

    /// <summary>The scenes by name.</summary>
    public static IReadOnlyList<(string Name, SimulationSetup Setup)> All =>
        [("elastic bar", Bar()), ("bouncing jelly", Jelly()), ("sand column", Sand())];

    // Held at one end, pulled down by gravity, vibrating.
    private static SimulationSetup Bar()
    {
        ParticleSet set = Jittered(ParticleLattices.Box(new(0.2, 0.45, 0.45), 24, 4, 4, 0.5 * CellSize, Density));
        return Setup(
            set, new("bar", Laws.Find("neo-hookean"), new Dictionary<string, double> { ["youngsModulus"] = 1e6 }, Density),
            new PlaneBoundary(ContactMode.Sticky, new(0.25, 0, 0), new(1, 0, 0)));
    }

    private static SimulationSetup Jelly()
    {
        ParticleSet set = Jittered(ParticleLattices.Box(new(0.45, 0.45, 0.22), 8, 8, 8, 0.5 * CellSize, Density));
        ParticleLattices.SetRigidVelocity(set, new(0.5, 0.2, -2), new(1, 2, 0.5), new(0.55, 0.55, 0.32));
        return Setup(
            set, new("jelly", Laws.Find("fixed-corotated"), new Dictionary<string, double> { ["youngsModulus"] = 5e4 }, Density),
            new PlaneBoundary(ContactMode.Separate, new(0, 0, 0.15), new(0, 0, 1)));
    }

    private static SimulationSetup Sand()
    {
        ParticleSet set = Jittered(ParticleLattices.Box(new(0.45, 0.45, 0.16), 6, 6, 14, 0.5 * CellSize, Density));
        return Setup(
            set, new("sand", Laws.Find("drucker-prager"), new Dictionary<string, double> { ["youngsModulus"] = 1e5 }, Density),
            new PlaneBoundary(ContactMode.Coulomb, new(0, 0, 0.15), new(0, 0, 1), 0.5));
    }

    private static SimulationSetup Setup(ParticleSet set, Material material, IGridBoundary floor) => new()
    {
        Domain = GridDomain.Cube(26, CellSize),
        Particles = set,
        Materials = [material],
        Gravity = new(0, 0, -9.81),
        Boundaries = [floor],
        StepPolicy = StepPolicy.Fixed(5e-4),
        MaximumClampedFraction = 1,
    };

    private static ParticleSet Jittered(ParticleSet set)
    {
        Random random = new(1);
        for (int i = 0; i < set.X.Length; i++) set.X[i] += 0.1 * CellSize * (random.NextDouble() - 0.5);
        return set;
    }
}
