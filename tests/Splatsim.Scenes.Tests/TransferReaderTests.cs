using System.Text.Json;
using Splatsim.Scenes;
using Splatsim.Simulation;

namespace Splatsim.Tests;

/// <summary>The section solver.transfer: every registered scheme can be chosen, and mistakes are named.</summary>
public sealed class TransferReaderTests
{
    [Fact]
    public void Parse_WithoutSection_IsTheDefault() => Assert.Equal(TransferOptions.Default, Parse("{}"));

    [Fact]
    public void Parse_EveryScheme_IsChosen()
    {
        foreach (TransferSchemeEntry entry in TransferSchemes.All)
            Assert.Equal(entry.Scheme, Parse($$"""{ "transfer": { "scheme": "{{entry.Key}}" } }""").Scheme);
    }

    [Fact]
    public void Parse_Numbers_AreKept()
    {
        TransferOptions read = Parse("""{ "transfer": { "scheme": "asflip", "gradient": "kernel", "kernel": "cubic", "flipBlend": 0.9, "separatingShift": 0.5, "compressedShift": 0.1 } }""");
        TransferOptions meant = new()
        {
            Scheme = TransferScheme.Asflip,
            Gradient = TransferGradient.KernelGradient,
            Kernel = TransferKernel.Cubic,
            FlipBlend = 0.9,
            SeparatingShift = 0.5,
            CompressedShift = 0.1,
        };
        Assert.Equal(meant, read);
    }

    [Theory]
    [InlineData("""{ "transfer": { "scheme": "flop" } }""", "$.solver.transfer.scheme", "flip")]
    [InlineData("""{ "transfer": { "scheme": "flip", "flipBlend": 1.5 } }""", "$.solver.transfer.flipBlend", "0 to 1")]
    [InlineData("""{ "transfer": { "damping": 0.5 } }""", "$.solver.transfer.damping", "rpic")]
    [InlineData("""{ "unbounded": true, "backend": "reference" }""", "$.solver.unbounded", "fast")]
    [InlineData("""{ "transfer": { "kernl": "cubic" } }""", "$.solver.transfer.kernl", "kernel")]
    public void Parse_Wrong_NamesPathAndFix(string solver, string path, string mention)
    {
        SceneFileException error = Assert.Throws<SceneFileException>(() => Parse(solver));
        Assert.Equal(path, error.JsonPath);
        Assert.Contains(mention, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Schema_ListsTheRegisteredSchemes()
    {
        using Stream stream = typeof(SceneReader).Assembly.GetManifestResourceStream("scene.schema.json")!;
        using JsonDocument schema = JsonDocument.Parse(stream);
        JsonElement transfer = schema.RootElement.GetProperty("properties").GetProperty("solver").GetProperty("properties").GetProperty("transfer").GetProperty("properties");
        Assert.Equal(TransferSchemes.All.Select(s => s.Key), transfer.GetProperty("scheme").GetProperty("enum").EnumerateArray().Select(e => e.GetString()));
        foreach (JsonProperty key in transfer.EnumerateObject()) Parse($$"""{ "transfer": { "{{key.Name}}": null } }""");
    }

    private static TransferOptions Parse(string solver) =>
        SceneReader.Parse($$"""{ "splats": "a.ply", "objects": [ { "material": "jelly" } ], "solver": {{solver}} }""", "x.json").Solver.Transfer;
}
