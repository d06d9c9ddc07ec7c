using System.Runtime.CompilerServices;
using Splatsim.Mathematics;

namespace Splatsim.Rendering;

/// <summary>alpha = exp(8 ln 2 x) - floor for any minimum alpha, tail floor and extent.</summary>
internal readonly struct GeneralFalloff : IFalloff
{
    /// <inheritdoc/>
    public static bool ClipsToBox => true;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Alpha<T>(T x, T floor)
        where T : unmanaged, ILanes<T> => T.Exp(T.FromDouble(FalloffScale.LogBase) * x) - floor;
}
