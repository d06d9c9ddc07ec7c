using Splatsim.Mechanics;

namespace Splatsim.Materials;

/// <summary>
/// The built-in materials, by everyday names, with real values. To add one: a line in Library/materials.tsv. Rows whose law
/// does not exist yet are listed, and refused by name with the nearest usable one.
/// </summary>
public static class MaterialLibrary
{
    private const int NearestCount = 3;

    /// <summary>Every row of the table, usable or not, in its order.</summary>
    public static IReadOnlyList<MaterialPreset> All { get; } = MaterialTable.Read();

    // After the table, which it is made from.
    private static Dictionary<string, MaterialPreset> ByName { get; } = Index();

    /// <summary>The usable material of a name: its identifier or an everyday name; case, hyphens and spaces do not matter.</summary>
    /// <exception cref="UnknownMaterialException">There is none; the message has the nearest names.</exception>
    /// <exception cref="UnusableMaterialException">Its law does not exist yet; the message has the nearest usable one.</exception>
    public static MaterialPreset Find(string name)
    {
        MaterialPreset preset = TryFind(name)
            ?? throw new UnknownMaterialException(name, NearestNames.Of(name, ByName.Keys, NearestCount));
        return preset.IsUsable ? preset : throw new UnusableMaterialException(preset, NearestUsable(preset));
    }

    /// <summary>The row of a name, usable or not; null when there is none.</summary>
    public static MaterialPreset? TryFind(string name) => ByName.GetValueOrDefault(Plain(name));

    /// <summary>Rows whose identifier, everyday names, family or law contain a text; all rows for an empty one.</summary>
    public static IReadOnlyList<MaterialPreset> Search(string text)
    {
        string wanted = Plain(text);
        return [.. All.Where(preset => Words(preset).Any(word => word.Contains(wanted, StringComparison.Ordinal)))];
    }

    /// <summary>
    /// The usable material most like another: nearest in stiffness and density (by factors of ten) and Poisson's ratio,
    /// with a preference for its own family.
    /// </summary>
    public static MaterialPreset NearestUsable(MaterialPreset preset) =>
        All.Where(candidate => candidate.IsUsable && candidate.Parameters.ContainsKey("youngsModulus"))
            .MinBy(candidate => Unlikeness(preset, candidate))!;

    // A decade of stiffness or density counts as 1, and so does another family: kin within a decade are preferred.
    private static double Unlikeness(MaterialPreset a, MaterialPreset b)
    {
        double stiffness = Math.Abs(Math.Log10(a.Parameters["youngsModulus"] / b.Parameters["youngsModulus"]));
        double density = Math.Abs(Math.Log10(a.MassDensity / b.MassDensity));
        double squeeze = 2 * Math.Abs(a.Parameters["poissonsRatio"] - b.Parameters["poissonsRatio"]);
        return stiffness + density + squeeze + (a.Family == b.Family ? 0 : 1);
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
        preset.Names.Append(preset.Id).Append(preset.Family).Append(preset.LawKey).Select(Plain);

    private static string Plain(string name) =>
        string.Join(' ', name.ToLowerInvariant().Split([' ', '-', '_'], StringSplitOptions.RemoveEmptyEntries));
}
