using Splatsim.Mechanics;

namespace Splatsim.Materials;

/// <summary>A real substance: its law and its values in SI units, as textbooks and tables have them.</summary>
public sealed class MaterialPreset
{
    internal MaterialPreset(
        string id, IReadOnlyList<string> names, string family, string lawKey, IReadOnlyDictionary<string, double> parameters)
    {
        Id = id;
        Names = names;
        Family = family;
        Law = Laws.Find(lawKey);
        Parameters = parameters;
    }

    /// <summary>Stable identifier, as "steel_structural".</summary>
    public string Id { get; }

    /// <summary>Everyday names that find it, as "steel".</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>What it is kin to, as "metal".</summary>
    public string Family { get; }

    /// <summary>Its law.</summary>
    public LawEntry Law { get; }

    /// <summary>Parameters by the law's keys; angles in degrees under keys that end in "Degrees".</summary>
    public IReadOnlyDictionary<string, double> Parameters { get; }

    /// <summary>Mass density [kg/m^3].</summary>
    public required double MassDensity { get; init; }

    /// <summary>Range of Young's modulus over real samples [Pa]; null where the value is narrow.</summary>
    public (double Low, double High)? YoungsModulusRange { get; init; }

    /// <summary>Static friction on a dry hard surface.</summary>
    public required double StaticFriction { get; init; }

    /// <summary>Where the values come from: marks, explained by <see cref="MaterialProvenance"/>.</summary>
    public required string Provenance { get; init; }

    /// <summary>Remarks on the values; empty for none.</summary>
    public required string Note { get; init; }

    /// <inheritdoc/>
    public override string ToString() => Id;
}
