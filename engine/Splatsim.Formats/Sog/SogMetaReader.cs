using System.Text.Json;
using Splatsim.Splats;

namespace Splatsim.Formats;

/// <summary>Reads meta.json of SOG version 2, and of version 1 (which has no version key).</summary>
internal sealed class SogMetaReader
{
    private const int CodebookSize = 256;
    private const string Damaged = "the file is damaged; get it again";
    private readonly string file;
    private readonly Action<string>? warn;

    private SogMetaReader(string file, Action<string>? warn)
    {
        this.file = file;
        this.warn = warn;
    }

    /// <summary>Parses and checks.</summary>
    /// <param name="json">The text.</param>
    /// <param name="file">The scene, for messages.</param>
    /// <param name="warn">Receives what was odd.</param>
    /// <exception cref="SplatFormatException">No JSON, or something is missing or wrong.</exception>
    internal static SogMeta Read(byte[] json, string file, Action<string>? warn)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(json.AsSpan().StartsWith("\uFEFF"u8) ? json.AsMemory(3) : json);
            return new SogMetaReader(file, warn).Read(document.RootElement);
        }
        catch (JsonException error)
        {
            throw SplatFormatException.AtJson(
                file, error.Path ?? "$", $"meta.json is no JSON ({error.Message})", Damaged, error);
        }
        catch (InvalidOperationException error)
        {
            // Text that is no UTF-8, or half a surrogate pair, is noticed only when a string is asked for.
            throw SplatFormatException.AtJson(
                file, "$", $"meta.json holds a damaged string ({error.Message})", Damaged, error);
        }
    }

    private SogMeta Read(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object) throw Bad("$", "meta.json holds no object");
        int version = root.TryGetProperty("version", out _) ? Integer(root, "$", "version") : 1;
        if (version is not (1 or 2))
            throw SplatFormatException.AtJson(
                file, "$.version", $"SOG version {version} is not known (1 and 2 are)",
                "write the scene again with a current tool");
        JsonElement means = Get(root, "$", "means"), scales = Get(root, "$", "scales"), colours = Get(root, "$", "sh0");
        bool first = version == 1;
        float[] book = first ? [] : Codebook(scales, "$.scales"), colourBook = first ? [] : Codebook(colours, "$.sh0");
        return new SogMeta
        {
            Version = version,
            Count = first ? FirstShape(means) : Count(root),
            RenderModel = Model(root),
            MeanMinimum = Numbers(means, "$.means", "mins", 3),
            MeanMaximum = Numbers(means, "$.means", "maxs", 3),
            MeanFiles = Files(means, "$.means", 2),
            QuaternionFile = Files(Get(root, "$", "quats"), "$.quats", 1)[0],
            ScaleFile = Files(scales, "$.scales", 1)[0],
            Scales = first ? Ramps(scales, "$.scales", 3) : [book, book, book],
            ColourFile = Files(colours, "$.sh0", 1)[0],
            Colours = first ? Ramps(colours, "$.sh0", 4)[..3] : [colourBook, colourBook, colourBook],
            OpacityLogits = first ? Ramps(colours, "$.sh0", 4)[3] : Activation.ByteLogits,
            Palette = root.TryGetProperty("shN", out JsonElement palette) && palette.ValueKind != JsonValueKind.Null ? Palette(palette, first) : null,
        };
    }

    private SogPaletteMeta Palette(JsonElement palette, bool first)
    {
        string[] files = Files(palette, "$.shN", 2);
        if (first)
        {
            double low = Number(palette, "$.shN", "mins"), high = Number(palette, "$.shN", "maxs");
            return new(null, null, Ramp(low, high), files[0], files[1]);
        }

        int bands = Integer(palette, "$.shN", "bands"), count = Integer(palette, "$.shN", "count");
        if (bands is < 1 or > 3) throw Bad("$.shN.bands", $"{bands} bands of harmonics; SOG has 1 to 3");
        if (count is < 1 or > 65536) throw Bad("$.shN.count", $"a palette of {count} entries; SOG has 1 to 65536");
        return new(count, bands, Codebook(palette, "$.shN"), files[0], files[1]);
    }

    private RenderModel Model(JsonElement root)
    {
        if (!root.TryGetProperty("model", out JsonElement model)) return RenderModel.Classic;
        switch (model.ValueKind == JsonValueKind.String ? model.GetString() : null)
        {
            case "antialiased":
                return RenderModel.Antialiased;
            case "2dgs":
                return RenderModel.TwoDimensional;
            case "default":
                return RenderModel.Classic;
            default:
                warn?.Invoke($"{file}: the render model {model} is not known; the scene is taken as classic");
                return RenderModel.Classic;
        }
    }

    private int Count(JsonElement root)
    {
        int count = Integer(root, "$", "count");
        return count >= 0 ? count : throw Bad("$.count", $"{count} splats");
    }

    private int FirstShape(JsonElement means)
    {
        JsonElement shape = Get(means, "$.means", "shape");
        if (shape.ValueKind != JsonValueKind.Array || shape.GetArrayLength() == 0 || !IsCount(shape[0], out int count))
            throw Bad("$.means.shape", $"the shape {shape} does not begin with a number of splats");
        return count;
    }

    private static bool IsCount(JsonElement element, out int count)
    {
        count = 0;
        return element.ValueKind == JsonValueKind.Number && element.TryGetInt32(out count) && count >= 0;
    }

    // Names are those of files beside meta.json: a path of any kind would let a scene reach for other files.
    private string[] Files(JsonElement element, string path, int count)
    {
        JsonElement files = Get(element, path, "files");
        if (files.ValueKind != JsonValueKind.Array || files.GetArrayLength() < count)
            throw Bad($"{path}.files", $"{count} file names are needed, not {files}");
        string[] names = new string[count];
        for (int i = 0; i < count; i++)
        {
            string? name = files[i].ValueKind == JsonValueKind.String ? files[i].GetString() : null;
            if (string.IsNullOrEmpty(name) || name.AsSpan().IndexOfAny("/\\:\0") >= 0 || name is "." or "..")
                throw Bad($"{path}.files[{i}]", $"'{name ?? files[i].ToString()}' is not the plain name of a file in the scene");
            names[i] = name;
        }

        return names;
    }

    private float[] Codebook(JsonElement element, string path)
    {
        JsonElement book = Get(element, path, "codebook");
        int length = book.ValueKind == JsonValueKind.Array ? book.GetArrayLength() : 0;
        if (length != CodebookSize) throw Bad($"{path}.codebook", $"the codebook has {length} entries, bytes need {CodebookSize}");
        float[] values = new float[CodebookSize];
        for (int i = length - 1; i >= 0; i--)
        {
            if (i == 0 && book[0].ValueKind == JsonValueKind.Null)
            {
                // A known slip of an old writer: the lowest entry is missing. The others go on evenly.
                values[0] = values[1] + (values[1] - values[^1]) / (CodebookSize - 1);
                warn?.Invoke($"{file}: {path}.codebook[0] is null; {values[0]} is taken, in line with the other entries");
                continue;
            }

            values[i] = (float)Finite(book[i], $"{path}.codebook[{i}]");
        }

        return values;
    }

    private float[][] Ramps(JsonElement element, string path, int count)
    {
        double[] low = Numbers(element, path, "mins", count), high = Numbers(element, path, "maxs", count);
        return [.. low.Zip(high, Ramp)];
    }

    private static float[] Ramp(double low, double high) =>
        [.. Enumerable.Range(0, CodebookSize).Select(b => (float)(low + (high - low) * b / (CodebookSize - 1)))];

    private double[] Numbers(JsonElement element, string path, string key, int count)
    {
        JsonElement list = Get(element, path, key);
        if (list.ValueKind != JsonValueKind.Array || list.GetArrayLength() != count)
            throw Bad($"{path}.{key}", $"{count} numbers are needed, not {list}");
        return [.. Enumerable.Range(0, count).Select(i => Finite(list[i], $"{path}.{key}[{i}]"))];
    }

    private double Number(JsonElement element, string path, string key) => Finite(Get(element, path, key), $"{path}.{key}");

    private double Finite(JsonElement element, string path)
    {
        if (element.ValueKind == JsonValueKind.Number && element.TryGetDouble(out double value) && float.IsFinite((float)value)) return value;
        throw Bad(path, $"{element} is not a number that fits");
    }

    private int Integer(JsonElement element, string path, string key)
    {
        JsonElement value = Get(element, path, key);
        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out int integer)) return integer;
        throw Bad($"{path}.{key}", $"{value} is not a whole number that fits");
    }

    private JsonElement Get(JsonElement element, string path, string key)
    {
        if (element.ValueKind == JsonValueKind.Object && element.TryGetProperty(key, out JsonElement value)) return value;
        throw Bad($"{path}.{key}", "is missing");
    }

    private SplatFormatException Bad(string path, string problem) => SplatFormatException.AtJson(
        file, path, problem, Damaged);
}
