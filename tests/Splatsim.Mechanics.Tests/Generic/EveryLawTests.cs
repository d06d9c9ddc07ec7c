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
        if (law.Entry.Description.IsConstraint) return;
        Matrix3x3<Real64> q = Tensors.Rotation(1.1);
        Matrix3x3<Real64> c = Tensors.Matrix([3, 1, -2, 4, -5, 0.5, 7, -1, 2]);
        foreach (Matrix3x3<Real64> f in Tensors.Random(50, 0.4, seed: 2))
        {
            LawState plain = law.Step(f, c), rotated = law.Step(q * f, q * c * q.Transposed);
            bool isFluid = plain.F.M01.Value == 0 && plain.F.M12.Value == 0 && plain.F.M20.Value == 0;
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
    public void Update_OfALawThatForgetsShape_ReadsAndLeavesTheVolumeAlone(string key, string option)
    {
        LawStates law = LawCases.Build(key, option);
        bool spherical = true;
        foreach (Matrix3x3<Real64> f in Tensors.Random(50, 0.4, seed: 3))
        {
            LawState state = law.Step(f);
            double[] expected = Tensors.Array(Matrix3x3<Real64>.Diagonal(state.F.M00, state.F.M00, state.F.M00));
            spherical &= expected.AsSpan().SequenceEqual(Tensors.Array(state.F));
            // The linear volume update wants F spherical before: its J comes from a trace.
            if (!law.Entry.Description.ForgetsShape || option.EndsWith("linear", StringComparison.Ordinal)) continue;
            Real64 side = new(Math.Cbrt(f.Determinant.Value));
            LawState same = law.Step(Matrix3x3<Real64>.Diagonal(side, side, side));
            Assert.Equal(state.F.M00.Value, same.F.M00.Value, Rounding);
            double[] stress = Tensors.Array(state.Kirchhoff);
            double scale = LawCases.StressScale(law) + Tensors.LargestMagnitude(stress);
            Assert.True(Tensors.LargestDifference(Tensors.Array(same.Kirchhoff), stress) <= Rounding * scale);
        }

        Assert.Equal(law.Entry.Description.ForgetsShape, spherical);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Update_Twice_IsUpdateOnce(string key, string option)
    {
        // Return maps are projections. Viscous laws are so only when no time passes.
        LawStates law = LawCases.Build(key, option);
        double timeStep = law.Entry.Description.IsRateDependent ? 0 : 1e-4;
        foreach (Matrix3x3<Real64> f in Tensors.Random(100, 0.4, seed: 5))
        {
            LawState once = law.Step(f, timeStep: timeStep), twice = law.Step(once.F, timeStep: timeStep, history: once.History);
            Assert.True(Tensors.LargestDifference(Tensors.Array(twice.F), Tensors.Array(once.F)) <= Rounding);
            double scale = LawCases.StressScale(law) + Tensors.LargestMagnitude(Tensors.Array(once.Kirchhoff));
            Assert.True(
                Tensors.LargestDifference(Tensors.Array(twice.Kirchhoff), Tensors.Array(once.Kirchhoff)) <= Rounding * scale);
            for (int i = 0; i < once.Memory.Length; i++)
                Assert.Equal(once.Memory[i], twice.Memory[i], Rounding * Math.Max(1, Math.Abs(once.Memory[i])));
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Update_InLanes_IsUpdateInFloatsLaneByLane(string key, string option)
    {
        LawStates law = LawCases.Build(key, option);
        double[] trial = [.. Tensors.Random(203, 0.4, seed: 7).SelectMany(f => Tensors.Array(f))];
        double[] affine = [.. trial.Select((x, i) => 20 * (x - (i % 9 % 4 == 0 ? 1 : 0)))];
        double[] history = [.. Enumerable.Repeat(LawNumbers.ToArray(law.InitialHistory), trial.Length / 9).SelectMany(h => h)];
        LaneStepper floats = LaneStepper.InFloats(law.Entry, trial, affine, history, law.Prepared, 1e-4);
        LaneStepper eight = LaneStepper.InLanes<Lanes8>(law.Entry, trial, affine, history, law.Prepared, 1e-4);
        LaneStepper sixteen = LaneStepper.InLanes<Lanes16>(law.Entry, trial, affine, history, law.Prepared, 1e-4);
        // The two widths run the same operations, so that a film does not depend on the machine's registers.
        Assert.Equal(eight.F, sixteen.F);
        Assert.Equal(eight.Kirchhoff, sixteen.Kirchhoff);
        Assert.Equal(eight.History, sixteen.History);
        Assert.Equal(eight.Clamped, sixteen.Clamped);
        Assert.Equal(floats.Clamped, eight.Clamped);
        for (int row = 0; row < trial.Length / 9; row++)
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
    public void WaveModulus_IsTheLargestStiffnessOfSmallUniaxialStrain(string key, string option)
    {
        LawStates law = LawCases.Build(key, option);
        double modulus = law.Entry.WaveModulus(law.User);
        if (law.Entry.Description.IsConstraint)
        {
            Assert.Equal(0, modulus);
            return;
        }

        Assert.True(modulus > 0 && double.IsFinite(modulus));
        // The stress is linear to within a few strains: 1e-7 of strain leaves 1e-5 with room.
        const double strain = 1e-7;
        double stiffest = 0;
        foreach (Vector3<Real64> axis in Axes())
        {
            Matrix3x3<Real64> alongAxis = Matrix3x3<Real64>.Outer(axis, axis);
            // Squeezed, and drawn: sheets fold under pressure.
            foreach (double signed in (ReadOnlySpan<double>)[-strain, strain])
            {
                Matrix3x3<Real64> deformed = Matrix3x3<Real64>.Identity + new Real64(signed) * alongAxis;
                // A branch in the history is strained by C alone.
                bool hasBranch = law.Entry.Description.History.Count == LawHistory<Real64>.Capacity;
                Matrix3x3<Real64> c = new Real64(hasBranch ? signed / 1e-4 : 0) * alongAxis;
                SymmetricMatrix3x3<Real64> stress = law.Step(deformed, c, 1e-4).Kirchhoff;
                stiffest = Math.Max(stiffest, Vector3<Real64>.Dot(axis, stress.Full * axis).Value / signed);
            }
        }

        Assert.True(stiffest <= (1 + 1e-5) * modulus, $"stiffness {stiffest:R}, modulus {modulus:R}");
        // 400 directions come within 6 degrees of any: cos^4 of it is 0.98. Grains without cohesion slide at once.
        bool slides = key.Contains("drucker-prager", StringComparison.Ordinal) || key == "granular-flow";
        bool isBound = law.Entry.Description.Stiffens || slides;
        if (!isBound) Assert.True(stiffest >= 0.98 * modulus, $"stiffness {stiffest:R}, modulus {modulus:R}");
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Dissipated_WithoutTimeAndFlow_IsNothingAndElseNotNegative(string key, string option)
    {
        // Exactly 0 in an elastic step. Flow releases energy: a projection in the norm of the energy, or one that shrinks
        // the deviator at constant volume, never stores any. Laws that stiffen as they flow may.
        LawStates law = LawCases.Build(key, option);
        LawDescription description = law.Entry.Description;
        // The linear volume update takes another volume than that of the trial F.
        bool mayCreate = description.Stiffens || HandsBackVolume(key) || option.EndsWith("linear", StringComparison.Ordinal);
        foreach (Matrix3x3<Real64> f in Tensors.Random(100, 0.4, seed: 23))
        {
            LawState state = law.Step(f, timeStep: description.IsRateDependent ? 1e-3 : 0);
            bool isElastic = Tensors.Array(state.F).SequenceEqual(Tensors.Array(f))
                && state.Memory.SequenceEqual(LawNumbers.ToArray(law.InitialHistory));
            if (isElastic) Assert.Equal(0, state.Dissipated);
            else if (!mayCreate) Assert.True(state.Dissipated >= -Rounding * LawCases.StressScale(law), $"{state.Dissipated:R}");
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Update_ExtremeInputs_NeverGiveNotANumber(string key, string option)
    {
        // Crushed to a point, turned inside out, drawn a hundred times, sheared tenfold; in double and in lanes.
        LawStates law = LawCases.Build(key, option);
        Matrix3x3<Real64>[] extremes =
        [
            default, Tensors.Diagonal(1e-8, 1e-8, 1e-8), Tensors.Diagonal(-1, 1, 1), Tensors.Diagonal(-0.5, -0.5, -0.5),
            Tensors.Diagonal(100, 100, 100), Tensors.Diagonal(100, 0.01, 1), Tensors.Diagonal(1e-3, 1, 1),
            Tensors.Matrix([1, 10, 0, 0, 1, 0, 0, 0, 1]), Tensors.Matrix([1, 1, 1, 1, 1, 1, 1, 1, 1]),
            Tensors.Matrix([0, 1, 0, 1, 0, 0, 0, 0, 1]), Tensors.Diagonal(0.1, 0.1, 0.1), Tensors.Diagonal(1, 1, 0),
        ];
        Matrix3x3<Real64> c = Tensors.Matrix([300, 100, -100, 400, -500, 50, 700, -100, 200]);
        foreach (Matrix3x3<Real64> f in extremes)
        {
            LawState state = law.Step(f, c);
            Assert.All(Tensors.Array(state.F), x => Assert.True(double.IsFinite(x)));
            Assert.All(Tensors.Array(state.Kirchhoff), x => Assert.True(double.IsFinite(x)));
            Assert.All(state.Memory, x => Assert.True(double.IsFinite(x)));
        }

        double[] trial = [.. extremes.SelectMany(f => Tensors.Array(f))];
        double[] affine = [.. Enumerable.Repeat(Tensors.Array(c), extremes.Length).SelectMany(x => x)];
        double[] history = [.. Enumerable.Repeat(LawNumbers.ToArray(law.InitialHistory), extremes.Length).SelectMany(h => h)];
        LaneStepper lanes = LaneStepper.InLanes<Lanes8>(law.Entry, trial, affine, history, law.Prepared, 1e-4);
        Assert.All(lanes.F, x => Assert.True(double.IsFinite(x)));
        Assert.All(lanes.Kirchhoff, x => Assert.True(double.IsFinite(x)));
        Assert.All(lanes.History, x => Assert.True(double.IsFinite(x)));
    }

    // Sand that closes its gaps again takes energy from outside of its own elasticity.
    private static bool HandsBackVolume(string key) => Laws.Find(key).Description.History.Any(h => h.Key == "logVolumeGain");

    // Directions spread evenly over the sphere, axes among them.
    private static IEnumerable<Vector3<Real64>> Axes()
    {
        yield return Tensors.Vector(1, 0, 0);
        const int count = 400;
        for (int i = 0; i < count; i++)
        {
            double z = 1 - 2 * (i + 0.5) / count, r = Math.Sqrt(1 - z * z), angle = i * Math.PI * (3 - Math.Sqrt(5));
            yield return Tensors.Vector(r * Math.Cos(angle), r * Math.Sin(angle), z);
        }
    }
}
