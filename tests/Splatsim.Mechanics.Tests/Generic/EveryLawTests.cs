using Splatsim.Mathematics;

namespace Splatsim.Mechanics.Tests;

/// <summary>What must hold for every registered law, whatever it is. A new law is tested by being registered.</summary>
public sealed class EveryLawTests
{
    // Relative to the wave modulus: rounding of a decomposition and back in double is about 1e-15.
    private const double Rounding = 1e-11;

    // Lanes and floats differ by their exponentials and logarithms and by fused sums: a fifth of the golden float32 tolerance.
    private const double LaneStretchTolerance = 2e-6, LaneStressTolerance = 5e-5;

    public static TheoryData<string, string> Cases() => LawCases.All();

    [Theory]
    [MemberData(nameof(Cases))]
    public void Update_AtRest_HasNoStressAndKeepsEveryBit(string key, string option)
    {
        LawStates law = LawCases.Build(key, option);
        LawState state = law.Step(Matrix3x3<Real64>.Identity);
        Assert.Equal(Tensors.Array(Matrix3x3<Real64>.Identity), Tensors.Array(state.F));
        double scale = LawCases.StressScale(law);
        // Sand with cohesion 0 sits at the tip of its cone; all others strictly inside.
        Assert.All(Tensors.Array(state.Kirchhoff), t => Assert.Equal(0, t, Rounding * scale));
        Assert.Equal(0, state.Energy, Rounding * scale);
        Assert.False(state.Clamped);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Update_AnyDeformation_IsFinite(string key, string option)
    {
        LawStates law = LawCases.Build(key, option);
        foreach (Matrix3x3<Real64> f in Tensors.Random(100, 0.8, seed: 1))
        {
            LawState state = law.Step(f);
            Assert.All(Tensors.Array(state.F), x => Assert.True(double.IsFinite(x)));
            Assert.All(Tensors.Array(state.Kirchhoff), x => Assert.True(double.IsFinite(x)));
            Assert.True(state.Energy >= -Rounding * LawCases.StressScale(law), $"energy {state.Energy}");
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Update_InARotatedFrame_RotatesWithIt(string key, string option)
    {
        LawStates law = LawCases.Build(key, option);
        if (law.Entry.Description.HoldsNodes) return;
        Matrix3x3<Real64> q = Tensors.Rotation(1.1);
        Matrix3x3<Real64> c = Tensors.Matrix([3, 1, -2, 4, -5, 0.5, 7, -1, 2]);
        bool isFluid = !law.Entry.TryAccept(new IgnoreVisitor()) && key != "neo-hookean";
        foreach (Matrix3x3<Real64> f in Tensors.Random(50, 0.4, seed: 2))
        {
            LawState plain = law.Step(f, c), rotated = law.Step(q * f, q * c * q.Transposed);
            // Matter without a shape has F = J^(1/3) I in every frame.
            Matrix3x3<Real64> expected = isFluid ? plain.F : q * plain.F;
            // The linear volume update reads J from the trace of a spherical F, which q F is not.
            if (isFluid && option.EndsWith("linear", StringComparison.Ordinal)) continue;
            Assert.True(Tensors.LargestDifference(Tensors.Array(rotated.F), Tensors.Array(expected)) <= Rounding);
            double[] stress = Tensors.Array(SymmetricMatrix3x3<Real64>.Congruence(q, plain.Kirchhoff));
            double scale = LawCases.StressScale(law) + Tensors.LargestMagnitude(stress);
            Assert.True(Tensors.LargestDifference(Tensors.Array(rotated.Kirchhoff), stress) <= Rounding * scale);
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Update_TwiceWithoutTime_IsUpdateOnce(string key, string option)
    {
        // Rate-independent maps are projections; with dt = 0 the viscous ones are too.
        LawStates law = LawCases.Build(key, option);
        foreach (Matrix3x3<Real64> f in Tensors.Random(100, 0.4, seed: 5))
        {
            LawState once = law.Step(f, timeStep: 0), twice = law.Step(once.F, timeStep: 0, history: once.History);
            Assert.True(Tensors.LargestDifference(Tensors.Array(twice.F), Tensors.Array(once.F)) <= Rounding);
            double scale = LawCases.StressScale(law) + Tensors.LargestMagnitude(Tensors.Array(once.Kirchhoff));
            Assert.True(
                Tensors.LargestDifference(Tensors.Array(twice.Kirchhoff), Tensors.Array(once.Kirchhoff)) <= Rounding * scale);
            Assert.Equal(once.History.H0.Value, twice.History.H0.Value, Rounding * Math.Max(1, once.History.H0.Value));
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Update_InLanes_IsUpdateInFloatsLaneByLane(string key, string option)
    {
        LawStates law = LawCases.Build(key, option);
        double[] trial = [.. Tensors.Random(203, 0.4, seed: 7).SelectMany(f => Tensors.Array(f))];
        double[] affine = [.. trial.Select((x, i) => 20 * (x - (i % 9 % 4 == 0 ? 1 : 0)))];
        double[] history = [.. Enumerable.Repeat(law.InitialHistory.H0.Value, trial.Length / 9)];
        LaneStepper floats = LaneStepper.InFloats(law.Entry, trial, affine, history, law.Prepared, 1e-4);
        LaneStepper eight = LaneStepper.InLanes<Lanes8>(law.Entry, trial, affine, history, law.Prepared, 1e-4);
        LaneStepper sixteen = LaneStepper.InLanes<Lanes16>(law.Entry, trial, affine, history, law.Prepared, 1e-4);
        // The two widths run the same operations, so that a film does not depend on the machine's registers.
        Assert.Equal(eight.F, sixteen.F);
        Assert.Equal(eight.Kirchhoff, sixteen.Kirchhoff);
        Assert.Equal(eight.History, sixteen.History);
        Assert.Equal(eight.Clamped, sixteen.Clamped);
        Assert.Equal(floats.Clamped, eight.Clamped);
        for (int row = 0; row < history.Length; row++)
        {
            Range range = (9 * row)..(9 * row + 9);
            double stretch = Tensors.LargestDifference(eight.F.AsSpan(range), floats.F.AsSpan(range));
            Assert.True(stretch <= LaneStretchTolerance, $"row {row}: F differs by {stretch:E2}");
            double scale = Tensors.LargestMagnitude(floats.Kirchhoff.AsSpan(range)) + 0.01 * LawCases.StressScale(law);
            double stress = Tensors.LargestDifference(eight.Kirchhoff.AsSpan(range), floats.Kirchhoff.AsSpan(range));
            Assert.True(stress <= LaneStressTolerance * scale, $"row {row}: tau differs by {stress / scale:E2}");
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void WaveModulus_IsTheStiffnessOfSmallUniaxialCompression(string key, string option)
    {
        LawStates law = LawCases.Build(key, option);
        double modulus = law.Entry.WaveModulus(law.User);
        if (law.Entry.Description.HoldsNodes)
        {
            Assert.Equal(0, modulus);
            return;
        }

        Assert.True(modulus > 0 && double.IsFinite(modulus));
        // The stress is linear to within a few strains: 1e-7 of strain leaves 1e-5 with room.
        const double strain = 1e-7;
        double side = 1 - strain;
        LawState state = law.Step(Tensors.Diagonal(side, 1, 1), Tensors.Diagonal(0, 0, 0));
        Assert.Equal(modulus, -state.Kirchhoff.XX.Value / strain, 1e-5 * modulus);
    }

    private sealed class IgnoreVisitor : IIsotropicLawVisitor
    {
        public void Visit<TLaw>(string key)
            where TLaw : struct, IIsotropicLaw
        {
        }
    }
}
