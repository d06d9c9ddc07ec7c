using Splatsim.Mathematics;

namespace Splatsim.Formats;

/// <summary>A property that is wanted, and the column that receives it.</summary>
/// <remarks>A class: lists of structs would be compiled anew at every start of the program.</remarks>
/// <param name="property">The property, a single value.</param>
/// <param name="destination">One float per row. Whole numbers and doubles are converted; floats keep their bits.</param>
internal sealed class PlyColumn(PlyProperty property, AlignedArray<float> destination)
{
    /// <summary>The property, a single value.</summary>
    internal PlyProperty Property { get; } = property;

    /// <summary>One float per row.</summary>
    internal AlignedArray<float> Destination { get; } = destination;
}
