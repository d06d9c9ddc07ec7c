using Splatsim.Materials;
using Splatsim.Mathematics;
using Splatsim.Simulation;

namespace Splatsim.Tests;

/// <summary>
/// Every usable preset as a box, a ball and a thin plate, thrown at a rough floor between walls: no NaN, no escape, no flood of
/// clamped particles (all of which throw), and no energy out of nothing.
/// </summary>
public sealed class PresetShapeTests
{
    private const double CellSize = 0.05, FloorHeight = 0.2;

    // Below this wave speed [m/s] a second of the sweep's grid takes at most some thousand physical substeps.
    private const double SoftWaveSpeed = 60;

    public static TheoryData<string> Presets => new(MaterialLibrary.All.Select(p => p.Id));

    public static TheoryData<string> SoftPresets => new(MaterialLibrary.All.Where(IsSoft).Select(p => p.Id));

    [Theory]
    [MemberData(nameof(Presets))]
    public void CappedStiffness_FewFrames_StaysSound(string preset) => Sweep(preset, Capped(1500), frames: 3);

    [Theory]
    [Trait("Tier", "Full")]
    [MemberData(nameof(Presets))]
    public void CappedStiffness_OneSecond_StaysSound(string preset) => Sweep(preset, Capped(4000), frames: 24);

    [Theory]
    [Trait("Tier", "Full")]
    [MemberData(nameof(SoftPresets))]
    public void PhysicalStiffness_OneSecond_StaysSound(string preset) => Sweep(preset, Physical, frames: 24);

    private static StiffnessBudget Capped(double substepsPerSecond) => new() { CellSize = CellSize, SubstepsPerSecond = substepsPerSecond };

    private static StiffnessBudget Physical => new() { CellSize = CellSize, IsPhysical = true };

    private static bool IsSoft(MaterialPreset preset) => Physical.Apply(preset).PhysicalWaveSpeed < SoftWaveSpeed;

    private static void Sweep(string preset, StiffnessBudget budget, int frames)
    {
        BudgetedMaterial budgeted = budget.Apply(MaterialLibrary.Find(preset));
        Material material = new(budgeted.Name, budgeted.Law, budgeted.Parameters, budgeted.MassDensity);
        foreach ((string shape, ParticleSet body) in Shapes(budgeted.MassDensity))
        {
            GridDomain domain = GridDomain.Cube(24, CellSize);
            Bodies.SetVelocity(body, new(0.4, 0.1, -2));
            using ISimulator simulator = Simulators.Create(Bodies.Setup(domain, body, material).On(Engines.Fast) with
            {
                Gravity = new(0, 0, -9.81),
                Boundaries =
                [
                    new PlaneBoundary(ContactMode.Coulomb, new(0, 0, FloorHeight), new(0, 0, 1), 0.5),
                    BoxWalls.Inside(ContactMode.Separate, domain),
                ],
            });
            double energy = Energy(simulator.Statistics());
            for (int frame = 0; frame < frames; frame++) simulator.Advance(1.0 / 24, null, TestContext.Current.CancellationToken);
            SimulationStatistics after = simulator.Statistics();
            Assert.True(double.IsFinite(Energy(after) + after.CenterOfMass.LengthSquared.Value), $"{preset}, {shape}");
            Assert.True(Energy(after) <= energy + 1e-3 * Math.Abs(energy), $"{preset}, {shape}: {energy} J became {Energy(after)} J");
        }
    }

    private static IEnumerable<(string Name, ParticleSet Body)> Shapes(double massDensity)
    {
        const double spacing = CellSize / 2;
        Vector3<Real64> corner = new(0.5, 0.5, FloorHeight + 0.05);
        yield return ("box", ParticleLattices.Box(corner, 5, 5, 5, spacing, massDensity));
        yield return ("ball", Ball(ParticleLattices.Box(corner, 7, 7, 7, spacing, massDensity), corner, 3.5 * spacing));
        yield return ("thin plate", ParticleLattices.Box(corner, 12, 10, 1, spacing, massDensity));
    }

    private static ParticleSet Ball(ParticleSet box, Vector3<Real64> corner, double radius)
    {
        Vector3<Real64> center = corner + new Vector3<Real64>(radius, radius, radius);
        int[] inside = [.. Enumerable.Range(0, box.Count).Where(p => (box.Position(p) - center).Length.Value <= radius)];
        ParticleSet ball = new(inside.Length);
        for (int i = 0; i < inside.Length; i++)
        {
            box.X.AsSpan(3 * inside[i], 3).CopyTo(ball.X.AsSpan(3 * i));
            ball.Mass[i] = box.Mass[inside[i]];
            ball.RestVolume[i] = box.RestVolume[inside[i]];
        }

        return ball;
    }

    private static double Energy(SimulationStatistics s) =>
        s.KineticEnergy + s.AffineKineticEnergy + s.ElasticEnergy + s.GravitationalEnergy;
}
