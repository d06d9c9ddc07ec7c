namespace Splatsim.Rendering;

/// <summary>What a blend kernel keeps beside colour and transmittance; a type, so that the rest costs nothing.</summary>
internal interface IBlendOutputs
{
    /// <summary>True to keep depth sums, the median depth and the top contributor.</summary>
    static abstract bool Geometry { get; }
}

/// <summary>Colour and transmittance only.</summary>
internal readonly struct ColorOutputs : IBlendOutputs
{
    /// <inheritdoc/>
    public static bool Geometry => false;
}

/// <summary>Everything.</summary>
internal readonly struct AllOutputs : IBlendOutputs
{
    /// <inheritdoc/>
    public static bool Geometry => true;
}
