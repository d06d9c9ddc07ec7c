using Splatsim.Mathematics;

namespace Splatsim.Rendering;

/// <summary>Where the gradient of one splat's spherical-harmonic coefficients is added up.</summary>
/// <typeparam name="T">The number.</typeparam>
public interface IShTarget<T>
    where T : unmanaged, IReal<T>
{
    /// <summary>Adds to the gradient of one coefficient.</summary>
    /// <param name="coefficient">Index of the basis function, from 0.</param>
    /// <param name="channel">0 red, 1 green, 2 blue.</param>
    /// <param name="value">What is added.</param>
    void Add(int coefficient, int channel, T value);
}
