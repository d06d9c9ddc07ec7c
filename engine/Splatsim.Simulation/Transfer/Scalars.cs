using System.Runtime.CompilerServices;
using Splatsim.Mathematics;
using Splatsim.Mechanics;

namespace Splatsim.Simulation;

/// <summary>Conversions between doubles and one-lane numbers, for code that indexes memory by value.</summary>
internal static class Scalars
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double ToDouble<T>(T value)
        where T : unmanaged, IReal<T>
    {
        if (typeof(T) == typeof(Real64)) return Unsafe.BitCast<T, Real64>(value).Value;
        if (typeof(T) == typeof(Real32)) return Unsafe.BitCast<T, Real32>(value).Value;
        if (typeof(T) == typeof(Traced)) return Unsafe.BitCast<T, Traced>(value).Value;
        throw new NotSupportedException($"{typeof(T).Name} has more than one lane");
    }

    public static Vector3<Real64> ToDouble<T>(Vector3<T> v)
        where T : unmanaged, IReal<T> => new(ToDouble(v.X), ToDouble(v.Y), ToDouble(v.Z));

    public static Vector3<T> FromDouble<T>(Vector3<Real64> v)
        where T : unmanaged, IReal<T> =>
        new(T.FromDouble(v.X.Value), T.FromDouble(v.Y.Value), T.FromDouble(v.Z.Value));

    public static Matrix3x3<Real64> ToDouble<T>(in Matrix3x3<T> m)
        where T : unmanaged, IReal<T> =>
        Matrix3x3<Real64>.FromRows(ToDouble(m.Row0), ToDouble(m.Row1), ToDouble(m.Row2));

    public static Matrix3x3<T> FromDouble<T>(in Matrix3x3<Real64> m)
        where T : unmanaged, IReal<T> =>
        Matrix3x3<T>.FromRows(FromDouble<T>(m.Row0), FromDouble<T>(m.Row1), FromDouble<T>(m.Row2));

    public static Vector3<T> ReadVector<T>(ReadOnlySpan<double> v)
        where T : unmanaged, IReal<T> => new(T.FromDouble(v[0]), T.FromDouble(v[1]), T.FromDouble(v[2]));

    public static Matrix3x3<T> ReadMatrix<T>(ReadOnlySpan<double> m)
        where T : unmanaged, IReal<T> =>
        Matrix3x3<T>.FromRows(ReadVector<T>(m), ReadVector<T>(m[3..]), ReadVector<T>(m[6..]));

    public static LawHistory<T> ReadHistory<T>(ReadOnlySpan<double> values)
        where T : unmanaged, IReal<T>
    {
        LawHistory<T> history = default;
        Span<T> scalars = LawNumbers.AsSpan(ref history);
        for (int i = 0; i < scalars.Length; i++) scalars[i] = T.FromDouble(values[i]);
        return history;
    }

    public static void Write<T>(in LawHistory<T> history, Span<double> target)
        where T : unmanaged, IReal<T>
    {
        LawHistory<T> copy = history;
        Span<T> scalars = LawNumbers.AsSpan(ref copy);
        for (int i = 0; i < scalars.Length; i++) target[i] = ToDouble(scalars[i]);
    }

    public static void Write<T>(Vector3<T> v, Span<double> target)
        where T : unmanaged, IReal<T>
    {
        target[0] = ToDouble(v.X);
        target[1] = ToDouble(v.Y);
        target[2] = ToDouble(v.Z);
    }

    public static void Write<T>(in Matrix3x3<T> m, Span<double> target)
        where T : unmanaged, IReal<T>
    {
        Write(m.Row0, target);
        Write(m.Row1, target[3..]);
        Write(m.Row2, target[6..]);
    }
}
