using Splatsim.Mechanics;

namespace Splatsim.Materials;

/// <summary>
/// The built-in materials, by everyday names, with real values. To add one: a line in Library/materials.tsv.
/// </summary>
public static class MaterialLibrary
{
    private const int NearestCount = 3;

    /// <summary>Every row of the table, in its order.</summary>
    public static IReadOnlyList<MaterialPreset> All { get; } = MaterialTable.Read();

    // After the table, which it is made from.
    private static Dictionary<string, MaterialPreset> ByName { get; } = Index();

    /// <summary>The material of a name: its identifier or an everyday name; case, hyphens and spaces do not matter.</summary>
    /// <exception cref="UnknownMaterialException">There is none; the message has the nearest names.</exception>
    public static MaterialPreset Find(string name) =>
        TryFind(name) ?? throw new UnknownMaterialException(name, NearestNames.Of(name, ByName.Keys, NearestCount));

    /// <summary>The row of a name; null when there is none.</summary>
    public static MaterialPreset? TryFind(string name) => ByName.GetValueOrDefault(Plain(name));

    /// <summary>Rows whose identifier, everyday names, family or law contain a text; all rows for an empty one.</summary>
    public static IReadOnlyList<MaterialPreset> Search(string text)
    {
        string wanted = Plain(text);
        return [.. All.Where(preset => Words(preset).Any(word => word.Contains(wanted, StringComparison.Ordinal)))];
    }

    private static Dictionary<string, MaterialPreset> Index()
    {
        Dictionary<string, MaterialPreset> index = [];
        foreach (MaterialPreset preset in All)
        {
            index.Add(Plain(preset.Id), preset);
            foreach (string name in preset.Names) index.Add(Plain(name), preset);
        }

        return index;
    }

    private static IEnumerable<string> Words(MaterialPreset preset) =>
        preset.Names.Append(preset.Id).Append(preset.Family).Append(preset.Law.Key).Select(Plain);

    private static string Plain(string name) =>
        string.Join(' ', name.ToLowerInvariant().Split([' ', '-', '_'], StringSplitOptions.RemoveEmptyEntries));
}
