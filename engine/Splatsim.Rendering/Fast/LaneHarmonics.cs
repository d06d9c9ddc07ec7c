using System.Runtime.CompilerServices;
using Splatsim.Mathematics;

namespace Splatsim.Rendering;

/// <summary>Harmonics of consecutive splats, one per lane.</summary>
/// <param name="columns">Addresses of the harmonic columns at the first lane's splat.</param>
internal readonly unsafe struct LaneHarmonics<T>(float** columns) : IShSource<T>
    where T : unmanaged, ILanes<T>
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Read(int coefficient, int channel) => T.Load(columns[coefficient * 3 + channel]);
}
