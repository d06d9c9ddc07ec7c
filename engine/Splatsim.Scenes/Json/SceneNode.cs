using System.Text.Json;
using Splatsim.Mathematics;

namespace Splatsim.Scenes;

/// <summary>
/// One JSON object of a scene file while it is read: every getter names its key, and <see cref="Close"/> refuses keys
/// that nobody asked for. Errors carry the JSON path and the nearest valid name.
/// </summary>
internal sealed class SceneNode
{
    private readonly JsonElement element;
    private readonly HashSet<string> known = ["$schema"];

    public SceneNode(string file, string path, JsonElement element)
    {
        File = file;
        Path = path;
        this.element = element;
        if (element.ValueKind != JsonValueKind.Object)
            throw new SceneFileException(file, path, $"{Describe(element)} where an object is expected", "write { … }");
    }

    public string File { get; }

    public string Path { get; }

    public static SceneNode Parse(string file, string text)
    {
        JsonDocumentOptions options = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true, MaxDepth = 32 };
        try
        {
            return new SceneNode(file, "$", JsonDocument.Parse(text, options).RootElement);
        }
        catch (JsonException exception)
        {
            throw new SceneFileException(
                file, $"line {exception.LineNumber + 1}, column {exception.BytePositionInLine + 1}", "this is not JSON", exception.Message);
        }
    }

    public bool Has(string key) => TryGet(key, out _);

    public string PathOf(string key) => $"{Path}.{key}";

    public double Number(string key, double fallback, double minimum = double.MinValue, double maximum = double.MaxValue) =>
        OptionalNumber(key, minimum, maximum) ?? fallback;

    public double? OptionalNumber(string key, double minimum = double.MinValue, double maximum = double.MaxValue)
    {
        if (!TryGet(key, out JsonElement value)) return null;
        if (value.ValueKind != JsonValueKind.Number || !value.TryGetDouble(out double number) || !double.IsFinite(number))
            throw Wrong(key, value, "a number", "write a finite number");
        return number >= minimum && number <= maximum
            ? number
            : throw Wrong(key, value, $"a number from {minimum:G6} to {maximum:G6}", "choose a value in that range");
    }

    public int Integer(string key, int fallback, int minimum, int maximum) => OptionalInteger(key, minimum, maximum) ?? fallback;

    public int? OptionalInteger(string key, int minimum, int maximum)
    {
        double? number = OptionalNumber(key, minimum, maximum);
        if (number is null) return null;
        return number == Math.Floor(number.Value)
            ? (int)number
            : throw new SceneFileException(File, PathOf(key), $"{number} is not a whole number", "round it");
    }

    public bool Flag(string key, bool fallback)
    {
        if (!TryGet(key, out JsonElement value)) return fallback;
        return value.ValueKind switch
        {
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            _ => throw Wrong(key, value, "true or false", "write true or false without quotes"),
        };
    }

    public string? Text(string key)
    {
        if (!TryGet(key, out JsonElement value)) return null;
        return value.ValueKind == JsonValueKind.String ? value.GetString() : throw Wrong(key, value, "a text", "write it in quotes");
    }

    public string RequiredText(string key, string fix) =>
        Text(key) ?? throw new SceneFileException(File, Path, $"\"{key}\" is missing", fix);

    public string Choice(string key, string fallback, params string[] choices)
    {
        string? text = Text(key);
        if (text is null) return fallback;
        return choices.Contains(text)
            ? text
            : throw new SceneFileException(File, PathOf(key), $"\"{text}\" is not a choice here", NearestName.Suggest(text, choices));
    }

    public Vector3<Real64>? Vector(string key)
    {
        double[]? values = Numbers(key, 3);
        return values is null ? null : new(values[0], values[1], values[2]);
    }

    public double[]? Numbers(string key, int count)
    {
        if (!TryGet(key, out JsonElement value)) return null;
        if (value.ValueKind != JsonValueKind.Array || value.GetArrayLength() != count
            || value.EnumerateArray().Any(e => e.ValueKind != JsonValueKind.Number || !double.IsFinite(e.GetDouble())))
            throw Wrong(key, value, $"a list of {count} numbers", "write [" + string.Join(", ", Enumerable.Repeat("0", count)) + "]");
        return [.. value.EnumerateArray().Select(e => e.GetDouble())];
    }

    /// <summary>A list of numbers of any length; empty when it is not given.</summary>
    public IReadOnlyList<double> NumberList(string key)
    {
        if (!TryGet(key, out JsonElement value)) return [];
        if (value.ValueKind != JsonValueKind.Array || value.EnumerateArray().Any(e => e.ValueKind != JsonValueKind.Number))
            throw Wrong(key, value, "a list of numbers", "write [ … ]");
        return [.. value.EnumerateArray().Select(e => e.GetDouble())];
    }

    /// <summary>A list of texts of any length; empty when it is not given.</summary>
    public IReadOnlyList<string> Texts(string key)
    {
        if (!TryGet(key, out JsonElement value)) return [];
        if (value.ValueKind != JsonValueKind.Array || value.EnumerateArray().Any(e => e.ValueKind != JsonValueKind.String))
            throw Wrong(key, value, "a list of texts", "write [ … ]");
        return [.. value.EnumerateArray().Select(e => e.GetString()!)];
    }

    public bool IsText(string key) => TryGet(key, out JsonElement value) && value.ValueKind == JsonValueKind.String;

    public bool IsNumber(string key) => TryGet(key, out JsonElement value) && value.ValueKind == JsonValueKind.Number;

    public SceneNode? Child(string key) =>
        TryGet(key, out JsonElement value) ? new SceneNode(File, PathOf(key), value) : null;

    public IReadOnlyList<SceneNode> Children(string key)
    {
        if (!TryGet(key, out JsonElement value)) return [];
        if (value.ValueKind != JsonValueKind.Array) throw Wrong(key, value, "a list", "write [ … ]");
        return [.. value.EnumerateArray().Select((e, i) => new SceneNode(File, $"{PathOf(key)}[{i}]", e))];
    }

    /// <summary>The remaining keys, numbers, texts or keyframes of numbers: parameters whose names and choices a law decides.</summary>
    public IReadOnlyDictionary<string, ParameterValue> Remaining()
    {
        Dictionary<string, ParameterValue> result = [];
        foreach (JsonProperty property in element.EnumerateObject())
        {
            if (known.Contains(property.Name)) continue;
            result[property.Name] = property.Value.ValueKind switch
            {
                JsonValueKind.String => new(0, Text(property.Name)),
                JsonValueKind.Array => Keyframes(property.Name),
                _ => new(Number(property.Name, 0), null),
            };
        }

        return result;
    }

    private ParameterValue Keyframes(string key)
    {
        List<(double Time, double Value)> keys = [];
        foreach (SceneNode child in Children(key))
        {
            double time = child.Number("time", 0);
            double value = child.OptionalNumber("value") ?? throw child.Wrong("value", "missing", "write \"value\": 1");
            if (keys.Count > 0 && time <= keys[^1].Time)
                throw child.Wrong("time", $"{time} s does not follow {keys[^1].Time} s", "sort the keys by time");
            keys.Add((time, value));
            child.Close();
        }

        if (keys.Count == 0) throw Wrong(key, "no keyframes", "write [ { \"time\": 0, \"value\": 1 } ], or a number");
        return new(keys[0].Value, null) { Keys = keys };
    }

    /// <summary>Refuses keys that no getter asked for.</summary>
    public void Close()
    {
        foreach (JsonProperty property in element.EnumerateObject())
        {
            if (known.Contains(property.Name)) continue;
            throw new SceneFileException(
                File, PathOf(property.Name), "unknown key", NearestName.Suggest(property.Name, known.Where(k => k != "$schema")));
        }
    }

    public SceneFileException Wrong(string key, string problem, string fix) => new(File, PathOf(key), problem, fix);

    private SceneFileException Wrong(string key, JsonElement value, string expected, string fix) =>
        new(File, PathOf(key), $"{Describe(value)} where {expected} is expected", fix);

    private bool TryGet(string key, out JsonElement value)
    {
        known.Add(key);
        return element.TryGetProperty(key, out value) && value.ValueKind != JsonValueKind.Null;
    }

    private static string Describe(JsonElement value)
    {
        string text = value.GetRawText();
        return text.Length <= 40 ? text : text[..37] + "...";
    }
}
