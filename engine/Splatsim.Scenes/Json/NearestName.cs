namespace Splatsim.Scenes;

/// <summary>Finds what somebody probably meant to type.</summary>
public static class NearestName
{
    /// <summary>The candidate with the fewest edits to the given name, case ignored; null when nothing is near.</summary>
    /// <param name="name">What was typed.</param>
    /// <param name="candidates">What would be valid.</param>
    public static string? Find(string name, IEnumerable<string> candidates)
    {
        string? best = null;
        int fewest = Math.Max(2, name.Length / 2);
        foreach (string candidate in candidates)
        {
            int edits = Distance(name.ToUpperInvariant(), candidate.ToUpperInvariant());
            if (edits > fewest || (edits == fewest && best is not null)) continue;
            (best, fewest) = (candidate, edits);
        }

        return best;
    }

    /// <summary>A sentence end: the nearest name when there is one, else the whole list.</summary>
    /// <param name="name">What was typed.</param>
    /// <param name="candidates">What would be valid.</param>
    public static string Suggest(string name, IEnumerable<string> candidates)
    {
        List<string> all = [.. candidates];
        string? nearest = Find(name, all);
        return nearest is null ? $"use one of: {string.Join(", ", all)}" : $"did you mean \"{nearest}\"?";
    }

    // Levenshtein 1966, one row at a time.
    private static int Distance(string a, string b)
    {
        int[] row = new int[b.Length + 1];
        for (int j = 0; j <= b.Length; j++) row[j] = j;
        for (int i = 1; i <= a.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int substituted = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(substituted, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[b.Length];
    }
}
