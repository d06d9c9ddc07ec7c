using System.Runtime.CompilerServices;
using Splatsim.Mathematics;

namespace Splatsim.Mechanics;

/// <summary>
/// Tait's pressure of weakly compressible matter, p = K/gamma (J^-gamma - 1); K is the small-strain bulk modulus.
/// </summary>
/// <remarks>Tait 1888, in the form of Cole 1948 and Monaghan 1994, "Simulating free surface flows with SPH".</remarks>
internal static class Tait
{
    /// <summary>Bulk modulus, a parameter of the liquids.</summary>
    public static LawParameter BulkModulus { get; } =
        new("bulkModulus", "Pa", 1e5, 1, 1e12, "Small-strain bulk modulus K; Tait's stiffness is K/gamma.")
        {
            Role = LawParameterRole.Stiffness,
        };

    /// <summary>Exponent, a parameter of the liquids.</summary>
    public static LawParameter Gamma { get; } = new("gamma", "1", 7, 1.01, 15, "Exponent of Tait's pressure.");

    /// <summary>Pressure [Pa].</summary>
    /// <param name="stiffness">K/gamma.</param>
    /// <param name="gamma">gamma.</param>
    /// <param name="logarithm">ln J.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Pressure<T>(T stiffness, T gamma, T logarithm)
        where T : unmanaged, IReal<T> => stiffness * (T.Exp(-gamma * logarithm) - T.One);

    /// <summary>Energy per rest volume [Pa], 0 at J = 1.</summary>
    /// <param name="stiffness">K/gamma.</param>
    /// <param name="gamma">gamma.</param>
    /// <param name="volumeRatio">J.</param>
    public static T Energy<T>(T stiffness, T gamma, T volumeRatio)
        where T : unmanaged, IReal<T>
    {
        T gammaMinusOne = gamma - T.One;
        T compression = T.Exp(-gammaMinusOne * T.Log(volumeRatio)) / gammaMinusOne;
        return stiffness * (compression + volumeRatio - gamma / gammaMinusOne);
    }
}
