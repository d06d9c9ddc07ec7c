using System.Runtime.CompilerServices;

namespace Splatsim.Mathematics;

/// <summary>Norms that stay finite, with finite derivatives, at zero.</summary>
public static class Norms
{
    /// <summary>
    /// Euclidean norm of a vector, exactly 0 (with derivative 0) at the zero vector, where sqrt would give a NaN
    /// derivative: the state F = I of every body at rest.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Safe<T>(in Vector3<T> v)
        where T : unmanaged, IReal<T>
    {
        return SafeRoot(v.LengthSquared);
    }

    /// <summary>Frobenius norm of a symmetric matrix, exactly 0 at the zero matrix.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Safe<T>(in SymmetricMatrix3x3<T> m)
        where T : unmanaged, IReal<T>
    {
        T across = T.FusedMultiplyAdd(m.YZ, m.YZ, T.FusedMultiplyAdd(m.XZ, m.XZ, m.XY * m.XY));
        T along = T.FusedMultiplyAdd(m.ZZ, m.ZZ, T.FusedMultiplyAdd(m.YY, m.YY, m.XX * m.XX));
        return SafeRoot(across + across + along);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T SafeRoot<T>(T squared)
        where T : unmanaged, IReal<T>
    {
        Mask<T> positive = squared > T.Zero;
        T root = T.Sqrt(T.Select(positive, squared, T.One));
        return T.Select(positive, root, T.Zero);
    }
}
