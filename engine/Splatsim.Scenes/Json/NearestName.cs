using Splatsim.Mechanics;

namespace Splatsim.Scenes;

/// <summary>The end of an error message: what somebody probably meant to type.</summary>
internal static class NearestName
{
    /// <summary>The nearest names, or the whole list where it is short.</summary>
    /// <param name="name">What was typed.</param>
    /// <param name="candidates">What would be valid.</param>
    public static string Suggest(string name, IEnumerable<string> candidates)
    {
        List<string> all = [.. candidates];
        // A short list is more help than a guess.
        if (all.Count is > 0 and <= 5) return $"use one of: {string.Join(", ", all)}";
        IReadOnlyList<string> nearest = NearestNames.Of(name, all, 2);
        return nearest.Count > 0 ? $"did you mean {string.Join(" or ", nearest.Select(n => $"\"{n}\""))}?" : "remove it";
    }
}
