namespace Splatsim.Formats;

/// <summary>Which properties of a vertex element are which attribute of a splat. Found by name, in any order.</summary>
internal sealed class PlySplatProperties
{
    private static readonly string[] MeanNames = ["x", "y", "z"];
    private static readonly string[] RotationNames = ["rot_0", "rot_1", "rot_2", "rot_3"];
    private static readonly string[] ScaleNames = ["scale_0", "scale_1", "scale_2"];
    private static readonly string[] ConstantNames = ["f_dc_0", "f_dc_1", "f_dc_2"];
    private static readonly string[] ColourNames = ["red", "green", "blue"];
    private static readonly string[] NormalNames = ["nx", "ny", "nz"];

    /// <summary>x y z.</summary>
    internal PlyProperty[] Mean { get; private init; } = [];

    /// <summary>w x y z, or empty.</summary>
    internal PlyProperty[] Rotation { get; private init; } = [];

    /// <summary>Three log-scales, two for flat splats, or empty.</summary>
    internal PlyProperty[] Scale { get; private init; } = [];

    /// <summary>The logit, or null.</summary>
    internal PlyProperty? Opacity { get; private init; }

    /// <summary>Harmonics of degree 0 for r g b, or empty.</summary>
    internal PlyProperty[] Constant { get; private init; } = [];

    /// <summary>red green blue, or empty.</summary>
    internal PlyProperty[] Colour { get; private init; } = [];

    /// <summary>Harmonics of degree 1 and above, channel-major: [channel * coefficients + coefficient].</summary>
    internal PlyProperty[] Rest { get; private init; } = [];

    /// <summary>The label per splat, or null.</summary>
    internal PlyProperty? Label { get; private init; }

    /// <summary>Names of what a cloud cannot hold.</summary>
    internal string[] NotCarried { get; private init; } = [];

    /// <summary>Degree of the harmonics.</summary>
    internal int Degree => Rest.Length switch { 0 => 0, 9 => 1, 24 => 2, 45 => 3, _ => 4 };

    /// <summary>True when there is nothing but positions and colours.</summary>
    internal bool IsPointCloud => Rotation.Length + Scale.Length + Constant.Length + Rest.Length == 0 && Opacity is null;

    /// <summary>Finds the attributes.</summary>
    /// <exception cref="SplatFormatException">A position is missing, or an attribute has some of its columns only.</exception>
    internal static PlySplatProperties Find(string file, PlyElement element)
    {
        PlySplatProperties found = new()
        {
            Mean = Group(file, element, MeanNames, required: true),
            Rotation = Group(file, element, RotationNames),
            Scale = element.Find("scale_2") is null && element.Find("scale_0") is not null
                ? Group(file, element, ScaleNames[..2])
                : Group(file, element, ScaleNames),
            Opacity = Single(file, element, "opacity"),
            Constant = Group(file, element, ConstantNames),
            Colour = Group(file, element, ColourNames),
            Rest = FindRest(file, element),
            Label = Single(file, element, "label") is { } label && label.Type.IsInteger() ? label : null,
            NotCarried = [.. element.Properties.Where(p => !IsKnown(p)).Select(p => p.Name)],
        };
        return found;
    }

    private static bool IsKnown(PlyProperty property)
    {
        string name = property.Name;
        return name.StartsWith("f_rest_", StringComparison.Ordinal) || name == "opacity" || (name == "label" && property.Type.IsInteger())
            || MeanNames.Contains(name) || RotationNames.Contains(name) || ScaleNames.Contains(name)
            || ConstantNames.Contains(name) || ColourNames.Contains(name) || NormalNames.Contains(name);
    }

    private static PlyProperty? Single(string file, PlyElement element, string name)
    {
        PlyProperty? property = element.Find(name);
        if (property?.ListCountType is not null)
            throw SplatFormatException.AtLine(file, property.Line, $"property {name} is a list", "declare one value per splat");
        return property;
    }

    private static PlyProperty[] Group(string file, PlyElement element, string[] names, bool required = false)
    {
        PlyProperty?[] found = [.. names.Select(name => Single(file, element, name))];
        if (!required && Array.TrueForAll(found, p => p is null)) return [];
        int missing = Array.FindIndex(found, p => p is null);
        if (missing < 0) return found!;
        throw SplatFormatException.AtLine(
            file, element.Line, $"element {element.Name} has no property {names[missing]}", $"an element of splats or points has {string.Join(", ", names)}");
    }

    private static PlyProperty[] FindRest(string file, PlyElement element)
    {
        int count = element.Properties.Count(p => p.Name.StartsWith("f_rest_", StringComparison.Ordinal));
        if (count is not (0 or 9 or 24 or 45 or 72))
        {
            throw SplatFormatException.AtLine(
                file, element.Line, $"element {element.Name} has {count} f_rest properties", "degree 0, 1, 2, 3, 4 has 0, 9, 24, 45, 72 of them");
        }

        return Group(file, element, [.. Enumerable.Range(0, count).Select(i => $"f_rest_{i}")], required: true);
    }
}
