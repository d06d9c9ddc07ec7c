using System.Text.Json;
using System.Text.Json.Nodes;
using Splatsim.Scenes;

namespace Splatsim.Tests;

/// <summary>
/// Scene files with one thing spoiled at a time, everywhere: the reader says what is wrong (<see cref="SceneFileException"/>) or reads
/// it; what it reads can be prepared and stepped, or is refused by a named error. No other exception, no hang.
/// </summary>
public sealed class SceneFuzzTests : IDisposable
{
    // Wrong types, extremes of numbers, shapes that almost fit.
    private static readonly string[] Spoilers =
    [
        "null", "true", "\"\"", "\"nonsense\"", "\"auto\"", "0", "-1", "1e300", "-1e300", "1e-300", "2147483648", "0.5", "[]", "[0, 0, 0]", "[1e300, 0, -1e300]", "[1, 2]", "{}", "{ \"x\": 1 }",
    ];

    // A preparation takes milliseconds, at the default resolution some seconds; one that takes this long hangs.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly string folder = Directory.CreateTempSubdirectory("splatsim-fuzz-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    public static TheoryData<string> Samples => new(Directory.EnumerateFiles(Path.Combine(GoldenData.Checkout, "samples", "scenes"), "*.json").Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Samples))]
    public void Sample_OneThingSpoiled_IsReadOrRefusedByName(string name)
    {
        string text = File.ReadAllText(Path.Combine(GoldenData.Checkout, "samples", "scenes", name));
        int read = 0, refused = 0;
        foreach (string spoiled in Mutations(text))
        {
            try
            {
                SceneReader.Parse(spoiled, name);
                read++;
            }
            catch (SceneFileException error)
            {
                Assert.NotEmpty(error.JsonPath);
                refused++;
            }
            catch (Exception error) when (error is not Xunit.Sdk.IAssertionException)
            {
                Assert.Fail($"{error.GetType().Name}: {error.Message} for {spoiled}");
            }
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{name}: {read} read, {refused} refused");
        Assert.True(refused > read);
    }

    [Fact]
    public void Text_CutAnywhere_IsRefusedByName()
    {
        string text = File.ReadAllText(Path.Combine(GoldenData.Checkout, "samples", "scenes", "toy.json"));
        string body = text.TrimEnd();
        for (int length = 0; length < body.Length; length += 3)
            Assert.Throws<SceneFileException>(() => SceneReader.Parse(body[..length], "cut.json"));
    }

    [Fact]
    public void Ball_OneThingSpoiled_RunsOrIsRefusedByName() => Run(every: 11);

    [Fact]
    [Trait("Tier", "Full")]
    public void Ball_EveryThingSpoiled_RunsOrIsRefusedByName() => Run(every: 1);

    private const string Rich = """
        {
          "splats": "ball.ply", "units": { "metersPerUnit": 1, "up": "-y", "groundHeight": 0 },
          "objects": [ { "name": "ball", "material": { "law": "neo-hookean", "youngsModulus": 1e4, "poissonsRatio": 0.3, "massDensity": 900 },
                         "select": { "box": { "minimum": [-1, 0, -1], "maximum": [1, 1, 1] } }, "offset": [0, 0.1, 0], "velocity": [0, -1, 0], "angularVelocity": [0, 1, 0] } ],
          "boundaries": [ { "type": "ground", "surface": "coulomb", "friction": 0.4 }, { "type": "walls", "surface": "separate" } ],
          "forces": { "gravity": [0, -9.81, 0] },
          "time": { "duration": 0.1, "framesPerSecond": 60, "speed": 1 },
          "solver": { "resolution": 8, "courant": 0.4, "substepsPerSecond": 2000, "seed": 1 },
          "camera": { "type": "orbit", "target": [0, 0.2, 0], "distance": 1.2, "azimuthDegrees": 25, "elevationDegrees": 14 },
          "render": { "width": 32, "height": 24, "background": [1, 1, 1] }
        }
        """;

    private void Run(int every)
    {
        int index = 0, ran = 0, refused = 0;
        List<string> wrong = [];
        foreach (string spoiled in Mutations(Rich))
        {
            if (index++ % every != 0) continue;
            using CancellationTokenSource patience = new(Patience);
            try
            {
                Scene scene = BallScene.Of(folder, spoiled);
                using SceneRun run = scene.Prepare(null, patience.Token);
                run.Step(null, patience.Token);
                ran++;
                if (!double.IsFinite(run.Simulator.Statistics().CenterOfMass.LengthSquared.Value)) wrong.Add($"not finite: {Difference(spoiled)}");
            }
            catch (Exception error) when (IsNamed(error))
            {
                refused++;
            }
            catch (OperationCanceledException)
            {
                wrong.Add($"longer than {Patience}: {Difference(spoiled)}");
            }
            catch (Exception error) when (error is not Xunit.Sdk.IAssertionException)
            {
                wrong.Add($"{error.GetType().Name}: {error.Message}: {Difference(spoiled)}");
            }
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{ran} ran, {refused} refused");
        // Most spoilers are of the wrong type; those that are not must get through to the simulation.
        Assert.True(ran > refused / 10, $"{ran} ran, {refused} refused");
        Assert.True(wrong.Count == 0, string.Join(Environment.NewLine, wrong));
    }

    private static bool IsNamed(Exception error) =>
        error is SceneFileException || (error.GetType().Namespace?.StartsWith("Splatsim", StringComparison.Ordinal) ?? false);

    private static string Difference(string spoiled)
    {
        string normal = Normal(Rich);
        int first = 0;
        while (first < Math.Min(normal.Length, spoiled.Length) && normal[first] == spoiled[first]) first++;
        int start = Math.Max(0, first - 40);
        return spoiled.Substring(start, Math.Min(90, spoiled.Length - start));
    }

    private static string Normal(string text) => Parse(text).ToJsonString();

    private static JsonNode Parse(string text) =>
        JsonNode.Parse(text, null, new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true })!;

    // The text with each node in turn dropped, and replaced by each spoiler.
    private static IEnumerable<string> Mutations(string text)
    {
        int count = Places(Parse(text)).Count();
        for (int place = 0; place < count; place++)
        {
            foreach (string? spoiler in Spoilers.Prepend(null))
            {
                JsonNode root = Parse(text);
                (JsonNode parent, object key) = Places(root).ElementAt(place);
                if (parent is JsonObject section)
                {
                    if (spoiler is null) section.Remove((string)key);
                    else section[(string)key] = JsonNode.Parse(spoiler);
                }
                else if (parent is JsonArray array)
                {
                    if (spoiler is null) array.RemoveAt((int)key);
                    else array[(int)key] = JsonNode.Parse(spoiler);
                }

                yield return root.ToJsonString();
            }
        }
    }

    private static IEnumerable<(JsonNode Parent, object Key)> Places(JsonNode? node)
    {
        if (node is JsonObject section)
        {
            foreach ((string key, JsonNode? value) in section.ToArray())
            {
                yield return (section, key);
                foreach ((JsonNode, object) inner in Places(value)) yield return inner;
            }
        }
        else if (node is JsonArray array)
        {
            for (int i = 0; i < array.Count; i++)
            {
                yield return (array, i);
                foreach ((JsonNode, object) inner in Places(array[i])) yield return inner;
            }
        }
    }
}
