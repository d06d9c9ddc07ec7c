namespace Splatsim.Mechanics;

/// <summary>One parameter of a law: what a user may set.</summary>
/// <param name="Key">Name in scene files and presets, as "youngsModulus".</param>
/// <param name="Unit">SI unit; "1" where it has none, "rad" for angles.</param>
/// <param name="Default">Value where the user gives none.</param>
/// <param name="Minimum">Smallest value that is accepted.</param>
/// <param name="Maximum">Largest value that is accepted.</param>
/// <param name="Summary">What it is.</param>
public sealed record LawParameter(
    string Key, string Unit, double Default, double Minimum, double Maximum, string Summary)
{
    /// <summary>Named values, when the parameter is an option; empty for a quantity.</summary>
    public IReadOnlyList<LawChoice> Choices { get; init; } = [];

    /// <summary>What it does when the material is softened to meet a budget of substeps.</summary>
    public LawParameterRole Role { get; init; }

    /// <summary>True for an option with named values.</summary>
    public bool IsChoice => Choices.Count > 0;

    /// <summary>Young's modulus, common to the elastic laws.</summary>
    public static LawParameter YoungsModulus { get; } =
        new("youngsModulus", "Pa", 1e5, 1, 1e13, "Young's modulus E.")
        {
            Role = LawParameterRole.Stiffness,
        };

    /// <summary>Poisson's ratio, common to the elastic laws.</summary>
    /// <remarks>At 0.5 the P-wave modulus is infinite; at 0.4999 it is 1667 times Young's modulus, at 0.495 34 times.</remarks>
    public static LawParameter PoissonsRatio { get; } =
        new("poissonsRatio", "1", 0.3, -0.9, 0.4999, "Poisson's ratio nu.");

    /// <summary>An option: its named values are 0, 1, 2 ... and the first is the default.</summary>
    public static LawParameter Option(string key, string summary, params ReadOnlySpan<string> names)
    {
        LawChoice[] choices = new LawChoice[names.Length];
        for (int i = 0; i < names.Length; i++) choices[i] = new LawChoice(names[i], i);
        return new LawParameter(key, "1", 0, 0, names.Length - 1, summary) { Choices = choices };
    }

    /// <summary>The number of a named value.</summary>
    /// <exception cref="LawParameterException">The name is none of the choices.</exception>
    public double Choice(string name)
    {
        foreach (LawChoice choice in Choices)
            if (string.Equals(choice.Name, name, StringComparison.OrdinalIgnoreCase)) return choice.Value;
        throw new LawParameterException(
            Key, IsChoice
                ? $"'{name}' is no value of {Key}; write one of {string.Join(", ", Choices.Select(c => c.Name))}"
                : $"{Key} is a number [{Unit}], not '{name}'");
    }

    /// <summary>Checks a value.</summary>
    /// <exception cref="LawParameterException">The value is not finite, out of range, or none of the choices.</exception>
    public void Validate(double value)
    {
        if (!(value >= Minimum && value <= Maximum))
            throw new LawParameterException(
                Key, FormattableString.Invariant(
                    $"{Key} = {value:R} {Unit} is outside {Minimum:R} .. {Maximum:R}; write a value inside ({Summary})"));
        if (IsChoice && !Choices.Any(c => c.Value == value))
            throw new LawParameterException(
                Key, FormattableString.Invariant(
                    $"{Key} = {value:R} is none of {string.Join(", ", Choices.Select(c => $"{c.Name} ({c.Value})"))}"));
    }
}
