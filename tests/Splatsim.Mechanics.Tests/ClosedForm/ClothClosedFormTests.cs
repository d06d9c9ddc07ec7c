using static Splatsim.Mechanics.Tests.Planar;

namespace Splatsim.Mechanics.Tests;

/// <summary>Sheets that are taut, folded or both, and stretched for good. Closed forms of small-strain membranes, in log strain.</summary>
public sealed class ClothClosedFormTests
{
    private const double E = 1e6, Nu = 0.3, Mu = E / (2 * (1 + Nu)), Lambda = E * Nu / ((1 + Nu) * (1 - 2 * Nu)), Fold = 0.1;

    // Of a thin plate: E nu / (1 - nu^2).
    private const double Plane = E * Nu / (1 - Nu * Nu);

    [Fact]
    public void Strip_FreeToContract_HasYoungsModulus()
    {
        double side = Math.Pow(1.2, -Nu);
        Expect(Sheet().Step(Tensors.Diagonal(1.2, side, side)), E, E * Math.Log(1.2), 0, 0, 0, 0, 0);
    }

    [Fact]
    public void Strip_Pressed_FoldsAndIsTautAcross()
    {
        // What folds pushes nothing aside: the sides' strain nu h is that of a plate drawn in both directions, E/(1 - nu).
        double h = -Math.Log(0.8), side = Math.Pow(0.8, -Nu), across = (1 - Fold) * E / (1 - Nu) * Nu * h;
        Expect(Sheet().Step(Tensors.Diagonal(0.8, side, side)), E, -Fold * E * h, across, across, 0, 0, 0);
    }

    [Theory]
    [InlineData(1.2, 1)]
    [InlineData(0.8, Fold)]
    public void Block_HeldAtItsSides_IsSolidUnderTensionAndFoldsUnderPressure(double a, double share)
    {
        double h = share * Math.Log(a), t = (3 * Lambda + 2 * Mu) * h;
        Expect(Sheet().Step(Tensors.Diagonal(a, 1, 1)), E, (Lambda + 2 * Mu) * h, Lambda * h, Lambda * h, 0, 0, 0);
        Expect(Sheet().Step(Ball(a)), E, t, t, t, 0, 0, 0);
    }

    [Fact]
    public void Folds_PressedOnEachOther_AreAsStiffAsTheSheetInShear()
    {
        // Uniaxial strain beyond the stretch 0.3: what exceeds it adds (1 - c) 2 mu.
        double h = Math.Log(0.2), side = Fold * Lambda * h;
        double along = Fold * (Lambda + 2 * Mu) * h + (1 - Fold) * 2 * Mu * (h - Math.Log(0.3));
        Expect(Sheet().Step(Tensors.Diagonal(0.2, 1, 1)), E, along, side, side, 0, 0, 0);
    }

    [Fact]
    public void Shear_WrinklesAlongTheStretchedDiagonal()
    {
        // Strains h, 0 and -h: the middle axis is held, so the sheet is a plate under (h, 0) and its third axis folds.
        double g = 0.2, h = Strain(g), folded = 2 * Mu * Fold * h;
        double stretched = folded + (1 - Fold) * (2 * Mu + Plane) * h;
        Expect(Sheet().Step(Shear(g)), E, OfShear(g, stretched, -folded, (1 - Fold) * Plane * h));
    }

    [Fact]
    public void Strip_BeyondItsStrength_IsStretchedForGood()
    {
        const double strength = 3e4;
        double a = 1.3, side = Math.Pow(a, -Nu);
        LawState state = Sheet(strength).Step(Tensors.Diagonal(a, side, side));
        Expect(state, E, strength, 0, 0, 0, 0, 0);
        Assert.Equal(Math.Exp(strength / E), state.F.M00.Value, 1e-12);
        Assert.Equal(Math.Exp(-Nu * strength / E), state.F.M11.Value, 1e-12);
    }

    [Fact]
    public void Yield_LeavesTheFoldsAndTheirPressure()
    {
        // Strains h (1, -1/2, -1/2): the sides are pressed beyond -nu h, so one axis is taut with E h. What is lost is (1 - s)(1, -nu, -nu) h.
        const double strength = 3e4;
        double h = Math.Log(1.3), s = strength / (E * h), along = s * h, across = -h / 2 + (1 - s) * Nu * h, trace = along + 2 * across;
        double side = Fold * (2 * Mu * across + Lambda * trace);
        Expect(
            Sheet(strength).Step(Isochoric(1.3)), E,
            (1 - Fold) * strength + Fold * (2 * Mu * along + Lambda * trace), side, side, 0, 0, 0);
    }

    private static LawStates Sheet(double strength = 1e9) => new(
        "cloth", new() { ["youngsModulus"] = E, ["poissonsRatio"] = Nu, ["yieldStress"] = strength, ["foldStiffness"] = Fold });
}
