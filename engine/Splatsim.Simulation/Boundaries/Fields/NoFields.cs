using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>For contacts that read no field.</summary>
/// <typeparam name="T">The number.</typeparam>
public readonly struct NoFields<T> : IFieldReader<T>
    where T : unmanaged, IReal<T>
{
    /// <inheritdoc/>
    /// <remarks>Far away, whatever is asked for.</remarks>
    public T Read(int field, T x, T y, T z) => T.FromDouble(1e6);
}
