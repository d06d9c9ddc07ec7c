using System.Runtime.CompilerServices;
using Splatsim.Mathematics;

namespace Splatsim.Rendering;

/// <summary>Bitwise operations on lanes, whose masks are all ones or all zeros per lane.</summary>
internal static class LaneBits
{
    /// <summary>The value where the mask is set, else 0: one instruction, where a selection takes two.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Keep<T>(Mask<T> mask, T value)
        where T : unmanaged, ILanes<T> => T.And(mask, new Mask<T>(value)).Bits;

    /// <summary>The value with its sign bit set.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Negative<T>(T value)
        where T : unmanaged, ILanes<T> => T.Or(new Mask<T>(value), new Mask<T>(T.FromDouble(-0.0))).Bits;
}
