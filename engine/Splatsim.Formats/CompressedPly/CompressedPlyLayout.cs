namespace Splatsim.Formats;

/// <summary>Where the three tables of a compressed PLY file are, checked against each other and the file.</summary>
internal sealed class CompressedPlyLayout
{
    private static readonly string[] GeometryBounds =
    [
        "min_x", "min_y", "min_z", "max_x", "max_y", "max_z",
        "min_scale_x", "min_scale_y", "min_scale_z", "max_scale_x", "max_scale_y", "max_scale_z",
    ];

    private static readonly string[] ColourBounds = ["min_r", "min_g", "min_b", "max_r", "max_g", "max_b"];
    private static readonly string[] PackedNames = ["packed_position", "packed_rotation", "packed_scale", "packed_color"];

    private CompressedPlyLayout()
    {
    }

    /// <summary>Number of splats.</summary>
    internal int Count { get; private init; }

    /// <summary>Row size and first byte of the chunk table.</summary>
    internal (int Stride, long Offset) Chunks { get; private init; }

    /// <summary>Row size and first byte of the splat table.</summary>
    internal (int Stride, long Offset) Vertices { get; private init; }

    /// <summary>Row size and first byte of the table of harmonics.</summary>
    internal (int Stride, long Offset) Harmonics { get; private init; }

    /// <summary>Offsets in a chunk row: mean min xyz, max xyz, log-scale min, max, and, in newer files, colour min, max.</summary>
    internal int[] BoundOffsets { get; private init; } = [];

    /// <summary>Offsets in a splat row: position, rotation, scale, colour.</summary>
    internal int[] PackedOffsets { get; private init; } = [];

    /// <summary>Offsets in a row of harmonics, channel-major; empty for degree 0.</summary>
    internal int[] HarmonicOffsets { get; private init; } = [];

    /// <summary>Degree of the harmonics.</summary>
    internal int Degree => HarmonicOffsets.Length switch { 0 => 0, 9 => 1, 24 => 2, 45 => 3, _ => 4 };

    /// <summary>True when colours lie between bounds of their own.</summary>
    internal bool HasColourBounds => BoundOffsets.Length > GeometryBounds.Length;

    internal static CompressedPlyLayout Find(ByteSource source, PlyHeader header)
    {
        if (header.Encoding != PlyEncoding.LittleEndian)
            throw SplatFormatException.AtLine(source.Path, 2, $"a compressed PLY with {header.Encoding} encoding", "write it as binary_little_endian");
        PlyElement chunk = Element(source, header, "chunk");
        PlyElement vertex = Element(source, header, "vertex");
        PlyElement? sh = header.Find("sh");
        long vertexOffset = PlyTable.Locate(source, header, vertex);
        long needed = (vertex.Count + PackedValues.ChunkSize - 1) / PackedValues.ChunkSize;
        if (chunk.Count != needed)
        {
            throw SplatFormatException.AtLine(
                source.Path, chunk.Line, $"{vertex.Count} splats need {needed} chunks of {PackedValues.ChunkSize}, the header says {chunk.Count}", "the file is damaged; get it again");
        }

        if (sh is not null && sh.Count != vertex.Count)
            throw SplatFormatException.AtLine(source.Path, sh.Line, $"{sh.Count} rows of harmonics for {vertex.Count} splats", "the file is damaged; get it again");
        string[] bounds = chunk.Find("min_r") is null ? GeometryBounds : [.. GeometryBounds, .. ColourBounds];
        return new CompressedPlyLayout
        {
            Count = (int)vertex.Count,
            Chunks = (chunk.Stride, PlyTable.Locate(source, header, chunk)),
            Vertices = (vertex.Stride, vertexOffset),
            Harmonics = sh is null ? default : (sh.Stride, PlyTable.Locate(source, header, sh)),
            BoundOffsets = Offsets(source, chunk, bounds, PlyScalarType.Float32),
            PackedOffsets = Offsets(source, vertex, PackedNames, PlyScalarType.UInt32),
            HarmonicOffsets = sh is null ? [] : HarmonicOffsetsOf(source, sh),
        };
    }

    private static PlyElement Element(ByteSource source, PlyHeader header, string name)
    {
        PlyElement element = header.Find(name) ?? throw SplatFormatException.AtLine(
            source.Path, header.LineCount, $"there is no {name} element", "a compressed PLY has chunk and vertex elements; the file is damaged");
        return element;
    }

    private static int[] HarmonicOffsetsOf(ByteSource source, PlyElement sh)
    {
        if (sh.Properties.Count is not (9 or 24 or 45 or 72))
        {
            throw SplatFormatException.AtLine(
                source.Path, sh.Line, $"element sh has {sh.Properties.Count} properties", "degree 1, 2, 3, 4 has 9, 24, 45, 72 of them");
        }

        return Offsets(source, sh, [.. Enumerable.Range(0, sh.Properties.Count).Select(i => $"f_rest_{i}")], PlyScalarType.UInt8);
    }

    private static int[] Offsets(ByteSource source, PlyElement element, string[] names, PlyScalarType type)
    {
        if (element.HasLists) throw SplatFormatException.AtLine(source.Path, element.Line, $"element {element.Name} has a list", "a compressed PLY has none");
        int[] offsets = new int[names.Length];
        for (int i = 0; i < names.Length; i++)
        {
            PlyProperty property = element.Find(names[i]) ?? throw SplatFormatException.AtLine(
                source.Path, element.Line, $"element {element.Name} has no property {names[i]}", "the file is damaged or of an unknown variant");
            if (property.Type != type)
                throw SplatFormatException.AtLine(source.Path, property.Line, $"property {names[i]} is {property.Type}, not {type}", "the file is of an unknown variant");
            offsets[i] = property.Offset;
        }

        return offsets;
    }
}
