using System.Runtime.CompilerServices;
using Splatsim.Mathematics;

namespace Splatsim.Rendering;

/// <summary>Gradients of the harmonics of consecutive splats, one per lane.</summary>
/// <param name="columns">Addresses of the harmonic columns at the first lane's splat.</param>
/// <param name="mask">Lanes that are written; the others are set to 0.</param>
internal readonly unsafe struct LaneHarmonicsTarget<T>(float** columns, Mask<T> mask) : IShTarget<T>
    where T : unmanaged, ILanes<T>
{
    private readonly Mask<T> mask = mask;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Write(int coefficient, int channel, T value) =>
        LaneBits.Keep(mask, value).Store(columns[coefficient * 3 + channel]);
}
