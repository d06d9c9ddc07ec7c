using System.Runtime.CompilerServices;
using Splatsim.Mathematics;

namespace Splatsim.Mechanics;

/// <summary>Keeps stretches positive: one bad particle must not end a film, but it is counted.</summary>
public static class StretchLimits
{
    /// <summary>Smallest principal stretch of laws that need positive ones.</summary>
    public const double Minimum = 0.05;

    /// <summary>Volume ratio of a cube at the smallest stretch; a smaller one proves that a stretch is below the limit.</summary>
    public const double MinimumVolumeRatio = Minimum * Minimum * Minimum;

    /// <summary>Lifts stretches to the limit; set where one was below it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Mask<T> Clamp<T>(ref Vector3<T> stretch)
        where T : unmanaged, IReal<T>
    {
        T minimum = T.FromDouble(Minimum);
        Mask<T> clamped = T.Min(stretch.X, T.Min(stretch.Y, stretch.Z)) < minimum;
        stretch.X = T.Max(stretch.X, minimum);
        stretch.Y = T.Max(stretch.Y, minimum);
        stretch.Z = T.Max(stretch.Z, minimum);
        return clamped;
    }

    /// <summary>A mask with nothing set.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Mask<T> None<T>()
        where T : unmanaged, IReal<T> => T.Zero > T.Zero;

    /// <summary>
    /// Lifts the principal stretches of whole matrices where a mask is set; for laws without a decomposition of their own,
    /// off the hot path.
    /// </summary>
    public static void Clamp<T>(ref Matrix3x3<T> f, Mask<T> where)
        where T : unmanaged, IReal<T>
    {
        SingularValues.Decompose(in f, out Matrix3x3<T> u, out Vector3<T> s, out Matrix3x3<T> v);
        Vector3<T> lifted = s;
        Clamp(ref lifted);
        Vector3<T> change = new(
            T.Select(where, lifted.X - s.X, T.Zero),
            T.Select(where, lifted.Y - s.Y, T.Zero),
            T.Select(where, lifted.Z - s.Z, T.Zero));
        AddPrincipal(ref f, in u, in change, in v);
    }

    /// <summary>J of F, which is lifted first where J is so small that a stretch must be below the limit.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void PositiveVolume<T>(ref Matrix3x3<T> f, out T volumeRatio, out Mask<T> clamped)
        where T : unmanaged, IReal<T>
    {
        volumeRatio = f.Determinant;
        clamped = volumeRatio < T.FromDouble(MinimumVolumeRatio);
        if (T.Any(clamped)) volumeRatio = Lift(ref f, clamped, volumeRatio);
    }

    // Off the hot path: lifts the stretches of the lanes that need it, and gives J again.
    private static T Lift<T>(ref Matrix3x3<T> f, Mask<T> clamped, T volumeRatio)
        where T : unmanaged, IReal<T>
    {
        Clamp(ref f, clamped);
        return T.Select(clamped, f.Determinant, volumeRatio);
    }

    /// <summary>
    /// F += U diag(change) V^T. Written as a change, so that lanes whose stretches stay keep every bit of F.
    /// </summary>
    public static void AddPrincipal<T>(
        ref Matrix3x3<T> f, in Matrix3x3<T> u, in Vector3<T> change, in Matrix3x3<T> v)
        where T : unmanaged, IReal<T>
    {
        AddRow(ref f.M00, ref f.M01, ref f.M02, u.M00 * change.X, u.M01 * change.Y, u.M02 * change.Z, in v);
        AddRow(ref f.M10, ref f.M11, ref f.M12, u.M10 * change.X, u.M11 * change.Y, u.M12 * change.Z, in v);
        AddRow(ref f.M20, ref f.M21, ref f.M22, u.M20 * change.X, u.M21 * change.Y, u.M22 * change.Z, in v);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddRow<T>(ref T x, ref T y, ref T z, T a, T b, T c, in Matrix3x3<T> v)
        where T : unmanaged, IReal<T>
    {
        x += T.FusedMultiplyAdd(c, v.M02, T.FusedMultiplyAdd(b, v.M01, a * v.M00));
        y += T.FusedMultiplyAdd(c, v.M12, T.FusedMultiplyAdd(b, v.M11, a * v.M10));
        z += T.FusedMultiplyAdd(c, v.M22, T.FusedMultiplyAdd(b, v.M21, a * v.M20));
    }
}
