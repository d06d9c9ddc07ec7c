namespace Splatsim.Mathematics;

/// <summary>Access to the exponent field of floats, which exponentials and logarithms of lanes are built on.</summary>
/// <typeparam name="T">The implementing type.</typeparam>
public interface IExponentBits<T>
{
    /// <summary>2 to a whole number between -126 and 127.</summary>
    static abstract T PowerOfTwo(T exponent);

    /// <summary>The mantissa in [0.5, 1) and the exponent of a positive normal number: value = mantissa 2^exponent.</summary>
    static abstract T SplitExponent(T value, out T exponent);
}
