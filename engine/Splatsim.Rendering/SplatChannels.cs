using Splatsim.Mathematics;

namespace Splatsim.Rendering;

/// <summary>
/// Numbers that splats carry beside their colour and that are blended with the same weights: image flow, positions of tracked
/// points, mask labels, features. A frame holds the sums of weight times number; divided by alpha they are means.
/// </summary>
public sealed class SplatChannels
{
    /// <summary>Allocates zeros.</summary>
    /// <param name="count">Number of splats, at least 0.</param>
    /// <param name="channels">Numbers per splat, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is outside its range.</exception>
    public SplatChannels(int count, int channels)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        Count = count;
        ChannelCount = channels;
        Values = new AlignedArray<float>(checked(count * channels));
    }

    /// <summary>Number of splats.</summary>
    public int Count { get; }

    /// <summary>Numbers per splat.</summary>
    public int ChannelCount { get; }

    /// <summary>The numbers, shape [Count, ChannelCount]; finite.</summary>
    public AlignedArray<float> Values { get; }

    /// <summary>The numbers of one splat, shape [ChannelCount].</summary>
    /// <param name="splat">0 to <see cref="Count"/> - 1.</param>
    public Span<float> Of(int splat) => Values.Span.Slice(splat * ChannelCount, ChannelCount);

    /// <summary>Refuses what does not fit a cloud, and numbers that would spoil every pixel near their splat.</summary>
    /// <exception cref="ArgumentException">Another number of splats, or a number that is not finite.</exception>
    internal void Validate(int splats)
    {
        if (Count != splats) throw new ArgumentException($"the channels are for {Count} splats but the cloud has {splats}; give one row per splat");
        Span<float> values = Values.Span;
        for (int i = 0; i < values.Length; i++)
        {
            if (float.IsFinite(values[i])) continue;
            throw new ArgumentException(
                $"channel {i % ChannelCount} of splat {i / ChannelCount} is {values[i]}; channels must be finite, use 0 with a mask for what is unknown");
        }
    }
}
