using Splatsim.Mathematics;
using Splatsim.Tests;

namespace Splatsim.Mechanics.Tests;

/// <summary>
/// The adjoint of every registered law's update, by every input, against central differences of fourth order of the update itself in
/// double.
/// </summary>
public sealed class LawAdjointTests
{
    // Fourth-order differences of step 1e-3 and below leave 1e-9 of truncation or rounding, whichever step suits the entry.
    private const double Tolerance = 1e-6;

    // Relative to the largest entry of its kind; smaller ones are rounding of a difference of larger numbers.
    private const double Floor = 1e-3;

    // The function is of size 1: its differences of step 3e-3 are rounded to about 1e-13, which is the tolerance of this.
    private const double Smallest = 1e-7;

    // Where slopes to either side differ by more than this a kink (yield, tip, buckling) lies at the point.
    private const double KinkTolerance = 1e-4;

    public static TheoryData<string, string> Cases() => LawCases.All();

    [Theory]
    [MemberData(nameof(Cases))]
    public void UpdateAdjoint_AnyDeformation_IsTheCentralDifference(string key, string option)
    {
        LawStates law = LawCases.Build(key, option);
        Matrix3x3<Real64>[] affine = [.. Tensors.Random(30, 0.5, seed: 41)];
        int row = 0, kinks = 0, entries = 0;
        foreach (Matrix3x3<Real64> f in Tensors.Random(20, 0.25, seed: 31).Concat(Tensors.Random(10, 0.01, seed: 32)))
            Check(law, f, new Real64(20) * (affine[row++] - Matrix3x3<Real64>.Identity), row, ref kinks, ref entries);
        Assert.True(kinks <= 0.05 * entries, $"{kinks} of {entries} entries lie at kinks");
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void UpdateAdjoint_EqualAndSignedStretches_IsTheCentralDifference(string key, string option)
    {
        // Two equal stretches, three equal ones, stretches 1e-3 to 1e-9 apart, in turned axes; and one negative where the law takes it.
        LawStates law = LawCases.Build(key, option);
        Matrix3x3<Real64> u = Tensors.Rotation(0.7), v = Tensors.Rotation(-1.9);
        List<Matrix3x3<Real64>> stretches =
        [
            Tensors.Diagonal(1.1, 1.1, 0.93), Tensors.Diagonal(0.9, 1.2, 1.2), Tensors.Diagonal(0.97, 0.97, 0.97),
            Tensors.Diagonal(1.05, 1.05 + 1e-3, 0.9), Tensors.Diagonal(1.05, 1.05 + 1e-6, 1.05 - 1e-9),
        ];
        if (law.Entry.TryAccept(new SignQuestion())) stretches.Add(Tensors.Diagonal(1.2, 0.8, -0.4));
        int row = 0, kinks = 0, entries = 0;
        foreach (Matrix3x3<Real64> stretch in stretches)
        {
            if (stretch.Determinant.Value < 0 && !TakesSigns(law)) continue;
            Check(law, u * stretch * v.Transposed, default, 100 + row++, ref kinks, ref entries);
        }

        // Grains at the tip of their cone and cracks that just open have one-sided derivatives at equal stretches.
        Assert.True(kinks <= 0.1 * entries, $"{kinks} of {entries} entries lie at kinks");
    }

    [Theory]
    [InlineData("fixed-corotated")]
    [InlineData("neo-hookean")]
    [InlineData("stvk-hencky")]
    [InlineData("von-mises")]
    [InlineData("viscoplastic")]
    [InlineData("viscoelastic-solid")]
    [InlineData("snow")]
    public void UpdateAdjoint_ShearAtRest_IsTheElasticOne(string key)
    {
        // At F = I every isotropic law has d tau_xy / d F_xy = mu: where a clamped decomposition is off by half. From exactly I and from
        // I + 1e-9 .. 1e-2 of noise, in double and in single precision (reference/mpm.md 4.4 reaches 4e-7 there).
        LawStates law = new(key, []);
        double mu = law.Entry.Prepare(law.User).P0.Value;
        if (key == "viscoelastic-solid") mu = law.Prepared.P0.Value;
        AdjointProbe probe = new(law.Entry, 1e-4)
        {
            ByF = new double[9],
            ByKirchhoff = [0, 0.5, 0, 0.5, 0, 0, 0, 0, 0],
            ByHistory = new double[6],
        };
        double[] inputs = Inputs(law, Matrix3x3<Real64>.Identity, default);
        foreach (double noise in new[] { 0, 1e-9, 1e-7, 1e-5, 1e-4 })
        {
            for (int i = 0; i < 9; i++) inputs[i] = (i % 4 == 0 ? 1 : 0) + noise * Math.Sin(3 * i + 1);
            double tolerance = 20 * noise + 1e-5;
            Assert.Equal(1, probe.Gradient<Real64>(inputs)[1] / mu, 20 * noise + 1e-11);
            Assert.Equal(1, probe.Gradient<Real32>(inputs)[1] / mu, tolerance);
            Assert.Equal(1, probe.Gradient<Real32>(inputs)[3] / mu, tolerance);
        }
    }

    [Fact]
    public void UpdateAdjoint_WhereAStretchIsLifted_IsNothingAndSaysSo()
    {
        LawStates law = new("stvk-hencky", []);
        AdjointProbe probe = Probe(law, 3);
        double[] inputs = Inputs(law, Tensors.Diagonal(1, 1, 0.01), default);
        Assert.True(probe.IsClamped(inputs));
        Assert.All(probe.Gradient<Real64>(inputs), g => Assert.Equal(0, g));
    }

    [Theory]
    [InlineData("neo-hookean")]
    [InlineData("viscoelastic-solid")]
    public void UpdateAdjoint_DirectForm_IsTheOneByDuals(string key)
    {
        LawStates law = new(key, []);
        foreach (Matrix3x3<Real64> f in Tensors.Random(20, 0.3, seed: 77))
        {
            Parity parity = new(law, f);
            law.Entry.Accept(parity);
            // The same derivative by two ways, rounded differently.
            Assert.True(parity.Difference <= 1e-10, $"{parity.Difference:E2}");
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void UpdateAdjoint_SinglePrecision_IsTheDoubleOne(string key, string option)
    {
        // Strains from rounding to 0.4, on both sides of where single precision leaves matrix functions for principal axes, and elastic, flowing
        // and parted states of each law. Rounding of F by 6e-8 moves strains of size 0.01 by 1e-5 of themselves, and with them the
        // derivatives that divide by their norm; a state within that of a kink may lie on its other side.
        LawStates law = LawCases.Build(key, option);
        int row = 300, apart = 0, states = 0;
        foreach (Matrix3x3<Real64> f in Tensors.Random(15, 0.25, seed: 91).Concat(Tensors.Random(15, 0.05, seed: 92)).Concat(Tensors.Random(10, 0.004, seed: 93)))
        {
            AdjointProbe probe = Probe(law, row++);
            double[] inputs = Inputs(law, f, default);
            if (probe.IsClamped(inputs)) continue;
            double[] wide = probe.Gradient<Real64>(inputs), single = probe.Gradient<Real32>(inputs);
            double largest = 0, off = 0;
            for (int i = 0; i < 9; i++) (largest, off) = (Math.Max(largest, Math.Abs(wide[i])), Math.Max(off, Math.Abs(wide[i] - single[i])));
            states++;
            if (!(off <= 3e-4 * largest)) apart++;
        }

        Assert.True(apart <= 0.05 * states, $"{apart} of {states} states are apart");
    }

    private static bool TakesSigns(LawStates law)
    {
        SignQuestion question = new();
        return law.Entry.TryAccept(question) && question.TakesSigns;
    }

    private static void Check(LawStates law, Matrix3x3<Real64> f, Matrix3x3<Real64> c, int seed, ref int kinks, ref int entries)
    {
        AdjointProbe probe = Probe(law, seed);
        double[] inputs = Inputs(law, f, c);
        if (probe.IsClamped(inputs)) return;
        double[] gradient = probe.Gradient<Real64>(inputs);
        double[] expected = new double[gradient.Length];
        bool[] kink = new bool[gradient.Length];
        for (int i = 0; i < gradient.Length; i++)
        {
            if (!probe.IsVariable(i)) continue;
            (expected[i], kink[i]) = FourthOrder.Derivative(probe.Value, inputs, i, Size(inputs, i), gradient[i], KinkTolerance);
        }

        foreach (Range kind in new[] { 0..9, 9..18, 18..34, 34..40 })
        {
            double largest = 0;
            for (int i = kind.Start.Value; i < kind.End.Value; i++) largest = Math.Max(largest, Math.Abs(expected[i]) * Size(inputs, i));
            for (int i = kind.Start.Value; i < kind.End.Value; i++)
            {
                if (!probe.IsVariable(i)) continue;
                entries++;
                if (kink[i])
                {
                    kinks++;
                    continue;
                }

                double scale = Math.Max(Math.Abs(expected[i]) * Size(inputs, i), Floor * largest) + Smallest;
                double difference = Math.Abs(gradient[i] - expected[i]) * Size(inputs, i);
                Assert.True(
                    difference <= Tolerance * scale,
                    $"{law.Entry.Key} input {i}: adjoint {gradient[i]:R}, difference {expected[i]:R} ({difference / scale:E2})");
            }
        }
    }

    private static double Size(double[] inputs, int index) => index switch
    {
        < 9 => 1,
        < AdjointProbe.FirstParameter => 100,
        _ => inputs[index] == 0 ? 1 : Math.Abs(inputs[index]),
    };

    private static double[] Inputs(LawStates law, in Matrix3x3<Real64> f, in Matrix3x3<Real64> c) =>
        [.. Tensors.Array(f), .. Tensors.Array(c), .. LawNumbers.ToArray(law.User), .. LawNumbers.ToArray(law.InitialHistory)];

    private static AdjointProbe Probe(LawStates law, int seed)
    {
        Random random = new(seed);
        double stress = 1 / LawCases.StressScale(law);
        double[] symmetric = Weights(9);
        for (int i = 0; i < 3; i++)
            for (int j = 0; j < i; j++) symmetric[3 * i + j] = symmetric[3 * j + i];
        double[] memory = LawNumbers.ToArray(law.InitialHistory);
        double[] byHistory = Weights(6);
        for (int i = 0; i < 6; i++) byHistory[i] /= Math.Max(1, Math.Abs(memory[i]));
        return new(law.Entry, 1e-3)
        {
            ByF = Weights(9),
            ByKirchhoff = Array.ConvertAll(symmetric, w => stress * w),
            ByHistory = byHistory,
        };

        double[] Weights(int count) => [.. Enumerable.Range(0, count).Select(_ => 2 * random.NextDouble() - 1)];
    }

    private sealed class SignQuestion : IIsotropicLawVisitor
    {
        public bool TakesSigns { get; private set; }

        public void Visit<TLaw>(string key)
            where TLaw : struct, IIsotropicLaw => TakesSigns = !TLaw.NeedsPositiveStretch;
    }

    private sealed class Parity(LawStates law, Matrix3x3<Real64> f) : ILawVisitor
    {
        public double Difference { get; private set; }

        public void Visit<TLaw>(string key)
            where TLaw : struct, ILaw
        {
            LawParameters<Real64> prepared = law.Prepared;
            LawHistory<Real64> before = law.InitialHistory;
            LawCotangents<Real64> cotangents = default;
            cotangents.F = Tensors.Matrix([1, -2, 3, 0.5, 1.5, -1, 2, 0.3, -0.7]);
            cotangents.Kirchhoff = new(1e-5, -2e-5, 3e-5, 1e-5, 0.5e-5, 2e-5);
            Matrix3x3<Real64> c = Tensors.Matrix([3, 1, -2, 4, -5, 0.5, 7, -1, 2]);
            TLaw.UpdateAdjoint<TLaw, Real64>(in f, in c, in prepared, in before, 1e-3, in cotangents, out LawGradient<Real64> direct);
            TensorAdjoint.Update<TLaw, Real64>(in f, in c, in prepared, in before, 1e-3, in cotangents, out LawGradient<Real64> duals);
            double[] expected = [.. Tensors.Array(duals.F), .. Tensors.Array(duals.C), .. LawNumbers.ToArray(duals.Prepared)];
            double[] actual = [.. Tensors.Array(direct.F), .. Tensors.Array(direct.C), .. LawNumbers.ToArray(direct.Prepared)];
            Difference = Tensors.LargestDifference(actual, expected) / Tensors.LargestMagnitude(expected);
        }
    }
}
