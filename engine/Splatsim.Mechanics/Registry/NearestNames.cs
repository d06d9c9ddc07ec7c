namespace Splatsim.Mechanics;

/// <summary>Finds the names that a user probably meant.</summary>
public static class NearestNames
{
    /// <summary>The names most like a text, best first.</summary>
    /// <param name="text">What the user wrote.</param>
    /// <param name="names">What there is.</param>
    /// <param name="count">How many at most.</param>
    public static IReadOnlyList<string> Of(string text, IEnumerable<string> names, int count) =>
        [.. names
            .Select(name => (Name: name, Distance: Distance(text, name)))
            .OrderBy(pair => pair.Distance).ThenBy(pair => pair.Name, StringComparer.Ordinal)
            .Take(count).Select(pair => pair.Name)];

    // Edits between the texts; one that contains the other is nearer than any other of its length.
    private static double Distance(string text, string name)
    {
        string a = Plain(text), b = Plain(name);
        int edits = Edits(a, b);
        bool contains = a.Length > 2 && b.Length > 2
            && (b.Contains(a, StringComparison.Ordinal) || a.Contains(b, StringComparison.Ordinal));
        return contains ? 0.01 * edits : edits;
    }

    private static string Plain(string text) => new([.. text.Where(char.IsLetterOrDigit).Select(char.ToLowerInvariant)]);

    // Levenshtein 1966, two rows.
    private static int Edits(string a, string b)
    {
        int[] previous = new int[b.Length + 1];
        int[] current = new int[b.Length + 1];
        for (int j = 0; j <= b.Length; j++) previous[j] = j;
        for (int i = 1; i <= a.Length; i++)
        {
            current[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int replaced = previous[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                current[j] = Math.Min(replaced, Math.Min(previous[j], current[j - 1]) + 1);
            }

            (previous, current) = (current, previous);
        }

        return previous[b.Length];
    }
}
