using System.Globalization;
using System.Text.Json;

namespace Splatsim.Tests;

/// <summary>Every sample scene as a user runs it, in full size and to its end: the reduced checks of samples do not see what breaks late or at full resolution.</summary>
public sealed class SampleFilmTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("splatsim-films-").FullName;

    public static TheoryData<string> Scenes =>
        new(Directory.GetFiles(Path.Combine(GoldenData.Checkout, "samples", "scenes"), "*.json").Select(f => Path.GetFileNameWithoutExtension(f)!).Order());

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [MemberData(nameof(Scenes))]
    [Trait("Tier", "Full")]
    public void Animate_SampleInFullSize_RunsToItsEnd(string name)
    {
        string scene = Path.Combine(GoldenData.Checkout, "samples", "scenes", name + ".json");
        (int code, string output, string error) = CommandRunner.Run("check", scene, "--json");
        Assert.True(code == 0, error);
        // The start is a picture too.
        int frames = JsonDocument.Parse(output).RootElement.GetProperty("report").GetProperty("frameCount").GetInt32() + 1;

        string film = Path.Combine(folder, name + ".mp4"), table = Path.Combine(folder, name + ".csv");
        (code, output, error) = CommandRunner.Run(TimeSpan.FromMinutes(30), "animate", scene, "-o", film, "--statistics", table, "--json");
        Assert.True(code == 0, error);
        Assert.Equal(frames, JsonDocument.Parse(output).RootElement.GetProperty("frames").GetInt32());
        string[] rows = File.ReadAllLines(table);
        Assert.Equal(frames + 1, rows.Length);
        Assert.All(rows[1..], row => Assert.All(row.Split(','), cell => Assert.True(
            !double.TryParse(cell, CultureInfo.InvariantCulture, out double value) || double.IsFinite(value), $"{name}: {row}")));
        Assert.True(new FileInfo(film).Length > 10_000);
    }
}
