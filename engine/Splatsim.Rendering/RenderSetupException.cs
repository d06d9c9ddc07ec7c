namespace Splatsim.Rendering;

/// <summary>A rasterizer is asked for something that it does not do.</summary>
/// <param name="thing">What it does not do.</param>
/// <param name="remedy">What to do instead.</param>
public sealed class RenderSetupException(string thing, string remedy) : Exception($"devices do not draw {thing}; {remedy}")
{
    /// <summary>What it does not do.</summary>
    public string Thing { get; } = thing;
}
