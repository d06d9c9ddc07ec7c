using Splatsim.Mathematics;

namespace Splatsim.Mechanics.Tests;

/// <summary>The fluid on single particles: Tait's pressure, two viscosities, two ways to advance the volume.</summary>
public sealed class FluidClosedFormTests
{
    // Relative to the bulk modulus: acceptance value of the mechanics reference.
    private const double Tolerance = 1e-10;
    private const double Bulk = 7e4, Gamma = 7, Eta = 3, Zeta = 5;

    [Theory]
    [InlineData(0.8)]
    [InlineData(1.1)]
    public void Compression_GivesTaitsPressureAndForgetsShape(double j)
    {
        LawState state = Fluid().Step(Tensors.Diagonal(2, 0.5, j));
        double pressure = Bulk / Gamma * (Math.Pow(j, -Gamma) - 1);
        Assert.Equal(-j * pressure, state.Kirchhoff.XX.Value, Tolerance * Bulk);
        Assert.Equal(Math.Cbrt(j), state.F.M00.Value, Tolerance);
        Assert.Equal(0, state.F.M01.Value);
    }

    [Theory]
    [InlineData(0.955)]
    [InlineData(0.999)]
    [InlineData(1)]
    [InlineData(1.00003)]
    [InlineData(1.045)]
    public void SlightCompression_BySeries_IsThatOfTheClosedForm(double j)
    {
        double expected = -j * Bulk / Gamma * (Math.Pow(j, -Gamma) - 1);
        Assert.True(BySeries(new Real64(j), Gamma, out Real64 side, out Real64 isotropic));
        // Single precision rounds by 6e-8: what the series leave out is less than half of that.
        Assert.Equal(Math.Cbrt(j), side.Value, 3e-8);
        Assert.Equal(expected, isotropic.Value, 3e-8 * Math.Abs(expected));

        // In single precision of the J that it holds: a handful of roundings, and nothing cancels as J comes close to 1.
        float rounded = (float)j;
        expected = -rounded * Bulk / Gamma * (Math.Pow(rounded, -Gamma) - 1);
        Assert.True(BySeries(new Real32(rounded), Gamma, out Real32 narrowSide, out Real32 narrow));
        Assert.Equal(Math.Cbrt(rounded), narrowSide.Value, 2e-7);
        Assert.Equal(expected, narrow.Value, 5e-7 * Math.Abs(expected));
    }

    [Theory]
    [InlineData(0.94, Gamma)]
    [InlineData(1.06, Gamma)]
    [InlineData(1.03, 15)]
    [InlineData(-1, Gamma)]
    [InlineData(double.NaN, Gamma)]
    public void MuchCompression_IsNotForSeries(double j, double gamma) => Assert.False(BySeries(new Real64(j), gamma, out _, out _));

    [Fact]
    public void WithoutTension_ExpansionIsForgottenAndCompressionIsNot()
    {
        LawStates fluid = Fluid(("tension", 1));
        LawState apart = fluid.Step(Tensors.Diagonal(2, 1, 1)), pressed = fluid.Step(Tensors.Diagonal(0.9, 1, 1));
        Assert.Equal(0, apart.Kirchhoff.XX.Value, Tolerance * Bulk);
        Assert.Equal(1, apart.F.M00.Value, Tolerance);
        Assert.Equal(-0.9 * Bulk / Gamma * (Math.Pow(0.9, -Gamma) - 1), pressed.Kirchhoff.XX.Value, Tolerance * Bulk);
    }

    [Fact]
    public void ShearRate_GivesNewtonsStress()
    {
        Matrix3x3<Real64> c = Tensors.Matrix([0, 40, 0, 0, 0, 0, 0, 0, 0]);
        LawState state = Fluid().Step(Matrix3x3<Real64>.Identity, c);
        Assert.Equal(Eta * 40, state.Kirchhoff.XY.Value, Tolerance * Bulk);
        Assert.Equal(0, state.Kirchhoff.XX.Value, Tolerance * Bulk);
    }

