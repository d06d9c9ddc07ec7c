using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Splatsim.Formats;

/// <summary>
/// A safetensors file: an 8-byte little-endian header length, a JSON header with type, shape and offsets of every tensor
/// and a string map "__metadata__", then the values. Opening reads the header only; values are read when asked for.
/// </summary>
public sealed class SafetensorsFile
{
    // The limit of the format's reference implementation.
    private const long LongestHeader = 100_000_000;
    private const string MetadataKey = "__metadata__";

    private readonly Dictionary<string, SafetensorsTensor> tensors = [];
    private readonly Dictionary<string, string> metadata = [];

    private SafetensorsFile(string path) => Path = path;

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>The tensors by name.</summary>
    public IReadOnlyDictionary<string, SafetensorsTensor> Tensors => tensors;

    /// <summary>The string map of the header; empty when there is none.</summary>
    public IReadOnlyDictionary<string, string> Metadata => metadata;

    /// <summary>Opens a file and checks its header against its length.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="SplatFormatException">It is missing or damaged.</exception>
    public static SafetensorsFile Read(string path)
    {
        using ByteSource source = ByteSource.Open(path);
        long offset = 0;
        ulong headerLength = source.Read<ulong>(ref offset, "the header length");
        if (headerLength > LongestHeader || (long)headerLength > source.Length - offset)
        {
            throw new SplatFormatException(
                path, 0, $"the header says that it has {headerLength} bytes, {source.Length - offset} follow", "the file is cut short or not a safetensors file; get it again");
        }

        byte[] header = source.ReadArray(offset, (long)headerLength, "the header");
        SafetensorsFile file = new(path);
        try
        {
            using JsonDocument document = JsonDocument.Parse(header);
            JsonNode root = new(path, "$", document.RootElement);
            foreach ((string name, JsonNode node) in root.Entries()) file.Add(name, node, offset + header.Length, source.Length);
        }
        catch (JsonException error)
        {
            throw new SplatFormatException(path, "the header", $"not JSON ({error.Message})", "the file is damaged; get it again", error);
        }

        return file;
    }

    /// <summary>The values of a tensor, row-major. Doubles and long whole numbers are rounded.</summary>
    /// <param name="name">Its name.</param>
    /// <exception cref="SplatFormatException">There is no such tensor, or the file changed meanwhile.</exception>
    public float[] Floats(string name)
    {
        (SafetensorsTensor tensor, byte[] bytes) = ReadValues(name);
        if (tensor.Type == SafetensorsType.F32) return MemoryMarshal.Cast<byte, float>(bytes).ToArray();
        return Array.ConvertAll(ToDoubles(tensor, bytes), value => (float)value);
    }

    /// <summary>The values of a tensor, row-major. Long whole numbers beyond 2^53 are rounded.</summary>
    /// <param name="name">Its name.</param>
    /// <exception cref="SplatFormatException">There is no such tensor, or the file changed meanwhile.</exception>
    public double[] Doubles(string name)
    {
        (SafetensorsTensor tensor, byte[] bytes) = ReadValues(name);
        return ToDoubles(tensor, bytes);
    }

    /// <summary>Writes tensors of floats, by way of a temporary name.</summary>
    /// <param name="path">The file; replaced when it exists.</param>
    /// <param name="values">Name, shape and row-major values of every tensor, in the order in which they are stored.</param>
    /// <param name="metadata">The string map; null for none.</param>
    /// <exception cref="ArgumentException">A shape does not fit its values.</exception>
    /// <exception cref="SplatFormatException">The file cannot be written.</exception>
    public static void Write(
        string path,
        IReadOnlyList<(string Name, IReadOnlyList<long> Shape, ReadOnlyMemory<float> Values)> values,
        IReadOnlyDictionary<string, string>? metadata = null)
    {
        byte[] header = Header(values, metadata);
        using AtomicFile file = AtomicFile.Create(path);
        byte[] length = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
        file.Write(0, length);
        file.Write(8, header);
        long offset = 8 + header.Length;
        foreach ((_, _, ReadOnlyMemory<float> tensor) in values)
        {
            file.Write(offset, MemoryMarshal.AsBytes(tensor.Span));
            offset += (long)tensor.Length * sizeof(float);
        }

        file.Commit();
    }

    private void Add(string name, JsonNode node, long dataStart, long fileLength)
    {
        if (name == MetadataKey)
        {
            foreach ((string key, JsonNode text) in node.Entries()) metadata[key] = text.Text();
            return;
        }

        JsonNode typeNode = node.Get("dtype");
        if (!Enum.TryParse(typeNode.Text(), ignoreCase: true, out SafetensorsType type) || !Enum.IsDefined(type))
            throw typeNode.Bad($"is the unknown type '{typeNode.Text()}'", $"known are {string.Join(", ", Enum.GetNames<SafetensorsType>())}");
        long[] shape = [.. node.Get("shape").Items().Select(Whole)];
        IReadOnlyList<JsonNode> offsets = node.Get("data_offsets").Items();
        if (offsets.Count != 2) throw node.Bad($"has {offsets.Count} data_offsets", "they are begin and end");
        (long begin, long end) = (Whole(offsets[0]), Whole(offsets[1]));
        if (begin > end || end > fileLength - dataStart)
        {
            throw new SplatFormatException(
                Path, $"{node.Path}.data_offsets", $"the tensor lies at {begin} to {end}, the file has {fileLength - dataStart} bytes of values", "the file is cut short or damaged; get it again");
        }

        Int128 bytes = SizeOf(type);
        // Sides may be up to 2^53: stop before the product overflows.
        foreach (long side in shape) bytes = bytes > long.MaxValue ? bytes : bytes * side;
        if (bytes != end - begin)
            throw node.Bad($"has {end - begin} bytes, the shape [{string.Join(", ", shape)}] of {type} needs {bytes}", "the file is damaged; get it again");
        tensors[name] = new SafetensorsTensor(name, type, shape, dataStart + begin, end - begin);
    }

