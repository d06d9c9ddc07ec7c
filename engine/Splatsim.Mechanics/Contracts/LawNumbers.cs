using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Splatsim.Mathematics;

namespace Splatsim.Mechanics;

/// <summary>A law's parameters and history as lists of numbers, for hosts that store them; laws use the fields.</summary>
public static class LawNumbers
{
    /// <summary>The parameters as a list of <see cref="LawParameters{T}.Capacity"/> numbers, in place.</summary>
    public static Span<T> AsSpan<T>(ref LawParameters<T> parameters)
        where T : unmanaged, IReal<T> =>
        MemoryMarshal.CreateSpan(ref Unsafe.As<LawParameters<T>, T>(ref parameters), LawParameters<T>.Capacity);

    /// <summary>The history as a list of <see cref="LawHistory{T}.Capacity"/> numbers, in place.</summary>
    public static Span<T> AsSpan<T>(ref LawHistory<T> history)
        where T : unmanaged, IReal<T> =>
        MemoryMarshal.CreateSpan(ref Unsafe.As<LawHistory<T>, T>(ref history), LawHistory<T>.Capacity);

    /// <summary>Parameters from numbers; those that are missing are 0.</summary>
    /// <exception cref="ArgumentException">There are more than <see cref="LawParameters{T}.Capacity"/>.</exception>
    public static LawParameters<Real64> Parameters(ReadOnlySpan<double> values)
    {
        LawParameters<Real64> result = default;
        MemoryMarshal.Cast<double, Real64>(values).CopyTo(AsSpan(ref result));
        return result;
    }

    /// <summary>A history from numbers; those that are missing are 0.</summary>
    /// <exception cref="ArgumentException">There are more than <see cref="LawHistory{T}.Capacity"/>.</exception>
    public static LawHistory<Real64> History(ReadOnlySpan<double> values)
    {
        LawHistory<Real64> result = default;
        MemoryMarshal.Cast<double, Real64>(values).CopyTo(AsSpan(ref result));
        return result;
    }

    /// <summary>The parameters as doubles.</summary>
    public static double[] ToArray(in LawParameters<Real64> parameters)
    {
        LawParameters<Real64> copy = parameters;
        return MemoryMarshal.Cast<Real64, double>(AsSpan(ref copy)).ToArray();
    }

    /// <summary>The history as doubles.</summary>
    public static double[] ToArray(in LawHistory<Real64> history)
    {
        LawHistory<Real64> copy = history;
        return MemoryMarshal.Cast<Real64, double>(AsSpan(ref copy)).ToArray();
    }
}