    [Fact]
    public void DilationRate_GivesBulkStress()
    {
        LawState state = Fluid().Step(Matrix3x3<Real64>.Identity, Tensors.Diagonal(40, 40, 40));
        Assert.Equal(Zeta * 120, state.Kirchhoff.XX.Value, Tolerance * Bulk);
    }

    [Fact]
    public void PacNerfViscosity_IsMuTimesTheWholeRate()
    {
        // Its mu J D, neither doubled nor deviatoric, is eta = mu/2 and zeta = mu/3.
        const double mu = 12, j = 0.9;
        LawStates law = Fluid(("shearViscosity", mu / 2), ("bulkViscosity", mu / 3));
        double side = Math.Cbrt(j);
        Matrix3x3<Real64> f = Tensors.Diagonal(side, side, side);
        Matrix3x3<Real64> c = Tensors.Matrix([3, 1, -2, 4, 5, 0.5, 7, -1, 2]);
        double[] viscous = Tensors.Array(law.Step(f, c).Kirchhoff);
        double[] still = Tensors.Array(law.Step(f).Kirchhoff);
        double[] expected = Tensors.Array(SymmetricMatrix3x3<Real64>.SymmetricPart(c));
        for (int i = 0; i < 9; i++) Assert.Equal(mu * j * expected[i], viscous[i] - still[i], Tolerance * Bulk);
    }

    [Fact]
    public void LinearVolumeUpdate_AdvancesJByOnePlusTrace()
    {
        const double j = 0.9, dt = 1e-3;
        double side = Math.Cbrt(j);
        Matrix3x3<Real64> c = Tensors.Matrix([30, 10, -20, 40, 50, 5, 70, -10, 20]);
        Matrix3x3<Real64> trial = (Matrix3x3<Real64>.Identity + (Real64)dt * c) * Tensors.Diagonal(side, side, side);
        LawState linear = Fluid(("volumeUpdate", 1)).Step(trial, c, dt), exact = Fluid().Step(trial, c, dt);
        Assert.Equal((1 + 100 * dt) * j, linear.F.Determinant.Value, Tolerance);
        Assert.Equal(trial.Determinant.Value, exact.F.Determinant.Value, Tolerance);
        Assert.NotEqual(exact.F.Determinant.Value, linear.F.Determinant.Value, 1e-4);
    }

    [Fact]
    public void LinearVolumeUpdate_Collapse_StopsAtItsFloorAndIsCounted()
    {
        Matrix3x3<Real64> c = Tensors.Diagonal(-600, -600, -600);
        Matrix3x3<Real64> trial = Matrix3x3<Real64>.Identity + (Real64)1e-3 * c;
        LawState state = Fluid(("volumeUpdate", 1)).Step(trial, c, 1e-3);
        Assert.True(state.Clamped);
        Assert.Equal(0.05, state.F.Determinant.Value, Tolerance);
    }

    [Fact]
    public void ExplicitViscosity_IsThatOfASoundWave() =>
        Assert.Equal(4.0 / 3.0 * Eta + Zeta, Laws.Find("newtonian-fluid").ExplicitViscosity(Fluid().User), 1e-12);

    private static bool BySeries<T>(T j, double gamma, out T side, out T isotropic)
        where T : unmanaged, IReal<T>
    {
        LawParameters<T> user = default;
        (user.P0, user.P1) = (T.FromDouble(Bulk), T.FromDouble(gamma));
        NewtonianFluid.Prepare(in user, out LawParameters<T> prepared);
        return T.Any(NewtonianFluid.CompressSlightly(ref j, in prepared, out side, out isotropic));
    }

    private static LawStates Fluid(params (string Key, double Value)[] more)
    {
        Dictionary<string, double> values = new()
        {
            ["bulkModulus"] = Bulk,
            ["gamma"] = Gamma,
            ["shearViscosity"] = Eta,
            ["bulkViscosity"] = Zeta,
        };
        foreach ((string key, double value) in more) values[key] = value;
        return new LawStates("newtonian-fluid", values);
    }
}
