namespace Splatsim.Rendering;

/// <summary>What a blend kernel keeps beside colour and transmittance; a type, so that the rest costs nothing.</summary>
internal interface IBlendOutputs
{
    /// <summary>True to keep depth sums, the median depth and the top contributor.</summary>
    static abstract bool Geometry { get; }

    /// <summary>True to keep sums of channels.</summary>
    static abstract bool Channels { get; }
}

/// <summary>Colour and transmittance only.</summary>
internal readonly struct ColorOutputs : IBlendOutputs
{
    /// <inheritdoc/>
    public static bool Geometry => false;

    /// <inheritdoc/>
    public static bool Channels => false;
}

/// <summary>Everything but channels.</summary>
internal readonly struct AllOutputs : IBlendOutputs
{
    /// <inheritdoc/>
    public static bool Geometry => true;

    /// <inheritdoc/>
    public static bool Channels => false;
}

/// <summary>Another's, and channels.</summary>
internal readonly struct ChannelOutputs<TOutputs> : IBlendOutputs
    where TOutputs : struct, IBlendOutputs
{
    /// <inheritdoc/>
    public static bool Geometry => TOutputs.Geometry;

    /// <inheritdoc/>
    public static bool Channels => true;
}
