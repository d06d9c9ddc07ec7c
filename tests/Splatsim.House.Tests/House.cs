using System.Xml.Linq;

namespace Splatsim.Tests;

/// <summary>The project's own files, as the house rules see them.</summary>
internal static class House
{
    public static string Root => GoldenData.Checkout;

    /// <summary>Rooms of the engine by short name (without "Splatsim.").</summary>
    public static IReadOnlyList<string> Rooms { get; } =
    [
        .. Directory.EnumerateDirectories(Path.Combine(Root, "engine"))
            .Select(d => Path.GetFileName(d)!)
            .Where(n => n.StartsWith("Splatsim.", StringComparison.Ordinal))
            .Select(n => n["Splatsim.".Length..])
            .Order(StringComparer.Ordinal),
    ];

    public static string RoomFolder(string room) => Path.Combine(Root, "engine", "Splatsim." + room);

    public static XDocument ProjectFile(string room) =>
        XDocument.Load(Path.Combine(RoomFolder(room), $"Splatsim.{room}.csproj"));

    /// <summary>All source files below some top folders, generated and build output left out.</summary>
    public static IEnumerable<string> Sources(params string[] topFolders) =>
        topFolders
            .Select(folder => Path.Combine(Root, folder))
            .Where(Directory.Exists)
            .SelectMany(folder => Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories))
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains("/bin/", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal);

    public static string Relative(string file) => Path.GetRelativePath(Root, file);
}
