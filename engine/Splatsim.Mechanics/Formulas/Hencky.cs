using System.Runtime.CompilerServices;
using Splatsim.Mathematics;

namespace Splatsim.Mechanics;

/// <summary>
/// Logarithmic (Hencky) strain in principal axes: tau = 2 mu h + lambda sum h, psi = mu sum h^2 + lambda/2 (sum h)^2. In it
/// plastic flow is a radial return, as in small strains.
/// </summary>
/// <remarks>Hencky 1928; Simo 1992, "Algorithms for static and dynamic multiplicative plasticity", sec. 4.</remarks>
public static class Hencky
{
    /// <summary>ln s.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector3<T> Strain<T>(in Vector3<T> stretch)
        where T : unmanaged, IReal<T> => new(T.Log(stretch.X), T.Log(stretch.Y), T.Log(stretch.Z));

    /// <summary>exp h.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector3<T> Stretch<T>(in Vector3<T> strain)
        where T : unmanaged, IReal<T> => new(T.Exp(strain.X), T.Exp(strain.Y), T.Exp(strain.Z));

    /// <summary>Sum of the principal strains: ln J.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Trace<T>(in Vector3<T> strain)
        where T : unmanaged, IReal<T> => strain.X + strain.Y + strain.Z;

    /// <summary>The same number added to every principal value.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector3<T> Shift<T>(in Vector3<T> strain, T by)
        where T : unmanaged, IReal<T> => new(strain.X + by, strain.Y + by, strain.Z + by);

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
        Vector3<T> strain = Strain(in stretch);
        T trace = Trace(in strain);
        return T.FusedMultiplyAdd(mu, strain.LengthSquared, T.FromDouble(0.5) * lambda * trace * trace);
    }

    /// <summary>Component by component, one vector or the other.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector3<T> Select<T>(Mask<T> mask, in Vector3<T> whenTrue, in Vector3<T> whenFalse)
        where T : unmanaged, IReal<T> =>
        new(
            T.Select(mask, whenTrue.X, whenFalse.X),
            T.Select(mask, whenTrue.Y, whenFalse.Y),
            T.Select(mask, whenTrue.Z, whenFalse.Z));
}
