using System.Runtime.CompilerServices;
using Splatsim.Mathematics;

namespace Splatsim.Mechanics;

/// <summary>Elastic constants of isotropic matter from Young's modulus and Poisson's ratio.</summary>
public static class Lame
{
    /// <summary>mu = E / (2 (1 + nu)), lambda = E nu / ((1 + nu)(1 - 2 nu)) [Pa].</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void FromYoung<T>(T youngsModulus, T poissonsRatio, out T mu, out T lambda)
        where T : unmanaged, IReal<T>
    {
        T onePlus = T.One + poissonsRatio;
        mu = youngsModulus / (onePlus + onePlus);
        lambda = youngsModulus * poissonsRatio / (onePlus * (T.One - poissonsRatio - poissonsRatio));
    }

    /// <summary>P-wave modulus lambda + 2 mu = E (1 - nu) / ((1 + nu)(1 - 2 nu)) [Pa].</summary>
    public static double WaveModulus(double youngsModulus, double poissonsRatio) =>
        youngsModulus * (1 - poissonsRatio) / ((1 + poissonsRatio) * (1 - 2 * poissonsRatio));
}
