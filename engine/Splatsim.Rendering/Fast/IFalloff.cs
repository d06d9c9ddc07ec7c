using Splatsim.Mathematics;

namespace Splatsim.Rendering;

/// <summary>How the exponent of a pixel becomes alpha; chosen per frame from the options.</summary>
internal interface IFalloff
{
    /// <summary>True when pixels outside a splat's box must be left out although the falloff reaches them.</summary>
    static abstract bool ClipsToBox { get; }

    /// <summary>Alpha before the cap from the exponent x to base 2^8; anything where x is out of the splat's reach.</summary>
    /// <param name="x">Exponent of opacity times falloff.</param>
    /// <param name="floor">Opacity times the tail floor: what is taken off.</param>
    static abstract T Alpha<T>(T x, T floor)
        where T : unmanaged, ILanes<T>;
}
