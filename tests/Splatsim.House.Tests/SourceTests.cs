using System.Text.RegularExpressions;

namespace Splatsim.Tests;

/// <summary>What every source file owes to its readers.</summary>
public sealed partial class SourceTests
{
    private const int LongestFile = 600;
    private const int LongestRoomReadme = 25;

    // Each registry, and a word by which a generic test that walks it is known.
    private static readonly (string Registry, string Walk)[] Registries =
    [
        ("engine/Splatsim.Mechanics/Laws.cs", "Laws.All|Laws.Accept"),
        ("engine/Splatsim.Formats/SplatFormats.cs", "SplatFormats.All"),
        ("engine/Splatsim.Simulation/Boundaries/GridBoundaries.cs", "GridBoundaries.All"),
        ("engine/Splatsim.Simulation/Forces/Forces.cs", "Forces.All"),
        ("engine/Splatsim.Materials/MaterialLibrary.cs", "MaterialLibrary.All"),
        ("engine/Splatsim.Fitting/LossFunctions.cs", "LossFunctions.All"),
        ("engine/Splatsim.Verification/Verifications.cs", "Verifications.All"),
    ];

    [Fact]
    public void Files_AreShort()
    {
        foreach (string file in House.Sources("engine", "tools", "samples", "tests", "benchmarks"))
        {
            // Tables of generated numbers are exempt by name.
            if (file.EndsWith(".Table.cs", StringComparison.Ordinal)) continue;
            int lines = File.ReadLines(file).Count();
            Assert.True(lines <= LongestFile, $"{House.Relative(file)} has {lines} lines; split it (limit {LongestFile})");
        }
    }

    [Fact]
    public void Rooms_HaveShortReadmes()
    {
        foreach (string room in House.Rooms)
        {
            string readme = Path.Combine(House.RoomFolder(room), "README.md");
            Assert.True(File.Exists(readme), $"room {room} has no README.md");
            int lines = File.ReadLines(readme).Count();
            Assert.True(lines <= LongestRoomReadme, $"README of {room} has {lines} lines (limit {LongestRoomReadme})");
        }
    }

    [Fact]
    public void PublicMembers_AreDocumented()
    {
        // The compiler reports a public member without docs (CS1591) as an error, unless somebody silences it.
        foreach (string room in House.Rooms)
        {
            string project = File.ReadAllText(Path.Combine(House.RoomFolder(room), $"Splatsim.{room}.csproj"));
            Assert.DoesNotContain("CS1591", project, StringComparison.Ordinal);
            Assert.DoesNotContain("GenerateDocumentationFile", project, StringComparison.Ordinal);
            foreach (string file in House.Sources("engine/Splatsim." + room))
                Assert.DoesNotContain("CS1591", File.ReadAllText(file), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Sources_HaveNoUnfinishedParts()
    {
        foreach (string file in House.Sources("engine", "tools", "samples", "benchmarks"))
        {
            Match match = Unfinished().Match(File.ReadAllText(file));
            Assert.False(match.Success, $"{House.Relative(file)} says '{match.Value}'");
        }
    }

    [Fact]
    public void Registries_AreWalkedByGenericTests()
    {
        string tests = string.Concat(House.Sources("tests").Select(File.ReadAllText));
        foreach ((string registry, string walk) in Registries)
        {
            Assert.True(File.Exists(Path.Combine(House.Root, registry)), $"{registry} is gone: mend the list in this test");
            Assert.True(walk.Split('|').Any(word => tests.Contains(word, StringComparison.Ordinal)), $"no test walks {registry}");
        }
    }

    [GeneratedRegex(@"NotImplementedException|\bTODO\b|\bFIXME\b|\bHACK\b|#region")]
    private static partial Regex Unfinished();
}
