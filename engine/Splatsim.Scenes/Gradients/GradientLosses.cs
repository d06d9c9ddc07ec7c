namespace Splatsim.Scenes;

/// <summary>The registry of losses that gradients are checked with. To add one: a class in this folder, and a line here.</summary>
public static class GradientLosses
{
    /// <summary>All of them; the first is the default.</summary>
    public static IReadOnlyList<GradientLoss> All { get; } =
        [new MixedLoss(), new DisplacementLoss(), new HeightLoss(), new EnergyLoss(), new StrainLoss()];

    /// <summary>The loss of a name.</summary>
    /// <param name="key">The name.</param>
    /// <exception cref="ArgumentException">There is none; the message has all names.</exception>
    public static GradientLoss Find(string key) =>
        All.FirstOrDefault(l => string.Equals(l.Key, key, StringComparison.OrdinalIgnoreCase))
        ?? throw new ArgumentException($"there is no loss \"{key}\"; there are {string.Join(", ", All.Select(l => l.Key))}");
}
