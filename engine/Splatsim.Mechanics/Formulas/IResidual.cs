using Splatsim.Mathematics;

namespace Splatsim.Mechanics;

/// <summary>A function of one number whose root a law needs.</summary>
/// <typeparam name="T">The number.</typeparam>
internal interface IResidual<T>
    where T : unmanaged, IReal<T>
{
    /// <summary>Value and slope: the function of a variable with tangent 1.</summary>
    Dual<T> At(Dual<T> x);
}
