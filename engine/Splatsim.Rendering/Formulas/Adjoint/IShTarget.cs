using Splatsim.Mathematics;

namespace Splatsim.Rendering;

/// <summary>Where the gradient of one splat's (or one bundle of lanes') spherical-harmonic coefficients is written, each once.</summary>
/// <typeparam name="T">The number.</typeparam>
public interface IShTarget<T>
    where T : unmanaged, IReal<T>
{
    /// <summary>Writes the gradient of one coefficient.</summary>
    /// <param name="coefficient">Index of the basis function, from 0.</param>
    /// <param name="channel">0 red, 1 green, 2 blue.</param>
    /// <param name="value">The gradient.</param>
    void Write(int coefficient, int channel, T value);
}
