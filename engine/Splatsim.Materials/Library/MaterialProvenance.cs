namespace Splatsim.Materials;

/// <summary>What the source marks of the material table mean.</summary>
public static class MaterialProvenance
{
    /// <summary>Every mark with its meaning.</summary>
    public static IReadOnlyDictionary<char, string> Marks { get; } = new Dictionary<char, string>
    {
        ['H'] = "table in a textbook",
        ['T'] = "public engineering, biomechanics or soil tables",
        ['M'] = "range quoted in the VoMP paper",
        ['K'] = "general engineering knowledge: an order of magnitude",
        ['S'] = "custom of published particle simulations: no real substance",
    };

    /// <summary>The meaning of the marks of a preset, joined.</summary>
    public static string Explain(string marks) =>
        string.Join("; ", marks.Where(char.IsLetter).Select(mark => Marks[mark]));
}
