namespace Splatsim.Formats;

/// <summary>One element (table) of a PLY file.</summary>
/// <param name="name">Its name.</param>
/// <param name="count">Number of rows, at least 0.</param>
/// <param name="line">Header line that declares it.</param>
internal sealed class PlyElement(string name, long count, int line)
{
    private readonly List<PlyProperty> properties = [];

    /// <summary>Its name.</summary>
    internal string Name { get; } = name;

    /// <summary>Number of rows.</summary>
    internal long Count { get; } = count;

    /// <summary>Header line that declares it.</summary>
    internal int Line { get; } = line;

    /// <summary>The properties in file order.</summary>
    internal IReadOnlyList<PlyProperty> Properties => properties;

    /// <summary>True when some property is a list, so that rows differ in size.</summary>
    internal bool HasLists { get; private set; }

    /// <summary>Size of a row of an element without lists [bytes].</summary>
    internal int Stride { get; private set; }

    /// <summary>Appends a property.</summary>
    internal void Add(string propertyName, PlyScalarType type, PlyScalarType? listCountType, int propertyLine)
    {
        properties.Add(new PlyProperty(propertyName, type, listCountType, Stride, propertyLine));
        if (listCountType is null) Stride += type.Size();
        else HasLists = true;
    }

    /// <summary>Index of a property, or -1.</summary>
    internal int IndexOf(string propertyName) => properties.FindIndex(p => p.Name == propertyName);

    /// <summary>The property of a name, or null.</summary>
    internal PlyProperty? Find(string propertyName) => properties.Find(p => p.Name == propertyName);
}
