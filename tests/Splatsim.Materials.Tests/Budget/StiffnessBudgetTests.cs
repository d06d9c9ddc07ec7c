using Splatsim.Mechanics;

namespace Splatsim.Materials.Tests;

/// <summary>The cap of the wave speed. Expected values follow from dt (|v| + c)/dx = Courant number, written in each test.</summary>
public sealed class StiffnessBudgetTests
{
    // Products of a handful of doubles.
    private const double Rounding = 1e-12;

    public static TheoryData<string> Presets() => [.. MaterialLibrary.All.Select(p => p.Id)];

    private static StiffnessBudget Budget => new() { CellSize = 0.01, SubstepsPerSecond = 8000, Courant = 0.4, ExpectedSpeed = 3 };

    [Theory]
    [MemberData(nameof(Presets))]
    public void Apply_EveryMaterial_MeetsTheBudgetWithValuesInRange(string id)
    {
        MaterialPreset preset = MaterialLibrary.Find(id);
        BudgetedMaterial material = Budget.Apply(preset);
        Assert.True(double.IsFinite(material.TimeStep));
        Assert.InRange(material.StiffnessFactor, 0, 1);
        // Viscosity is not softened: only a thick liquid may need more steps than the budget, and then says so by its step.
        bool isThick = preset.Law.ExplicitViscosity(preset.Law.Description.Pack(preset.Parameters)) > 1;
        if (!isThick) Assert.True(material.TimeStep >= (1 - Rounding) / 8000);
        // Throws where softening left the law's range; then the wave speed is what the report says.
        double modulus = preset.Law.WaveModulus(preset.Law.Description.Pack(material.Parameters));
        Assert.Equal(material.WaveSpeed, Math.Sqrt(modulus / preset.MassDensity), 1e-9 * material.WaveSpeed);
    }

    [Theory]
    [MemberData(nameof(Presets))]
    public void Apply_Physical_KeepsEveryValue(string id)
    {
        MaterialPreset preset = MaterialLibrary.Find(id);
        BudgetedMaterial material = (Budget with { IsPhysical = true }).Apply(preset);
        Assert.Equal(1, material.StiffnessFactor);
        Assert.False(material.IsSoftened);
        Assert.Equal(preset.Parameters, material.Parameters);
        Assert.Equal(material.PhysicalWaveSpeed, material.WaveSpeed);
    }

    [Fact]
    public void Apply_Steel_IsScaledToTheResolvedWaveSpeed()
    {
        MaterialPreset steel = MaterialLibrary.Find("steel");
        BudgetedMaterial material = Budget.Apply(steel);
        // 0.4 * 0.01 m * 8000 /s - 3 m/s.
        Assert.Equal(29, material.WaveSpeed, 29 * Rounding);
        double physical = Math.Sqrt(Lame.WaveModulus(2e11, 0.29) / 7850);
        Assert.Equal(physical, material.PhysicalWaveSpeed, physical * Rounding);
        double factor = 29 / physical * (29 / physical);
        Assert.Equal(factor * 2e11, material.Parameters["youngsModulus"], 2e11 * factor * Rounding);
        // The strength follows only as far as a yield strain of 5 %.
        Assert.Equal(0.05 * factor * 2e11, material.Parameters["yieldStress"], 1e10 * factor * Rounding);
        Assert.Contains("stiffness x", material.Report, StringComparison.Ordinal);
        Assert.Equal(0.29, material.Parameters["poissonsRatio"]);
    }

    [Fact]
    public void Apply_SoftClay_KeepsItsStrength()
    {
        // Softened to a wave speed of 29 m/s: E = 29^2 * 1700 * (1 + nu)(1 - 2 nu)/(1 - nu) = 3.8e5 Pa; 5 % of it is 18.8 kPa,
        // above the 10 kPa of this clay.
        MaterialPreset clay = MaterialLibrary.Find("clay");
        Dictionary<string, double> values = new(clay.Parameters) { ["yieldStress"] = 1e4 };
        BudgetedMaterial material = Budget.Apply("clay", clay.Law!, values, clay.MassDensity);
        Assert.True(material.IsSoftened);
        Assert.Equal(1e4, material.Parameters["yieldStress"]);
    }

    [Fact]
    public void Apply_Water_TakesTenTimesTheExpectedSpeed()
    {
        BudgetedMaterial water = (Budget with { SubstepsPerSecond = 1e5 }).Apply(MaterialLibrary.Find("water"));
        Assert.Equal(30, water.WaveSpeed, 30 * Rounding);
        Assert.Equal(30 * 30 * 1000.0, water.Parameters["bulkModulus"], 9e5 * Rounding);
    }

    [Fact]
    public void Apply_SoftBody_IsLeftAlone()
    {
        BudgetedMaterial jelly = Budget.Apply(MaterialLibrary.Find("jelly"));
        Assert.Equal(1, jelly.StiffnessFactor);
        Assert.Contains("physical", jelly.Report, StringComparison.Ordinal);
    }

    [Fact]
    public void LargestWaveSpeed_BudgetBelowTheFlow_SaysWhatWouldWork()
    {
        // 2 * 3 m/s / (0.4 * 0.01 m).
        ArgumentException error = Assert.Throws<ArgumentException>(
            () => (Budget with { SubstepsPerSecond = 1000 }).Apply(MaterialLibrary.Find("steel")));
        Assert.Contains("1500", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Apply_Stationary_SetsNoLimit()
    {
        BudgetedMaterial ground = Budget.Apply("ground", Laws.Find("stationary"), new Dictionary<string, double>(), 1000);
        Assert.Equal(1, ground.StiffnessFactor);
        Assert.Equal(0, ground.WaveSpeed);
    }
}
