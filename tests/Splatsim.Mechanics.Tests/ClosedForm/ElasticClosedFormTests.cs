using Splatsim.Mathematics;

namespace Splatsim.Mechanics.Tests;

/// <summary>
/// Single particles under deformations whose stress is known by hand. Expected values are the closed forms written in each
/// test; mu and lambda follow E and nu.
/// </summary>
public sealed class ElasticClosedFormTests
{
    // Relative to E: acceptance value of the mechanics reference; double arithmetic leaves about 1e-15.
    private const double Tolerance = 1e-10;
    private const double E = 2e5, Nu = 0.35;
    private const double Mu = E / (2 * (1 + Nu)), Lambda = E * Nu / ((1 + Nu) * (1 - 2 * Nu));

    private static readonly Dictionary<string, double> Values = new() { ["youngsModulus"] = E, ["poissonsRatio"] = Nu };

    [Theory]
    [InlineData(0.3)]
    [InlineData(0.9)]
    [InlineData(1.7)]
    public void NeoHookean_UniaxialStretch_MatchesClosedForm(double a)
    {
        double volumetric = Lambda * Math.Log(a);
        Expect("neo-hookean", Tensors.Diagonal(a, 1, 1), [Mu * (a * a - 1) + volumetric, volumetric, volumetric, 0, 0, 0]);
    }

    [Theory]
    [InlineData(0.2)]
    [InlineData(-1.5)]
    public void NeoHookean_SimpleShear_MatchesClosedForm(double gamma) =>
        Expect("neo-hookean", Shear(gamma), [Mu * gamma * gamma, 0, 0, Mu * gamma, 0, 0]);

    [Theory]
    [InlineData(0.4)]
    [InlineData(1.3)]
    public void NeoHookean_UniformStretch_MatchesClosedForm(double a)
    {
        double t = Mu * (a * a - 1) + 3 * Lambda * Math.Log(a);
        Expect("neo-hookean", Tensors.Diagonal(a, a, a), [t, t, t, 0, 0, 0]);
    }

    [Theory]
    [InlineData(0.3)]
    [InlineData(1.7)]
    [InlineData(-0.5)]
    public void FixedCorotated_UniaxialStretch_MatchesClosedForm(double a)
    {
        double volumetric = Lambda * a * (a - 1);
        Expect("fixed-corotated", Tensors.Diagonal(a, 1, 1), [2 * Mu * (a - 1) * a + volumetric, volumetric, volumetric, 0, 0, 0]);
    }

    [Theory]
    [InlineData(0.2)]
    [InlineData(-1.5)]
    public void FixedCorotated_SimpleShear_MatchesClosedForm(double gamma)
    {
        // R = [2 g; -g 2]/l with l = sqrt(4 + g^2); J = 1, so that only 2 mu (F - R) F^T is left.
        double l = Math.Sqrt(4 + gamma * gamma);
        double xx = 1 + gamma * gamma - (2 + gamma * gamma) / l;
        double yy = 1 - 2 / l;
        double xy = gamma - gamma / l;
        Expect("fixed-corotated", Shear(gamma), [2 * Mu * xx, 2 * Mu * yy, 0, 2 * Mu * xy, 0, 0]);
    }

    [Theory]
    [InlineData(0.3)]
    [InlineData(1.7)]
    public void StvkHencky_UniaxialStretch_MatchesClosedForm(double a)
    {
        double h = Math.Log(a);
        Expect("stvk-hencky", Tensors.Diagonal(a, 1, 1), [(2 * Mu + Lambda) * h, Lambda * h, Lambda * h, 0, 0, 0]);
    }

    [Theory]
    [InlineData(0.2)]
    [InlineData(-1.5)]
    public void StvkHencky_SimpleShear_MatchesClosedForm(double gamma)
    {
        // Principal log stretches +-asinh(|g|/2); b's axes at 2 theta with tan = 2/g.
        double h = Math.Asinh(gamma / 2), l = Math.Sqrt(4 + gamma * gamma);
        double xx = 2 * Mu * h * gamma / l, xy = 2 * Mu * h * 2 / l;
        Expect("stvk-hencky", Shear(gamma), [xx, -xx, 0, xy, 0, 0]);
    }

    [Fact]
    public void FixedCorotated_InvertedMatter_IsNotClamped()
    {
        LawState state = new LawStates("fixed-corotated", Values).Step(Tensors.Diagonal(1, 1, -0.5));
        Assert.False(state.Clamped);
        Assert.Equal(-0.5, state.F.M22.Value);
    }

    [Theory]
    [InlineData("stvk-hencky")]
    [InlineData("neo-hookean")]
    [InlineData("von-mises")]
    public void LawsOfLogarithms_CrushedMatter_IsLiftedToTheLimitAndCounted(string key)
    {
        // All three stretches so small that J alone proves it, as neo-Hookean sees it; one of them inverted.
        LawState state = new LawStates(key, Values).Step(Tensors.Diagonal(0.05, 0.01, -0.04));
        Assert.True(state.Clamped);
        Assert.Equal(StretchLimits.MinimumVolumeRatio, Math.Abs(state.F.Determinant.Value), 1e-15);
        Assert.All(Tensors.Array(state.Kirchhoff), t => Assert.True(double.IsFinite(t)));
    }

    private static Matrix3x3<Real64> Shear(double gamma) => Tensors.Matrix([1, gamma, 0, 0, 1, 0, 0, 0, 1]);

    // Expected in the order xx yy zz xy xz yz.
    private static void Expect(string key, Matrix3x3<Real64> f, double[] expected)
    {
        LawState state = new LawStates(key, Values).Step(f);
        SymmetricMatrix3x3<Real64> t = state.Kirchhoff;
        double[] actual = [t.XX.Value, t.YY.Value, t.ZZ.Value, t.XY.Value, t.XZ.Value, t.YZ.Value];
        Assert.True(Tensors.LargestDifference(actual, expected) <= Tolerance * E, $"{key}: {string.Join(' ', actual)}");
        Assert.Equal(Tensors.Array(f), Tensors.Array(state.F));
        Assert.False(state.Clamped);
    }
}