    private static long Whole(JsonNode node)
    {
        double value = node.Number();
        // Whole doubles are exact to 2^53, more than any file is long.
        return value >= 0 && value <= 9007199254740992 && value == Math.Floor(value) ? (long)value : throw node.Bad($"is {value}", "write a whole number of at least 0");
    }

    private (SafetensorsTensor Tensor, byte[] Bytes) ReadValues(string name)
    {
        if (!tensors.TryGetValue(name, out SafetensorsTensor? tensor))
            throw SplatFormatException.Whole(Path, $"there is no tensor '{name}'", $"it has {string.Join(", ", tensors.Keys.Take(20))}");
        using ByteSource source = ByteSource.Open(Path);
        return (tensor, source.ReadArray(tensor.Offset, tensor.ByteLength, $"tensor {name}"));
    }

    private static double[] ToDoubles(SafetensorsTensor tensor, byte[] bytes)
    {
        double[] values = new double[tensor.Count];
        int size = SizeOf(tensor.Type);
        for (int i = 0; i < values.Length; i++) values[i] = ToDouble(tensor.Type, bytes.AsSpan(i * size, size));
        return values;
    }

    private static double ToDouble(SafetensorsType type, ReadOnlySpan<byte> bytes) => type switch
    {
        SafetensorsType.Bool or SafetensorsType.U8 => bytes[0],
        SafetensorsType.I8 => (sbyte)bytes[0],
        SafetensorsType.U16 => BinaryPrimitives.ReadUInt16LittleEndian(bytes),
        SafetensorsType.I16 => BinaryPrimitives.ReadInt16LittleEndian(bytes),
        SafetensorsType.U32 => BinaryPrimitives.ReadUInt32LittleEndian(bytes),
        SafetensorsType.I32 => BinaryPrimitives.ReadInt32LittleEndian(bytes),
        SafetensorsType.I64 => BinaryPrimitives.ReadInt64LittleEndian(bytes),
        SafetensorsType.F16 => (double)BinaryPrimitives.ReadHalfLittleEndian(bytes),
        SafetensorsType.BF16 => BitConverter.UInt32BitsToSingle((uint)BinaryPrimitives.ReadUInt16LittleEndian(bytes) << 16),
        SafetensorsType.F32 => BinaryPrimitives.ReadSingleLittleEndian(bytes),
        _ => BinaryPrimitives.ReadDoubleLittleEndian(bytes),
    };

    private static int SizeOf(SafetensorsType type) => type switch
    {
        SafetensorsType.Bool or SafetensorsType.U8 or SafetensorsType.I8 => 1,
        SafetensorsType.U16 or SafetensorsType.I16 or SafetensorsType.F16 or SafetensorsType.BF16 => 2,
        SafetensorsType.U32 or SafetensorsType.I32 or SafetensorsType.F32 => 4,
        _ => 8,
    };

    private static byte[] Header(
        IReadOnlyList<(string Name, IReadOnlyList<long> Shape, ReadOnlyMemory<float> Values)> values, IReadOnlyDictionary<string, string>? metadata)
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter json = new(stream))
        {
            json.WriteStartObject();
            if (metadata is { Count: > 0 })
            {
                json.WriteStartObject(MetadataKey);
                foreach ((string key, string value) in metadata.OrderBy(entry => entry.Key, StringComparer.Ordinal)) json.WriteString(key, value);
                json.WriteEndObject();
            }

            long offset = 0;
            foreach ((string name, IReadOnlyList<long> shape, ReadOnlyMemory<float> tensor) in values)
            {
                if (shape.Aggregate(1L, (product, side) => product * side) != tensor.Length)
                    throw new ArgumentException($"tensor {name}: the shape [{string.Join(", ", shape)}] does not have {tensor.Length} values", nameof(values));
                json.WriteStartObject(name);
                json.WriteString("dtype", nameof(SafetensorsType.F32));
                json.WriteStartArray("shape");
                foreach (long side in shape) json.WriteNumberValue(side);
                json.WriteEndArray();
                json.WriteStartArray("data_offsets");
                json.WriteNumberValue(offset);
                json.WriteNumberValue(offset += (long)tensor.Length * sizeof(float));
                json.WriteEndArray();
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        // Padded with blanks, so that values start at a multiple of 8.
        while (stream.Length % 8 != 0) stream.WriteByte((byte)' ');
        return stream.ToArray();
    }
}
