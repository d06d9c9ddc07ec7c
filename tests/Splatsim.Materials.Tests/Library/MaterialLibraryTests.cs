using Splatsim.Mathematics;
using Splatsim.Mechanics;

namespace Splatsim.Materials.Tests;

/// <summary>The material table, row by row, and the ways to find a row.</summary>
public sealed class MaterialLibraryTests
{
    public static TheoryData<string> Ids() => [.. MaterialLibrary.All.Select(preset => preset.Id)];

    [Fact]
    public void All_HasTheWholeTable() => Assert.True(MaterialLibrary.All.Count >= 90);

    [Theory]
    [MemberData(nameof(Ids))]
    public void Row_OfEveryMaterial_IsCompleteAndPlausible(string id)
    {
        MaterialPreset preset = MaterialLibrary.TryFind(id)!;
        Assert.Matches("^[a-z0-9]+(_[a-z0-9]+)*$", preset.Id);
        Assert.All(preset.Names, name => Assert.Equal(name.Trim(), name));
        Assert.NotEmpty(preset.Names);
        Assert.NotEmpty(preset.Family);
        // From foam to gold.
        Assert.InRange(preset.MassDensity, 20, 20000);
        Assert.InRange(preset.StaticFriction, 0, 1.1);
        Assert.NotEmpty(MaterialProvenance.Explain(preset.Provenance));
        if (preset.YoungsModulusRange is { } range) Assert.InRange(preset.Parameters["youngsModulus"], range.Low, range.High);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Row_OfEveryMaterial_SuitsItsLaw(string id)
    {
        MaterialPreset preset = MaterialLibrary.TryFind(id)!;
        Assert.Same(preset, MaterialLibrary.Find(id));
        // Throws where a key is unknown to the law or a value out of its range.
        LawParameters<Real64> user = preset.Law.Description.Pack(preset.Parameters);
        double speed = Math.Sqrt(preset.Law.WaveModulus(in user) / preset.MassDensity);
        // From fat-like gels, whose sound is that of shear waves times a few, to carbon fibre.
        Assert.InRange(speed, 2, 8000);
    }

    [Fact]
    public void Find_EverydayNames_FindTheirRows()
    {
        Assert.Equal("steel_structural", MaterialLibrary.Find("Steel").Id);
        Assert.Equal("gelatin", MaterialLibrary.Find("jelly").Id);
        Assert.Equal("aluminium_6061", MaterialLibrary.Find("soda-can").Id);
        Assert.Equal("foam_pu_soft", MaterialLibrary.Find("plush_toy").Id);
        Assert.Equal("sand_dry_loose", MaterialLibrary.Find(" SAND ").Id);
        Assert.Equal("green_stem", MaterialLibrary.Find("plant").Id);
    }

    [Fact]
    public void Find_Misspelt_NamesTheNearest()
    {
        UnknownMaterialException error = Assert.Throws<UnknownMaterialException>(() => MaterialLibrary.Find("aluminiun"));
        Assert.Equal("aluminium", error.Nearest[0]);
    }

    [Fact]
    public void Search_FindsByNameFamilyAndLaw()
    {
        Assert.Contains(MaterialLibrary.Search("polyethylene"), p => p.Id == "hdpe");
        Assert.True(MaterialLibrary.Search("metal").Count >= 13);
        Assert.All(MaterialLibrary.Search("drucker-prager"), p => Assert.Equal("drucker-prager", p.Law.Key));
        Assert.Empty(MaterialLibrary.Search("unobtainium"));
        Assert.Equal(MaterialLibrary.All.Count, MaterialLibrary.Search("").Count);
    }

    // Values of the reference table, entered again by hand: a guard against slips in the conversion of its units.
    [Theory]
    [InlineData("steel", "youngsModulus", 2e11)]
    [InlineData("steel", "yieldStress", 2.5e8)]
    [InlineData("lead", "yieldStress", 8e6)]
    [InlineData("sand_wet", "cohesion", 2e3)]
    [InlineData("gravel", "frictionAngleDegrees", 40)]
    [InlineData("clay_stiff", "yieldStress", 173205)]
    [InlineData("water", "bulkModulus", 2.2e9)]
    [InlineData("honey", "shearViscosity", 8)]
    [InlineData("eps", "yieldStress", 1e5)]
    public void Find_Value_IsThatOfTheTable(string name, string key, double expected) =>
        Assert.Equal(expected, MaterialLibrary.Find(name).Parameters[key]);
}
