namespace Splatsim.Rendering;

/// <summary>What one splat is worth in one pixel.</summary>
/// <param name="Exponential">exp(-sigma).</param>
/// <param name="Alpha">min(cap, o' (exp(-sigma) - floor)).</param>
/// <param name="Capped">True where the cap acts: alpha then depends on nothing.</param>
/// <param name="Counts">False where the alpha is below its minimum.</param>
internal readonly record struct PixelFalloff(double Exponential, double Alpha, bool Capped, bool Counts)
{
    /// <summary>Evaluates the falloff.</summary>
    public static PixelFalloff Of(in ReferenceSplat splat, RenderOptions options, double dx, double dy)
    {
        double exponential = Math.Exp(-splat.Conic.Sigma(dx, dy).Value);
        double free = splat.BlendedOpacity * (exponential - options.TailFloor);
        double alpha = Math.Min(options.AlphaCap, free);
        return new(exponential, alpha, free >= options.AlphaCap, alpha >= options.AlphaMinimum);
    }
}
