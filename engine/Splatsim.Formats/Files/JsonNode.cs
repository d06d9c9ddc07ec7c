using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Splatsim.Formats;

/// <summary>A place in a JSON file that knows its path, so that errors can name it.</summary>
/// <param name="File">The file.</param>
/// <param name="Path">The place: "$.frames[2].w".</param>
/// <param name="Element">What is there.</param>
internal readonly record struct JsonNode(string File, string Path, JsonElement Element)
{
    // Camera and manifest files are small; a parsed document takes several times its text.
    private const long LargestFile = 256L << 20;

    private static readonly JsonDocumentOptions Lenient = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    /// <summary>Parses a file. The document must outlive the nodes.</summary>
    /// <exception cref="SplatFormatException">Missing, larger than 256 MB, or not JSON.</exception>
    internal static JsonDocument Parse(string file, out JsonNode root)
    {
        using ByteSource source = ByteSource.Open(file);
        if (source.Length > LargestFile)
            throw SplatFormatException.Whole(file, $"{source.Length} bytes of JSON are more than the {LargestFile} that are read", "give a camera or scene description");
        byte[] bytes = source.ReadArray(0, source.Length, "JSON");
        ReadOnlyMemory<byte> text = bytes.AsSpan().StartsWith("\uFEFF"u8) ? bytes.AsMemory(3) : bytes;
        try
        {
            JsonDocument document = JsonDocument.Parse(text, Lenient);
            root = new JsonNode(file, "$", document.RootElement);
            return document;
        }
        catch (JsonException error)
        {
            throw new SplatFormatException(file, $"line {error.LineNumber + 1}", $"not JSON ({error.Message})", "correct the file", error);
        }
    }

    /// <summary>An entry of an object that may be missing.</summary>
    internal bool TryGet(string name, [NotNullWhen(true)] out JsonNode? child)
    {
        child = null;
        if (Element.ValueKind != JsonValueKind.Object || !Element.TryGetProperty(name, out JsonElement element) || element.ValueKind == JsonValueKind.Null)
            return false;
        child = new JsonNode(File, $"{Path}.{name}", element);
        return true;
    }

    /// <summary>An entry of an object.</summary>
    /// <exception cref="SplatFormatException">It is missing.</exception>
    internal JsonNode Get(string name)
    {
        if (TryGet(name, out JsonNode? child)) return child.Value;
        throw Bad($"has no entry '{name}'", $"add \"{name}\"");
    }

    /// <summary>The items of an array.</summary>
    /// <exception cref="SplatFormatException">It is not an array.</exception>
    internal IReadOnlyList<JsonNode> Items()
    {
        if (Element.ValueKind != JsonValueKind.Array) throw Bad($"is {Shown()}, not an array", "write [ ... ]");
        List<JsonNode> items = [];
        foreach (JsonElement item in Element.EnumerateArray()) items.Add(new JsonNode(File, $"{Path}[{items.Count}]", item));
        return items;
    }

    /// <summary>A finite number.</summary>
    /// <exception cref="SplatFormatException">It is something else.</exception>
    internal double Number()
    {
        if (Element.ValueKind == JsonValueKind.Number && Element.TryGetDouble(out double value) && double.IsFinite(value)) return value;
        throw Bad($"is {Shown()}, not a finite number", "write a number");
    }

    /// <summary>A whole number between bounds. "640.0" counts as one.</summary>
    /// <exception cref="SplatFormatException">It is something else.</exception>
    internal int Integer(int least, int most)
    {
        double value = Number();
        if (value == Math.Floor(value) && value >= least && value <= most) return (int)value;
        throw Bad($"is {Shown()}", $"write a whole number from {least} to {most}");
    }

    /// <summary>A text.</summary>
    /// <exception cref="SplatFormatException">It is something else.</exception>
    internal string Text()
    {
        if (Element.ValueKind != JsonValueKind.String) throw Bad($"is {Shown()}, not a text", "write it in quotes");
        try
        {
            return Element.GetString() ?? "";
        }
        catch (InvalidOperationException error)
        {
            throw new SplatFormatException(File, Path, "the text is not valid Unicode", "save the file as UTF-8", error);
        }
    }

    /// <summary>The entries of an object, in file order.</summary>
    /// <exception cref="SplatFormatException">It is not an object, or a name is not valid Unicode.</exception>
    internal IReadOnlyList<(string Name, JsonNode Node)> Entries()
    {
        if (Element.ValueKind != JsonValueKind.Object) throw Bad($"is {Shown()}, not an object", "write { ... }");
        List<(string Name, JsonNode Node)> entries = [];
        try
        {
            foreach (JsonProperty entry in Element.EnumerateObject()) entries.Add((entry.Name, new JsonNode(File, $"{Path}.{entry.Name}", entry.Value)));
        }
        catch (InvalidOperationException error)
        {
            throw new SplatFormatException(File, Path, "a name is not valid Unicode", "save the file as UTF-8", error);
        }

        return entries;
    }

    /// <summary>An error about this place.</summary>
    internal SplatFormatException Bad(string problem, string fix) => SplatFormatException.AtJson(File, Path, problem, fix);

    private string Shown()
    {
        string text = Element.GetRawText();
        return text.Length <= 40 ? text : text[..40] + "...";
    }
}
