using System.Runtime.CompilerServices;
using Splatsim.Mathematics;

namespace Splatsim.Mechanics;

/// <summary>
/// The numbers of one material. As <em>user</em> values they are the parameters of <see cref="LawDescription.Parameters"/>
/// in that order (SI); as <em>prepared</em> values they are whatever coefficients the law's <c>Prepare</c> made of them.
/// </summary>
/// <remarks>Nothing but these fields, in this order: hosts may lay it out in memory as <see cref="Capacity"/> numbers.</remarks>
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

    /// <summary>Parameter 8.</summary>
    public T P8;

    /// <summary>Parameter 9.</summary>
    public T P9;

    /// <summary>Parameter 10.</summary>
    public T P10;

    /// <summary>Parameter 11.</summary>
    public T P11;

    /// <summary>Parameter 12.</summary>
    public T P12;

    /// <summary>Parameter 13.</summary>
    public T P13;

    /// <summary>Parameter 14.</summary>
    public T P14;

    /// <summary>Parameter 15.</summary>
    public T P15;

    /// <summary>Largest number of parameters that a law can have.</summary>
    public const int Capacity = 16;

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
        result.P8 = T.FromDouble(values.P8.Value);
        result.P9 = T.FromDouble(values.P9.Value);
        result.P10 = T.FromDouble(values.P10.Value);
        result.P11 = T.FromDouble(values.P11.Value);
        result.P12 = T.FromDouble(values.P12.Value);
        result.P13 = T.FromDouble(values.P13.Value);
        result.P14 = T.FromDouble(values.P14.Value);
        result.P15 = T.FromDouble(values.P15.Value);
        return result;
    }
}
