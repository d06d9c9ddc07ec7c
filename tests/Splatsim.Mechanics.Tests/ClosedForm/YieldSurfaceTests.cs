namespace Splatsim.Mechanics.Tests;

/// <summary>Returned states lie on or inside their yield surface: residual at most 1e-10 in double, 1e-6 in single precision.</summary>
public sealed class YieldSurfaceTests
{
    // Of the row's largest stress or of E, whichever is larger: acceptance values of the mechanics reference, item 10.
    private const double Residual64 = 1e-10, Residual32 = 1e-6;
    private const double E = 1e5, Nu = 0.3, Yield = 2e3, Phi = 0.5;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void VonMises_ReturnedStates_StayWithinTheRadius(double hardening)
    {
        LawStates metal = new("von-mises", new()
        {
            ["youngsModulus"] = E,
            ["poissonsRatio"] = Nu,
            ["yieldStress"] = Yield,
            ["hardening"] = hardening,
            ["hardeningModulus"] = 2e4,
        });
        Check(metal, (tau, history) => Deviator(tau) - Math.Sqrt(2.0 / 3.0) * history);
    }

    [Fact]
    public void DruckerPrager_ReturnedStates_StayWithinTheCone()
    {
        const double cohesion = 100;
        LawStates sand = new("drucker-prager", new()
        {
            ["youngsModulus"] = E,
            ["poissonsRatio"] = Nu,
            ["frictionAngle"] = Phi,
            ["cohesion"] = cohesion,
        });
        double alpha = Math.Sqrt(2.0 / 3.0) * 2 * Math.Sin(Phi) / (3 - Math.Sin(Phi));
        Check(sand, (tau, _) => Deviator(tau) - 3 * alpha * (cohesion / Math.Tan(Phi) - (tau[0] + tau[4] + tau[8]) / 3));
    }

    private static void Check(LawStates law, Func<double[], double, double> yield)
    {
        double[] trial = [.. Tensors.Random(400, 0.3, seed: 17).SelectMany(f => Tensors.Array(f))];
        double[] history = [.. Enumerable.Repeat(law.InitialHistory.H0.Value, trial.Length / 9)];
        LaneStepper floats = LaneStepper.InFloats(law.Entry, trial, new double[trial.Length], history, law.Prepared, 1e-4);
        int onSurface = 0;
        for (int row = 0; row < history.Length; row++)
        {
            LawState exact = law.Step(Tensors.Matrix(trial.AsSpan(9 * row, 9)));
            double[] tau = Tensors.Array(exact.Kirchhoff);
            double scale = Math.Max(E, Tensors.LargestMagnitude(tau));
            double residual = yield(tau, exact.History.H0.Value);
            Assert.True(residual <= Residual64 * scale, $"row {row}: {residual / scale:E2} outside");
            if (Math.Abs(residual) <= Residual64 * scale) onSurface++;
            double single = yield(floats.Kirchhoff.AsSpan(9 * row, 9).ToArray(), floats.History[row]);
            Assert.True(single <= Residual32 * scale, $"row {row}: {single / scale:E2} outside in floats");
        }

        Assert.True(onSurface > history.Length / 4, "too few states yielded for the test to mean anything");
    }

    private static double Deviator(double[] tau)
    {
        double mean = (tau[0] + tau[4] + tau[8]) / 3, sum = 0;
        for (int i = 0; i < 9; i++) sum += Math.Pow(tau[i] - (i % 4 == 0 ? mean : 0), 2);
        return Math.Sqrt(sum);
    }
}
