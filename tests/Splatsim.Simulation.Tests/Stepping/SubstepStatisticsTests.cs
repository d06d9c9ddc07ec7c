using Splatsim.Mechanics;
using Splatsim.Simulation;

namespace Splatsim.Tests;

/// <summary>Why a step is as long as it is: each cause alone, with the number that the Courant condition gives by hand.</summary>
public sealed class SubstepStatisticsTests
{
    private const double CellSize = 0.05;

    [Fact]
    public void Advance_StiffMaterial_IsLimitedByTheWave()
    {
        using ISimulator simulator = Simulators.Create(Setup());
        simulator.Advance(0.02);
        SubstepStatistics substeps = simulator.Substeps;
        Assert.Equal(StepLimit.Wave, substeps.Limit);
        Assert.Contains("body", substeps.Reason, StringComparison.Ordinal);
        // c^2 = E (1 - nu)/((1 + nu)(1 - 2 nu) rho) with E 1e5, nu 0.3, rho 1000.
        double c = Math.Sqrt(1e5 * 0.7 / (1.3 * 0.4) / 1000);
        int expected = (int)Math.Ceiling(0.02 / (0.4 * CellSize / c));
        Assert.Equal(expected, substeps.LastFrame);
        Assert.Equal(0.02 / expected, substeps.TimeStep, 1e-15);
        Assert.Equal(substeps.Count, simulator.SubstepCount);
    }

    [Fact]
    public void Advance_FramesOfTwoKinds_KeepTheExtremes()
    {
        using ISimulator simulator = Simulators.Create(Setup());
        simulator.Advance(1e-5);
        Assert.Equal(StepLimit.Frame, simulator.Substeps.Limit);
        simulator.Advance(0.02);
        Assert.Equal(1e-5, simulator.Substeps.Smallest);
        Assert.Equal(simulator.Substeps.TimeStep, simulator.Substeps.Largest);
        Assert.Equal(simulator.SubstepCount, simulator.Substeps.Count);
    }

    [Fact]
    public void Advance_FastBody_IsLimitedByItsSpeed()
    {
        SimulationSetup setup = Setup();
        Bodies.SetVelocity(setup.Particles, new(30, 0, 0));
        Assert.Equal(StepLimit.Speed, After(setup, 2e-3).Limit);
    }

    [Fact]
    public void Advance_FastBoundary_IsLimitedByItsSpeed()
    {
        PlaneBoundary belt = new(ContactMode.Sticky, new(0, 0, 0.1), new(0, 0, 1)) { Velocity = new(50, 0, 0) };
        Assert.Equal(StepLimit.ImposedSpeed, After(Setup() with { Boundaries = [belt] }, 2e-3).Limit);
    }

    [Fact]
    public void Advance_GivenStep_IsImposed() =>
        Assert.Equal(StepLimit.ImposedStep, After(Setup() with { StepPolicy = StepPolicy.Fixed(1e-4) }, 1e-3).Limit);

    [Fact]
    public void Advance_ThickSyrup_IsLimitedByItsViscosity()
    {
        Material syrup = new("syrup", Laws.Find("newtonian-fluid"), new Dictionary<string, double> { ["bulkModulus"] = 1e4, ["shearViscosity"] = 500 }, 1000);
        SubstepStatistics substeps = After(Setup() with { Materials = [syrup] }, 0.01);
        Assert.Equal(StepLimit.Viscosity, substeps.Limit);
        Assert.Contains("syrup", substeps.Reason, StringComparison.Ordinal);
    }

    private static SubstepStatistics After(SimulationSetup setup, double frame)
    {
        using ISimulator simulator = Simulators.Create(setup);
        simulator.Advance(frame);
        return simulator.Substeps;
    }

    private static SimulationSetup Setup() => Bodies.Setup(GridDomain.Cube(24, CellSize), Bodies.Cube(new(0.4, 0.4, 0.4), 4, CellSize));
}
