namespace Splatsim.Tests;

/// <summary>Finds results of independent programs (golden) and captured scenes (data) outside the checkout.</summary>
internal static class GoldenData
{
    /// <summary>The golden folder: SPLATSIM_GOLDEN, else shared/golden beside the checkout; null when absent.</summary>
    public static string? Root { get; } = Find("SPLATSIM_GOLDEN", "golden");

    /// <summary>The folder of captured and benchmark scenes; null when absent.</summary>
    public static string? DataRoot { get; } = Find("SPLATSIM_DATA", "data");

    /// <summary>The checkout: the folder that holds Splatsim.sln.</summary>
    public static string Checkout { get; } = FindCheckout();

    /// <summary>All files of one golden folder that match a pattern, sorted; empty when the folder is absent.</summary>
    public static IReadOnlyList<string> Files(string folder, string pattern)
    {
        if (Root is null) return [];
        string path = Path.Combine(Root, folder);
        if (!Directory.Exists(path)) return [];
        return [.. Directory.EnumerateFiles(path, pattern).Order(StringComparer.Ordinal)];
    }

    /// <summary>Skips the running test, by name of what it lacks, when there is no golden folder.</summary>
    public static string RequireRoot()
    {
        Assert.SkipWhen(Root is null, "no golden data: set SPLATSIM_GOLDEN or put it at ../shared/golden");
        return Root!;
    }

    /// <summary>Skips the running test, by name of what it lacks, when there are no captured scenes.</summary>
    public static string RequireDataRoot()
    {
        Assert.SkipWhen(DataRoot is null, "no captured scenes: set SPLATSIM_DATA or put them at ../shared/data");
        return DataRoot!;
    }

    /// <summary>True when tests/golden-later.txt lists the file (path relative to the golden folder) as owed later.</summary>
    public static bool IsOwedLater(string relativePath)
    {
        string list = Path.Combine(Checkout, "tests", "golden-later.txt");
        foreach (string line in File.ReadLines(list))
        {
            string pattern = line.Split('#')[0].Trim();
            if (pattern.Length == 0) continue;
            if (System.IO.Enumeration.FileSystemName.MatchesSimpleExpression(pattern, relativePath)) return true;
        }

        return false;
    }

    private static string? Find(string variable, string name)
    {
        string? configured = Environment.GetEnvironmentVariable(variable);
        if (!string.IsNullOrEmpty(configured)) return Directory.Exists(configured) ? configured : null;
        string beside = Path.GetFullPath(Path.Combine(FindCheckout(), "..", "shared", name));
        return Directory.Exists(beside) ? beside : null;
    }

    private static string FindCheckout()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "Splatsim.sln"))) return folder.FullName;
        throw new DirectoryNotFoundException($"no Splatsim.sln above {AppContext.BaseDirectory}");
    }
}
