namespace Splatsim.Materials;

/// <summary>There is no material of that name.</summary>
public sealed class UnknownMaterialException : ArgumentException
{
    /// <summary>Names the nearest materials that there are.</summary>
    /// <param name="name">What was asked for.</param>
    /// <param name="nearest">Names like it, best first.</param>
    public UnknownMaterialException(string name, IReadOnlyList<string> nearest)
        : base(
            $"there is no material '{name}'; did you mean {string.Join(", ", nearest.Select(n => $"'{n}'"))}? "
            + "(splatsim materials lists all)")
    {
        Name = name;
        Nearest = nearest;
    }

    /// <summary>What was asked for.</summary>
    public string Name { get; }

    /// <summary>Names like it, best first.</summary>
    public IReadOnlyList<string> Nearest { get; }
}
