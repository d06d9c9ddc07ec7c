namespace Splatsim.Formats;

/// <summary>One property of a PLY element.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Type of the value, or of the items of a list.</param>
/// <param name="ListCountType">Type of the list's length; null when the property is one value.</param>
/// <param name="Offset">Offset in a row of an element without lists [bytes].</param>
/// <param name="Line">Header line that declares it.</param>
internal sealed record PlyProperty(string Name, PlyScalarType Type, PlyScalarType? ListCountType, int Offset, int Line);
