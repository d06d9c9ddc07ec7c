using Splatsim.Mathematics;

namespace Splatsim.Samples;

/// <summary>How a painted surface looks.</summary>
/// <param name="Red">Albedo, red, 0 to 1.</param>
/// <param name="Green">Albedo, green.</param>
/// <param name="Blue">Albedo, blue.</param>
/// <param name="Gloss">Strength of the highlight, 0 to 1.</param>
/// <param name="Sharpness">Narrowness of the highlight; degree 3 shows up to about 8.</param>
internal readonly record struct Paint(double Red, double Green, double Blue, double Gloss = 0.05, double Sharpness = 5)
{
    public Paint Times(double factor) => this with { Red = Red * factor, Green = Green * factor, Blue = Blue * factor };

    public Paint Towards(Paint other, double share) => this with
    {
        Red = Red + share * (other.Red - Red),
        Green = Green + share * (other.Green - Green),
        Blue = Blue + share * (other.Blue - Blue),
    };
}

/// <summary>A soft obstacle for light: a sphere that darkens what lies behind it.</summary>
/// <param name="Center">Centre [m].</param>
/// <param name="Radius">Radius [m].</param>
internal readonly record struct Occluder(Vector3<Real64> Center, double Radius);
