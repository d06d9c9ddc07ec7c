using Splatsim.Mathematics;

namespace Splatsim.Rendering;

/// <summary>Where the spherical-harmonic coefficients of one splat (or of one bundle of lanes) are read.</summary>
/// <typeparam name="T">The number.</typeparam>
public interface IShSource<T>
    where T : unmanaged, IReal<T>
{
    /// <summary>One coefficient.</summary>
    /// <param name="coefficient">Index of the basis function, from 0.</param>
    /// <param name="channel">0 red, 1 green, 2 blue.</param>
    T Read(int coefficient, int channel);
}
