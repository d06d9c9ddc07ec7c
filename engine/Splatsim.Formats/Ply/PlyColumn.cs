using Splatsim.Mathematics;

namespace Splatsim.Formats;

/// <summary>A property that is wanted, and the column that receives it.</summary>
/// <param name="Property">The property, a single value.</param>
/// <param name="Destination">One float per row. Whole numbers and doubles are converted; floats keep their bits.</param>
internal readonly record struct PlyColumn(PlyProperty Property, AlignedArray<float> Destination);
