namespace Splatsim.Mathematics;

/// <summary>Functions of a left stretch that <see cref="MatrixLogarithm"/> and its derivative share.</summary>
/// <typeparam name="T">The number.</typeparam>
public struct CayleyPowers<T>
    where T : unmanaged, IReal<T>
{
    /// <summary>X = (b - I)(b + I)^-1 of b = F F^T.</summary>
    public SymmetricMatrix3x3<T> X;

    /// <summary>X^2.</summary>
    public SymmetricMatrix3x3<T> Square;

    /// <summary>X^4.</summary>
    public SymmetricMatrix3x3<T> Fourth;

    /// <summary>Last terms of the series over X^4.</summary>
    public SymmetricMatrix3x3<T> High;

    /// <summary>ln V over X.</summary>
    public SymmetricMatrix3x3<T> Series;
}
