namespace Splatsim.Mechanics;

/// <summary>There is no law of that name.</summary>
public sealed class UnknownLawException : ArgumentException
{
    /// <summary>Names the nearest laws that there are.</summary>
    /// <param name="name">What was asked for.</param>
    /// <param name="nearest">Names like it, best first.</param>
    public UnknownLawException(string name, IReadOnlyList<string> nearest)
        : base($"there is no law '{name}'; did you mean {string.Join(" or ", nearest.Select(n => $"'{n}'"))}?")
    {
        Name = name;
        Nearest = nearest;
    }

    /// <summary>What was asked for.</summary>
    public string Name { get; }

    /// <summary>Names like it, best first.</summary>
    public IReadOnlyList<string> Nearest { get; }
}
