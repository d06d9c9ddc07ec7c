using Splatsim.Mathematics;
using Splatsim.Mechanics;

namespace Splatsim.Samples;

/// <summary>
/// A law of one's own, in one struct: rubber after Mooney 1940 and Rivlin 1948, psi = c1 (I1 - 3) + c2 (I2 - 3) + K/2 (J - 1)^2 with I1
/// and I2 of the stretches s J^(-1/3). Written once; it runs in SIMD lanes, in double and with derivatives.
/// </summary>
internal readonly struct MooneyRivlin : IIsotropicLaw
{
    public static LawDescription Description { get; } = new(
        "mooney-rivlin", "Rubber with two constants.", "Rivlin 1948, Large elastic deformations of isotropic materials IV",
        [
            new("first", "Pa", 3e4, 0, 1e9, "c1.") { Role = LawParameterRole.Stiffness },
            new("second", "Pa", 1e4, 0, 1e9, "c2.") { Role = LawParameterRole.Stiffness },
            new("bulkModulus", "Pa", 2e5, 1, 1e12, "K.") { Role = LawParameterRole.Stiffness },
        ],
        []);

    public static bool NeedsPositiveStretch => true;

    public static void Prepare<T>(in LawParameters<T> user, out LawParameters<T> prepared)
        where T : unmanaged, IReal<T> => prepared = user;

    public static void InitialHistory<T>(in LawParameters<T> prepared, out LawHistory<T> history)
        where T : unmanaged, IReal<T> => history = default;

    public static void Principal<T>(
        in Vector3<T> stretch, in LawParameters<T> prepared, ref LawHistory<T> history, T timeStep,
        out Vector3<T> returned, out Vector3<T> kirchhoff)
        where T : unmanaged, IReal<T>
    {
        returned = stretch;
        Shape(in stretch, out Vector3<T> squares, out Vector3<T> inverses, out T volumeRatio);
        T two = T.FromDouble(2), third = T.FromDouble(1.0 / 3.0);
        T first = third * (squares.X + squares.Y + squares.Z), second = third * (inverses.X + inverses.Y + inverses.Z);
        T c1 = two * prepared.P0, c2 = two * prepared.P1, pressure = prepared.P2 * volumeRatio * (volumeRatio - T.One);
        kirchhoff = new(
            c1 * (squares.X - first) - c2 * (inverses.X - second) + pressure,
            c1 * (squares.Y - first) - c2 * (inverses.Y - second) + pressure,
            c1 * (squares.Z - first) - c2 * (inverses.Z - second) + pressure);
    }

    public static T PrincipalEnergy<T>(in Vector3<T> stretch, in LawParameters<T> prepared, in LawHistory<T> history)
        where T : unmanaged, IReal<T>
    {
        Shape(in stretch, out Vector3<T> squares, out Vector3<T> inverses, out T volumeRatio);
        T three = T.FromDouble(3), dilation = volumeRatio - T.One;
        return prepared.P0 * (squares.X + squares.Y + squares.Z - three)
            + prepared.P1 * (inverses.X + inverses.Y + inverses.Z - three)
            + T.FromDouble(0.5) * prepared.P2 * dilation * dilation;
    }

    // Shear modulus 2 (c1 + c2).
    public static double WaveModulus(in LawParameters<Real64> user) => user.P2.Value + 8.0 / 3.0 * (user.P0.Value + user.P1.Value);

    private static void Shape<T>(in Vector3<T> stretch, out Vector3<T> squares, out Vector3<T> inverses, out T volumeRatio)
        where T : unmanaged, IReal<T>
    {
        volumeRatio = stretch.X * stretch.Y * stretch.Z;
        T scale = T.Exp(T.FromDouble(-2.0 / 3.0) * T.Log(volumeRatio));
        squares = new(scale * stretch.X * stretch.X, scale * stretch.Y * stretch.Y, scale * stretch.Z * stretch.Z);
        inverses = new(T.One / squares.X, T.One / squares.Y, T.One / squares.Z);
    }
}
