using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Splatsim.Tests;

/// <summary>A plain reader of golden safetensors files, independent of the engine's own.</summary>
internal sealed class Safetensors
{
    private readonly byte[] bytes;
    private readonly int dataStart;
    private readonly Dictionary<string, (string Type, int[] Shape, int Start, int End)> tensors = [];

    public Safetensors(string path)
    {
        Path = path;
        bytes = File.ReadAllBytes(path);
        int headerLength = checked((int)BinaryPrimitives.ReadInt64LittleEndian(bytes));
        dataStart = 8 + headerLength;
        using JsonDocument header = JsonDocument.Parse(bytes.AsMemory(8, headerLength));
        foreach (JsonProperty entry in header.RootElement.EnumerateObject())
        {
            if (entry.Name == "__metadata__")
            {
                foreach (JsonProperty item in entry.Value.EnumerateObject()) Metadata[item.Name] = item.Value.ToString();
                continue;
            }

            int[] shape = [.. entry.Value.GetProperty("shape").EnumerateArray().Select(e => e.GetInt32())];
            JsonElement offsets = entry.Value.GetProperty("data_offsets");
            tensors[entry.Name] =
                (entry.Value.GetProperty("dtype").GetString()!, shape, offsets[0].GetInt32(), offsets[1].GetInt32());
        }
    }

    public string Path { get; }

    public string Name => System.IO.Path.GetFileName(Path);

    public Dictionary<string, string> Metadata { get; } = [];

    public IEnumerable<string> Names => tensors.Keys;

    /// <summary>The JSON object in the metadata key "case".</summary>
    public JsonElement Case => JsonDocument.Parse(Metadata["case"]).RootElement;

    public bool Has(string name) => tensors.ContainsKey(name);

    public int[] Shape(string name) => tensors[name].Shape;

    /// <summary>Any numeric tensor as doubles, row-major.</summary>
    public double[] Doubles(string name)
    {
        (string type, _, int start, int end) = tensors[name];
        ReadOnlySpan<byte> data = bytes.AsSpan(dataStart + start, end - start);
        return type switch
        {
            "F64" => MemoryMarshal.Cast<byte, double>(data).ToArray(),
            "F32" => Array.ConvertAll(MemoryMarshal.Cast<byte, float>(data).ToArray(), v => (double)v),
            "I32" => Array.ConvertAll(MemoryMarshal.Cast<byte, int>(data).ToArray(), v => (double)v),
            "I64" => Array.ConvertAll(MemoryMarshal.Cast<byte, long>(data).ToArray(), v => (double)v),
            "U8" => Array.ConvertAll(data.ToArray(), v => (double)v),
            _ => throw new NotSupportedException($"{Name}: tensor {name} has dtype {type}"),
        };
    }

    /// <summary>A numeric tensor as floats, row-major.</summary>
    public float[] Floats(string name) => Array.ConvertAll(Doubles(name), v => (float)v);

    /// <summary>An integer tensor, row-major.</summary>
    public int[] Ints(string name) => Array.ConvertAll(Doubles(name), v => (int)v);
}
