using System.Text.Json;
using Splatsim.Scenes;
using Splatsim.Simulation;

namespace Splatsim.Tests;

public sealed class SceneReaderTests
{
    private const string Minimal = """{ "splats": "a.ply", "objects": [ { "material": "jelly" } ] }""";

    [Fact]
    public void Parse_Minimal_HasHonestDefaults()
    {
        SceneDescription scene = SceneReader.Parse(Minimal, "dir/drop.json");
        Assert.Equal("drop", scene.Name);
        Assert.Equal("jelly", scene.Objects[0].Material.Preset);
        Assert.Equal(-9.81, scene.Forces.Gravity.Y.Value);
        Assert.Null(scene.Units.MetersPerUnit);
        Assert.Equal(60, scene.Time.FrameCount);
        Assert.EndsWith(Path.Combine("dir", "a.ply"), scene.Resolve(scene.Splats), StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_CommentsAndTrailingCommas_AreAllowed()
    {
        SceneDescription scene = SceneReader.Parse(
            """
            { // a comment
              "splats": "a.ply", /* another */
              "units": { "metersPerUnit": 0.5, "up": "-y" },
              "objects": [ { "material": { "preset": "jelly", "youngsModulus": 2e4, "massDensity": 900 }, "select": { "label": 3 }, }, ],
            }
            """,
            "x.json");
        Assert.Equal(0.5, scene.Units.MetersPerUnit);
        Assert.Equal(-1, scene.Units.Up!.Value.Y.Value);
        Assert.Equal(2e4, scene.Objects[0].Material.Overrides["youngsModulus"].Number);
        Assert.Equal(900, scene.Objects[0].Material.MassDensity);
        Assert.Equal([3], scene.Objects[0].Selection.Labels);
    }

    [Fact]
    public void Parse_KeyframesOfAParameter_AreRead()
    {
        SceneDescription scene = SceneReader.Parse(
            """{ "splats": "a.ply", "objects": [ { "material": { "law": "muscle", "activation": [ { "time": 0, "value": 0 }, { "time": 2, "value": 1 } ] } } ] }""",
            "x.json");
        Assert.Equal([(0, 0), (2, 1)], scene.Objects[0].Material.Overrides["activation"].Keys);
    }

    [Theory]
    [InlineData("""{ "splats": "a.ply", "objects": [ { "material": { "law": "muscle", "activation": [ { "time": 1, "value": 0 }, { "time": 1, "value": 1 } ] } } ] }""", "$.objects[0].material.activation[1].time", "sort")]
    [InlineData("""{ "splats": "a.ply", "objects": [ { "material": "jelly", "velocty": [0,0,0] } ] }""", "$.objects[0].velocty", "velocity")]
    [InlineData("""{ "splats": "a.ply", "objects": [ { "material": "jelly" } ], "solver": { "cellsize": 1 } }""", "$.solver.cellsize", "cellSize")]
    [InlineData("""{ "splats": "a.ply", "objects": [ { "material": "jelly" } ], "boundaries": [ { "type": "plain" } ] }""", "$.boundaries[0].type", "plane")]
    [InlineData("""{ "splats": "a.ply", "objects": [ { "material": "jelly" } ], "boundaries": [ { "type": "plane", "surface": "stiky" } ] }""", "$.boundaries[0].surface", "sticky")]
    [InlineData("""{ "splats": "a.ply", "objects": [ { "material": "jelly" } ], "time": { "duration": -1 } }""", "$.time.duration", "range")]
    [InlineData("""{ "splats": "a.ply", "objects": [ { "material": "jelly" } ], "solver": { "courant": 1.5 } }""", "$.solver.courant", "0.8")]
    [InlineData("""{ "splats": "a.ply", "objects": [ { "material": "jelly" } ], "camera": { "eye": [1, 2] } }""", "$.camera.eye", "[0, 0, 0]")]
    [InlineData("""{ "objects": [ { "material": "jelly" } ] }""", "$", "splats")]
    [InlineData("""{ "splats": "a.ply" }""", "$", "objects")]
    [InlineData("""{ "splats": "a.ply", "objects": [ {} ] }""", "$.objects[0]", "material")]
    [InlineData("""{ "splats": 3, "objects": [] }""", "$.splats", "text")]
    [InlineData("""{ "splats": "a.ply", """, "line 1", "JSON")]
    public void Parse_Wrong_NamesPathAndFix(string text, string path, string mention)
    {
        SceneFileException error = Assert.Throws<SceneFileException>(() => SceneReader.Parse(text, "x.json"));
        Assert.StartsWith(path, error.JsonPath, StringComparison.Ordinal);
        Assert.Contains("x.json", error.Message, StringComparison.Ordinal);
        Assert.Contains(mention, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Schema_EveryKey_IsUnderstoodByTheReader()
    {
        // A key that only the schema knows is refused by the reader as unknown, and that is what this test looks for.
        using Stream stream = typeof(SceneReader).Assembly.GetManifestResourceStream("scene.schema.json")!;
        using JsonDocument schema = JsonDocument.Parse(stream);
        foreach (string section in (string[])["units", "forces", "time", "solver", "camera", "render", "output"])
        {
            foreach (JsonProperty key in schema.RootElement.GetProperty("properties").GetProperty(section).GetProperty("properties").EnumerateObject())
                AssertKnown(section, key.Name);
        }

        foreach (string definition in (string[])["object", "boundary", "impulse"])
        {
            foreach (JsonProperty key in schema.RootElement.GetProperty("definitions").GetProperty(definition).GetProperty("properties").EnumerateObject())
                AssertKnown(definition, key.Name);
        }

        foreach (JsonProperty key in schema.RootElement.GetProperty("properties").EnumerateObject()) AssertKnown("", key.Name);
        foreach (JsonProperty definition in schema.RootElement.GetProperty("definitions").EnumerateObject())
        {
            if (!definition.Name.Contains('.', StringComparison.Ordinal)) continue;
            foreach (JsonProperty key in definition.Value.GetProperty("properties").EnumerateObject()) AssertKnown(definition.Name, key.Name);
        }
    }

    [Fact]
    public void Schema_EveryForceOfTheRegistry_IsDescribed()
    {
        using Stream stream = typeof(SceneReader).Assembly.GetManifestResourceStream("scene.schema.json")!;
        using JsonDocument schema = JsonDocument.Parse(stream);
        foreach (ForceEntry force in Forces.All)
            Assert.True(schema.RootElement.GetProperty("definitions").TryGetProperty("force." + force.Key, out _), force.Key);
    }

    private static void AssertKnown(string section, string key)
    {
        // null is "not given" everywhere, so that a known key passes and an unknown one is named.
        string text = section switch
        {
            "" => $$"""{ "splats": "a.ply", "objects": [ { "material": "jelly" } ], "{{key}}": null }""",
            "object" => $$"""{ "splats": "a.ply", "objects": [ { "{{key}}": null, "material": "jelly" } ] }""",
            "boundary" => $$"""{ "splats": "a.ply", "objects": [ { "material": "jelly" } ], "boundaries": [ { "{{key}}": null, "type": "plane" } ] }""",
            "impulse" => $$"""{ "splats": "a.ply", "objects": [ { "material": "jelly" } ], "forces": { "impulses": [ { "{{key}}": null, "force": [0,0,0] } ] } }""",
            _ when section.StartsWith("force.", StringComparison.Ordinal) =>
                $$"""{ "splats": "a.ply", "objects": [ { "material": "jelly" } ], "forces": { "list": [ { {{Item(section, key)}} } ] } }""",
            _ when section.StartsWith("event.", StringComparison.Ordinal) =>
                $$"""{ "splats": "a.ply", "objects": [ { "material": "jelly" } ], "events": [ { {{Item(section, key)}} } ] }""",
            _ => $$"""{ "splats": "a.ply", "objects": [ { "material": "jelly" } ], "{{section}}": { "{{key}}": null } }""",
        };
        Exception? error = Record.Exception(() => SceneReader.Parse(text, "x.json"));
        Assert.False(error?.Message.Contains("unknown key", StringComparison.Ordinal) ?? false, $"{section}.{key}: {error?.Message}");
    }

    // What a force or event of the type needs, but for the key, which is not given.
    private static string Item(string section, string key)
    {
        string type = section[(section.IndexOf('.', StringComparison.Ordinal) + 1)..];
        (string Key, string Value)[] all =
        [
            ("type", $"\"{type}\""), ("acceleration", type == "gravity" ? "[0, 1, 0]" : "3"), ("velocity", "[1, 0, 0]"), ("point", "[1, 0, 0]"), ("edge", "[1, 0, 0]"), ("strength", "1"), ("radius", "1"),
            ("angularSpeed", "1"), ("coreRadius", "1"), ("level", "0"), ("file", "\"f\""), ("rate", "1"), ("stiffness", "1"), ("first", "0"), ("last", "1"), ("end", "2"),
            ("center", "[0, 1, 0]"), ("speed", "1"), ("material", "\"water\""), ("box", "{ \"center\": [0, 0, 0], \"size\": [1, 1, 1] }"),
        ];
        string[] needed = (section switch
        {
            "force.gravity" => "acceleration",
            "force.wind" => "velocity",
            "force.attractor" => "point strength",
            "force.blast" => "point acceleration radius",
            "force.vortex" => "point angularSpeed coreRadius",
            "force.buoyancy" => "level",
            "force.field" => "file",
            "force.damping" => "rate",
            "force.grab" => "point radius stiffness",
            "event.release" => "first last end",
            "event.cut" => "edge",
            "event.emitter" => "center speed material radius",
            _ => "box",
        }).Split(' ');
        IEnumerable<string> parts = all.Where(a => a.Key == "type" || (a.Key != key && needed.Contains(a.Key))).Select(a => $"\"{a.Key}\": {a.Value}");
        return string.Join(", ", key == "type" ? parts : parts.Append($"\"{key}\": null"));
    }
}
