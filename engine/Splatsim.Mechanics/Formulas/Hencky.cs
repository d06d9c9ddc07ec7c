using System.Runtime.CompilerServices;
using Splatsim.Mathematics;

namespace Splatsim.Mechanics;

/// <summary>
/// Logarithmic (Hencky) strain in principal axes: tau = 2 mu h + lambda sum h, psi = mu sum h^2 + lambda/2 (sum h)^2. In it
/// plastic flow is a radial return, as in small strains.
/// </summary>
/// <remarks>
/// Hencky 1928; Simo 1992, "Algorithms for static and dynamic multiplicative plasticity". <see cref="Split"/> and
/// <see cref="Project"/> are roots of their own: three logarithms or exponentials in lanes are as much as the compiler
/// inlines in one method.
/// </remarks>
public static class Hencky
{
    /// <summary>ln s, its mean, and the deviator with its norm.</summary>
    /// <param name="stretch">Principal stretches s; positive.</param>
    /// <param name="mean">Mean of the principal strains: ln J / 3.</param>
    /// <param name="deviator">Strain less its mean.</param>
    /// <param name="norm">2-norm of the deviator, differentiable at 0.</param>
    public static void Split<T>(in Vector3<T> stretch, out T mean, out Vector3<T> deviator, out T norm)
        where T : unmanaged, IReal<T>
    {
        T x = T.Log(stretch.X), y = T.Log(stretch.Y), z = T.Log(stretch.Z);
        mean = T.FromDouble(1.0 / 3.0) * (x + y + z);
        deviator = new(x - mean, y - mean, z - mean);
        norm = Norms.Safe(in deviator);
    }

    /// <summary>The returned stretches of a plastic step: exp of the strain where it flows, else the trial ones.</summary>
    /// <param name="flows">Where the strain was changed.</param>
    /// <param name="strain">The returned strain h.</param>
    /// <param name="stretch">The trial stretches.</param>
    /// <param name="returned">exp h where it flows, exactly the trial stretches elsewhere.</param>
    public static void Project<T>(
        Mask<T> flows, in Vector3<T> strain, in Vector3<T> stretch, out Vector3<T> returned)
        where T : unmanaged, IReal<T>
    {
        returned = new(
            T.Select(flows, T.Exp(strain.X), stretch.X),
            T.Select(flows, T.Exp(strain.Y), stretch.Y),
            T.Select(flows, T.Exp(strain.Z), stretch.Z));
    }

    /// <summary>Sum of the principal strains: ln J.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Trace<T>(in Vector3<T> strain)
        where T : unmanaged, IReal<T> => strain.X + strain.Y + strain.Z;

    /// <summary>factor * deviator + mean, in every principal value.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector3<T> Compose<T>(T mean, in Vector3<T> deviator, T factor)
        where T : unmanaged, IReal<T> =>
        new(
            T.FusedMultiplyAdd(deviator.X, factor, mean),
            T.FusedMultiplyAdd(deviator.Y, factor, mean),
            T.FusedMultiplyAdd(deviator.Z, factor, mean));

    /// <summary>Principal Kirchhoff stress [Pa].</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector3<T> Stress<T>(T mu, T lambda, in Vector3<T> strain)
        where T : unmanaged, IReal<T> => Compose(lambda * Trace(in strain), in strain, mu + mu);

    /// <summary>Energy per rest volume [Pa] of principal stretches.</summary>
    public static T Energy<T>(T mu, T lambda, in Vector3<T> stretch)
        where T : unmanaged, IReal<T>
    {
        T x = T.Log(stretch.X), y = T.Log(stretch.Y), z = T.Log(stretch.Z);
        T trace = x + y + z;
        T squares = T.FusedMultiplyAdd(x, x, T.FusedMultiplyAdd(y, y, z * z));
        return T.FusedMultiplyAdd(mu, squares, T.FromDouble(0.5) * lambda * trace * trace);
    }
}
