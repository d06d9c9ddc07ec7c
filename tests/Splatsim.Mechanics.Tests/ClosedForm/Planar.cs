using Splatsim.Mathematics;

namespace Splatsim.Mechanics.Tests;

/// <summary>The deformations of closed forms, and comparisons of six stresses in the order xx yy zz xy xz yz.</summary>
internal static class Planar
{
    // Relative to the modulus at hand: acceptance value of the mechanics reference; double arithmetic leaves about 1e-15.
    public const double Tolerance = 1e-10;

    public static Matrix3x3<Real64> Shear(double gamma, double size = 1) =>
        Tensors.Matrix([size, size * gamma, 0, 0, size, 0, 0, 0, size]);

    /// <summary>diag(a, a^-1/2, a^-1/2): volume stays, and log strain is ln a (1, -1/2, -1/2).</summary>
    public static Matrix3x3<Real64> Isochoric(double a) => Tensors.Diagonal(a, 1 / Math.Sqrt(a), 1 / Math.Sqrt(a));

    public static Matrix3x3<Real64> Ball(double a) => Tensors.Diagonal(a, a, a);

    /// <summary>
    /// Stresses of a positive simple shear from principal ones: the stretched axis lies at theta to x with
    /// cos 2 theta = g/sqrt(4 + g^2), sin 2 theta = 2/sqrt(4 + g^2).
    /// </summary>
    public static double[] OfShear(double gamma, double stretched, double squeezed, double across)
    {
        double l = Math.Sqrt(4 + gamma * gamma), middle = (stretched + squeezed) / 2, radius = (stretched - squeezed) / 2;
        return [middle + radius * gamma / l, middle - radius * gamma / l, across, radius * 2 / l, 0, 0];
    }

    /// <summary>Larger principal log strain of a simple shear; the other is its negative.</summary>
    public static double Strain(double gamma) => Math.Asinh(gamma / 2);

    public static void Expect(LawState state, double modulus, params double[] expected)
    {
        SymmetricMatrix3x3<Real64> t = state.Kirchhoff;
        double[] actual = [t.XX.Value, t.YY.Value, t.ZZ.Value, t.XY.Value, t.XZ.Value, t.YZ.Value];
        Assert.True(
            Tensors.LargestDifference(actual, expected) <= Tolerance * modulus,
            $"{string.Join(' ', actual)} instead of {string.Join(' ', expected)}");
    }

    /// <summary>The root of an increasing function, by halving an interval until it is a rounding wide.</summary>
    public static double Bisect(Func<double, double> residual, double low, double high)
    {
        for (int i = 0; i < 200; i++)
        {
            double middle = (low + high) / 2;
            if (residual(middle) < 0) low = middle;
            else high = middle;
        }

        return (low + high) / 2;
    }
}
