namespace Splatsim.Formats;

/// <summary>The arrays of an SPZ file, in the order in which they are stored.</summary>
internal enum SpzAttribute
{
    Positions,
    Opacities,
    Colours,
    Scales,
    Rotations,
    Harmonics,
}
