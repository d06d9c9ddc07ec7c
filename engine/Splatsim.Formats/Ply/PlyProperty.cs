namespace Splatsim.Formats;

/// <summary>One property of a PLY element.</summary>
/// <param name="name">Its name.</param>
/// <param name="type">Type of the value, or of the items of a list.</param>
/// <param name="listCountType">Type of the list's length; null when the property is one value.</param>
/// <param name="offset">Offset in a row of an element without lists [bytes].</param>
/// <param name="line">Header line that declares it.</param>
internal sealed class PlyProperty(string name, PlyScalarType type, PlyScalarType? listCountType, int offset, int line)
{
    /// <summary>Its name.</summary>
    internal string Name { get; } = name;

    /// <summary>Type of the value, or of the items of a list.</summary>
    internal PlyScalarType Type { get; } = type;

    /// <summary>Type of the list's length; null when the property is one value.</summary>
    internal PlyScalarType? ListCountType { get; } = listCountType;

    /// <summary>Offset in a row of an element without lists [bytes].</summary>
    internal int Offset { get; } = offset;

    /// <summary>Header line that declares it.</summary>
    internal int Line { get; } = line;
}
