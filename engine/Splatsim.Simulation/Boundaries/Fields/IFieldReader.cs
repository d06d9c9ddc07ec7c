using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>Reads values of fields for formulas: from an array, lane by lane, or from a device's memory.</summary>
/// <typeparam name="T">The number.</typeparam>
public interface IFieldReader<T>
    where T : unmanaged, IReal<T>
{
    /// <summary>The value at a node.</summary>
    /// <param name="field">Number of the field.</param>
    /// <param name="x">Node along x, a whole number inside the field.</param>
    /// <param name="y">Node along y.</param>
    /// <param name="z">Node along z.</param>
    T Read(int field, T x, T y, T z);
}
