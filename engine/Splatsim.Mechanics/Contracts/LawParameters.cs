using System.Runtime.CompilerServices;
using Splatsim.Mathematics;

namespace Splatsim.Mechanics;

/// <summary>
/// The numbers of one material. As <em>user</em> values they are the parameters of <see cref="LawDescription.Parameters"/>
/// in that order (SI); as <em>prepared</em> values they are whatever coefficients the law's <c>Prepare</c> made of them.
/// </summary>
/// <typeparam name="T">The number.</typeparam>
public struct LawParameters<T>
    where T : unmanaged, IReal<T>
{
    /// <summary>Parameter 0.</summary>
    public T P0;

    /// <summary>Parameter 1.</summary>
    public T P1;

    /// <summary>Parameter 2.</summary>
    public T P2;

    /// <summary>Parameter 3.</summary>
    public T P3;

    /// <summary>Parameter 4.</summary>
    public T P4;

    /// <summary>Parameter 5.</summary>
    public T P5;

    /// <summary>Parameter 6.</summary>
    public T P6;

    /// <summary>Parameter 7.</summary>
    public T P7;

    /// <summary>Largest number of parameters that a law can have.</summary>
    public const int Capacity = 8;

    /// <summary>
    /// The same values in another number, in every lane. Prepare in double and convert the result: that rounds once.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LawParameters<T> FromDouble(in LawParameters<Real64> values)
    {
        LawParameters<T> result;
        result.P0 = T.FromDouble(values.P0.Value);
        result.P1 = T.FromDouble(values.P1.Value);
        result.P2 = T.FromDouble(values.P2.Value);
        result.P3 = T.FromDouble(values.P3.Value);
        result.P4 = T.FromDouble(values.P4.Value);
        result.P5 = T.FromDouble(values.P5.Value);
        result.P6 = T.FromDouble(values.P6.Value);
        result.P7 = T.FromDouble(values.P7.Value);
        return result;
    }
}
