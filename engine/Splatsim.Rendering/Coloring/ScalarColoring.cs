namespace Splatsim.Rendering;

/// <summary>Colours splats by one number each: stress, speed, material.</summary>
/// <param name="Values">One number per splat of the cloud; the array may be refilled between frames.</param>
/// <param name="Colormap">Turns numbers into colours.</param>
/// <param name="Minimum">The number that gets the map's first colour.</param>
/// <param name="Maximum">The number that gets the map's last colour; above the minimum.</param>
public sealed record ScalarColoring(float[] Values, Colormap Colormap, float Minimum = 0, float Maximum = 1)
{
    /// <summary>The colour of one splat; the map's colour for missing values where the number is NaN.</summary>
    /// <param name="splat">Index of the splat.</param>
    /// <param name="red">0 to 1.</param>
    /// <param name="green">0 to 1.</param>
    /// <param name="blue">0 to 1.</param>
    public void Evaluate(int splat, out float red, out float green, out float blue)
    {
        float value = Values[splat];
        if (Colormap.IsCategorical) Colormap.Category(value, out red, out green, out blue);
        else Colormap.Evaluate((value - Minimum) / (Maximum - Minimum), out red, out green, out blue);
    }
}
