using Splatsim.Mathematics;

namespace Splatsim.Mechanics;

/// <summary>A function of one number whose root a law needs.</summary>
/// <typeparam name="T">The number.</typeparam>
internal interface IResidual<T>
    where T : unmanaged, IReal<T>
{
    /// <summary>Value and derivative. By hand: pairs of numbers are more than the compiler keeps in registers.</summary>
    /// <param name="x">Where.</param>
    /// <param name="value">The function there.</param>
    /// <param name="derivative">Its derivative there.</param>
    void At(T x, out T value, out T derivative);
}
