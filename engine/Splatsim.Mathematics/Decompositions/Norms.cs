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
        T squared = v.LengthSquared;
        Mask<T> positive = squared > T.Zero;
        T root = T.Sqrt(T.Select(positive, squared, T.One));
        return T.Select(positive, root, T.Zero);
    }
}
