using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>Fields under formulas that are differentiated: their values do not vary, the places between them do.</summary>
/// <typeparam name="T">The number.</typeparam>
/// <typeparam name="TFields">The reader of values.</typeparam>
public readonly struct DualFields<T, TFields> : IFieldReader<Dual<T>>
    where T : unmanaged, IReal<T>
    where TFields : struct, IFieldReader<T>
{
    private readonly TFields fields;

    /// <summary>Wraps a reader.</summary>
    /// <param name="fields">The reader.</param>
    public DualFields(in TFields fields) => this.fields = fields;

    /// <inheritdoc/>
    public Dual<T> Read(int field, Dual<T> x, Dual<T> y, Dual<T> z) => Dual<T>.Constant(fields.Read(field, x.Value, y.Value, z.Value));
}
