using System.Runtime.CompilerServices;
using ILGPU;

namespace Splatsim.Rendering.Kernels;

/// <summary>
/// A place per splat and tile of its box, where the tile leaves its part of the splat's gradient. A splat's places lie side by
/// side, so that they are added up in one order whichever group of threads came first.
/// </summary>
internal struct PairViews
{
    /// <summary>First place of every splat that is drawn.</summary>
    public ArrayView<int> Places;

    /// <summary>What tiles leave, <see cref="SplatSums.Length"/> floats per place.</summary>
    public ArrayView<float> Sums;

    /// <summary>Sums of weight times the loss's gradient, one float per place and channel.</summary>
    public ArrayView<float> Channels;

    /// <summary>Channels that enter the loss.</summary>
    public int ChannelCount;

    /// <summary>The place of a splat and a tile of its box.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly int Place(in FrameViews frame, int splat, int tileX, int tileY)
    {
        int left = frame.Tiles[4 * splat], top = frame.Tiles[4 * splat + 1], across = frame.Tiles[4 * splat + 2] - left + 1;
        return Places[splat] + (tileY - top) * across + tileX - left;
    }

    /// <summary>Sets a place to 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Clear(int place)
    {
        SplatSums none = default;
        none.Write(Sums, place);
        ClearChannels(place);
    }

    /// <summary>Sets a place's channels to 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void ClearChannels(int place)
    {
        for (int channel = 0; channel < ChannelCount; channel++) Channels[(long)place * ChannelCount + channel] = 0f;
    }
}
