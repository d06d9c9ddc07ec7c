namespace Splatsim.Mathematics;

/// <summary>The exponential of small symmetric matrices in single precision, without principal axes.</summary>
/// <remarks>
/// Taylor series in the grouping of Paterson and Stockmeyer 1973. Up to a norm of 0.03 the third power is enough (the
/// next term is below 4e-8), up to 0.42 the seventh (below 3e-8). Every lane takes the one that it needs, so that it does not depend on its neighbours.
/// </remarks>
public static class MatrixExponential
{
    private const double Tiny = 0.03 * 0.03;

    /// <summary>exp(d).</summary>
    /// <param name="d">A symmetric matrix; its largest principal value at most about 0.4.</param>
    /// <param name="exponential">exp(d).</param>
    public static void OfSmall<T>(in SymmetricMatrix3x3<T> d, out SymmetricMatrix3x3<T> exponential)
        where T : unmanaged, IReal<T>
    {
        SymmetricMatrix3x3<T>.MultiplyCommuting(in d, in d, out SymmetricMatrix3x3<T> d2);
        SymmetricMatrix3x3<T>.MultiplyCommuting(in d, in d2, out SymmetricMatrix3x3<T> d3);
        T half = T.FromDouble(0.5), sixth = T.FromDouble(1.0 / 6);
        exponential.XX = T.FusedMultiplyAdd(sixth, d3.XX, T.FusedMultiplyAdd(half, d2.XX, d.XX)) + T.One;
        exponential.XY = T.FusedMultiplyAdd(sixth, d3.XY, T.FusedMultiplyAdd(half, d2.XY, d.XY));
        exponential.XZ = T.FusedMultiplyAdd(sixth, d3.XZ, T.FusedMultiplyAdd(half, d2.XZ, d.XZ));
        exponential.YY = T.FusedMultiplyAdd(sixth, d3.YY, T.FusedMultiplyAdd(half, d2.YY, d.YY)) + T.One;
        exponential.YZ = T.FusedMultiplyAdd(sixth, d3.YZ, T.FusedMultiplyAdd(half, d2.YZ, d.YZ));
        exponential.ZZ = T.FusedMultiplyAdd(sixth, d3.ZZ, T.FusedMultiplyAdd(half, d2.ZZ, d.ZZ)) + T.One;
        Mask<T> more = d2.XX + d2.YY + d2.ZZ > T.FromDouble(Tiny);
        if (T.Any(more)) AddHighPowers(in d, in d2, in d3, more, ref exponential);
    }

    /// <summary>
    /// How exp(d) changes as d changes by a symmetric matrix. The map is its own adjoint: from derivatives of a function by exp(d) it
    /// leads to those by d.
    /// </summary>
    /// <param name="d">A symmetric matrix as <see cref="OfSmall"/> takes it.</param>
    /// <param name="direction">The change of d.</param>
    /// <param name="change">The change of exp(d).</param>
    public static void Derivative<T>(in SymmetricMatrix3x3<T> d, in SymmetricMatrix3x3<T> direction, out SymmetricMatrix3x3<T> change)
        where T : unmanaged, IReal<T>
    {
        // Sum of L_n/n! with L_1 = e, L_n = sum over k of d^k e d^(n-1-k). They obey L_(n+1) = d L_n + L_n d - d L_(n-1) d.
        SymmetricMatrix3x3<T>.Anticommutator(in d, in direction, out SymmetricMatrix3x3<T> second);
        SymmetricMatrix3x3<T> before = direction, last = second;
        SymmetricMatrix3x3<T>.Combine(T.Zero, T.One, in direction, T.FromDouble(0.5), in second, out change);
        T size = SymmetricMatrix3x3<T>.Dot(in d, in d);
        Next(in d, ref before, ref last, T.FromDouble(1.0 / 6), ref change);
        if (!T.Any(size > T.FromDouble(Tiny))) return;
        SymmetricMatrix3x3<T> few = change;
        Next(in d, ref before, ref last, T.FromDouble(1.0 / 24), ref change);
        Next(in d, ref before, ref last, T.FromDouble(1.0 / 120), ref change);
        Next(in d, ref before, ref last, T.FromDouble(1.0 / 720), ref change);
        Next(in d, ref before, ref last, T.FromDouble(1.0 / 5040), ref change);
        SymmetricMatrix3x3<T>.Replace(!(size > T.FromDouble(Tiny)), in few, ref change);
    }

    // L_(n+1) = d L_n + L_n d - d L_(n-1) d, added with its factor.
    private static void Next<T>(
        in SymmetricMatrix3x3<T> d, ref SymmetricMatrix3x3<T> before, ref SymmetricMatrix3x3<T> last, T factor, ref SymmetricMatrix3x3<T> sum)
        where T : unmanaged, IReal<T>
    {
        SymmetricMatrix3x3<T>.Anticommutator(in d, in last, out SymmetricMatrix3x3<T> both);
        SymmetricMatrix3x3<T>.Sandwich(in d, in before, out SymmetricMatrix3x3<T> twice);
        before = last;
        SymmetricMatrix3x3<T>.Combine(T.Zero, T.One, in both, -T.One, in twice, out last);
        SymmetricMatrix3x3<T> old = sum;
        SymmetricMatrix3x3<T>.Combine(T.Zero, T.One, in old, factor, in last, out sum);
    }

    // d^3 (d/24 + d^2/120 + d^3 (I/720 + d/5040)).
    private static void AddHighPowers<T>(
        in SymmetricMatrix3x3<T> d, in SymmetricMatrix3x3<T> d2, in SymmetricMatrix3x3<T> d3, Mask<T> where,
        ref SymmetricMatrix3x3<T> exponential)
        where T : unmanaged, IReal<T>
    {
        T none = T.Zero;
        SymmetricMatrix3x3<T>.Combine(T.FromDouble(1.0 / 720), T.FromDouble(1.0 / 5040), in d, none, in d2, out SymmetricMatrix3x3<T> factor);
        SymmetricMatrix3x3<T>.MultiplyCommuting(in d3, in factor, out SymmetricMatrix3x3<T> tail);
        SymmetricMatrix3x3<T>.Combine(none, T.FromDouble(1.0 / 24), in d, T.FromDouble(1.0 / 120), in d2, out factor);
        factor.Add(in tail);
        SymmetricMatrix3x3<T>.MultiplyCommuting(in d3, in factor, out tail);
        tail.Add(in exponential);
        SymmetricMatrix3x3<T>.Replace(where, in tail, ref exponential);
    }
}
