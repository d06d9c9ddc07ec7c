using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>A substep's numbers under force formulas that are differentiated: they do not vary.</summary>
/// <typeparam name="T">The number.</typeparam>
/// <typeparam name="TNumbers">The reader of numbers.</typeparam>
public readonly struct DualNumbers<T, TNumbers> : IForceNumbers<Dual<T>>
    where T : unmanaged, IReal<T>
    where TNumbers : struct, IForceNumbers<T>
{
    private readonly TNumbers numbers;

    /// <summary>Wraps a reader.</summary>
    /// <param name="numbers">The reader.</param>
    public DualNumbers(in TNumbers numbers) => this.numbers = numbers;

    /// <inheritdoc/>
    public Dual<T> Number(int index) => Dual<T>.Constant(numbers.Number(index));

    /// <inheritdoc/>
    public Dual<T> Value(int field, int first, Dual<T> index) => Dual<T>.Constant(numbers.Value(field, first, index.Value));
}
