using Splatsim.Materials;
using Splatsim.Simulation;

namespace Splatsim.Tests;

/// <summary>
/// Every usable material of the library, dropped on a rough floor with automatic steps (alpha = 0.4) and stiffness cut to
/// a step budget, never breaks (reference/mpm.md 6.4 item 11). A NaN, an escape or too many clamped particles throws.
/// </summary>
public sealed class PresetStabilityTests
{
    private const double CellSize = 0.05;

    public static TheoryData<string> Presets => new(MaterialLibrary.All.Select(p => p.Id));

    [Theory]
    [MemberData(nameof(Presets))]
    public void DroppedCube_CoarseBudget_StaysSound(string preset) =>
        Drop(preset, Engines.Double, substepsPerSecond: 1000, duration: 0.3);

    [Theory]
    [Trait("Tier", "Full")]
    [MemberData(nameof(Presets))]
    public void DroppedCube_FullBudgetForASecond_StaysSound(string preset) =>
        Drop(preset, Engines.Fast, substepsPerSecond: 8000, duration: 1);

    private static void Drop(string preset, string engine, double substepsPerSecond, double duration)
    {
        StiffnessBudget budget = new() { CellSize = CellSize, SubstepsPerSecond = substepsPerSecond };
        BudgetedMaterial softened = budget.Apply(MaterialLibrary.Find(preset));
        Material material = new(softened.Name, softened.Law, softened.Parameters, softened.MassDensity);
        GridDomain domain = GridDomain.Cube(24, CellSize);
        ParticleSet cube = Bodies.Cube(new(0.5, 0.5, 0.25), 6, CellSize, softened.MassDensity);
        Bodies.SetVelocity(cube, new(0.3, 0, -2));
        using ISimulator simulator = Simulators.Create(Bodies.Setup(domain, cube, material).On(engine) with
        {
            Gravity = new(0, 0, -9.81),
            Boundaries =
            [
                new PlaneBoundary(ContactMode.Coulomb, new(0, 0, 0.2), new(0, 0, 1), 0.5),
                BoxWalls.Inside(ContactMode.Separate, domain),
            ],
        });
        double energy = Energy(simulator.Statistics());
        for (int frame = 0; frame < 30 * duration; frame++) simulator.Advance(1.0 / 30);
        SimulationStatistics after = simulator.Statistics();
        // Stable also means that nothing was gained: contact, friction and flow only take.
        Assert.True(Energy(after) <= energy * 1.001, $"{preset}: {energy} J became {Energy(after)} J");
        Assert.InRange(after.MeanVolumeRatio, 0.5, 2);
    }

    private static double Energy(SimulationStatistics s) =>
        s.KineticEnergy + s.AffineKineticEnergy + s.ElasticEnergy + s.GravitationalEnergy;
}
