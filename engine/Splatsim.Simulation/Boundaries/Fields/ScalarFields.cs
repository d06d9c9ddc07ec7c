using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>Fields read by a number of one lane.</summary>
/// <typeparam name="T">A number of one lane.</typeparam>
internal readonly struct ScalarFields<T>(FieldTable table) : IFieldReader<T>
    where T : unmanaged, IReal<T>
{
    /// <inheritdoc/>
    public T Read(int field, T x, T y, T z) =>
        T.FromDouble(table[field].At((int)Scalars.ToDouble(x), (int)Scalars.ToDouble(y), (int)Scalars.ToDouble(z)));
}
