using Splatsim.Mathematics;

namespace Splatsim.Rendering;

/// <summary>Coefficients that do not move, for derivatives along the direction alone.</summary>
/// <typeparam name="T">The number.</typeparam>
/// <typeparam name="TSource">Where the coefficients are read.</typeparam>
public readonly struct ConstantHarmonics<T, TSource> : IShSource<Dual<T>>
    where T : unmanaged, IReal<T>
    where TSource : struct, IShSource<T>
{
    private readonly TSource source;

    /// <summary>Wraps a source.</summary>
    public ConstantHarmonics(TSource source) => this.source = source;

    /// <inheritdoc/>
    public Dual<T> Read(int coefficient, int channel) => Dual<T>.Constant(source.Read(coefficient, channel));
}
