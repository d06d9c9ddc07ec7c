namespace Splatsim.Formats;

/// <summary>Sizes and names of <see cref="PlyScalarType"/>.</summary>
internal static class PlyScalarTypes
{
    /// <summary>Size of one value [bytes].</summary>
    internal static int Size(this PlyScalarType type) => type switch
    {
        PlyScalarType.Int8 or PlyScalarType.UInt8 => 1,
        PlyScalarType.Int16 or PlyScalarType.UInt16 => 2,
        PlyScalarType.Float64 => 8,
        _ => 4,
    };

    /// <summary>True for the six whole-number types.</summary>
    internal static bool IsInteger(this PlyScalarType type) => type is not (PlyScalarType.Float32 or PlyScalarType.Float64);

    /// <summary>
    /// A value, exactly: lengths and indices exceed the whole numbers that a float holds. Columns of floats are read by
    /// <see cref="PlyBinaryReader.Value"/>.
    /// </summary>
    /// <param name="type">The type.</param>
    /// <param name="bytes">As many bytes as it has.</param>
    /// <param name="swap">The bytes are in big-endian order.</param>
    internal static double Value(this PlyScalarType type, ReadOnlySpan<byte> bytes, bool swap)
    {
        ulong raw = 0;
        for (int i = 0; i < bytes.Length; i++) raw |= (ulong)bytes[swap ? bytes.Length - 1 - i : i] << (8 * i);
        return type switch
        {
            PlyScalarType.Int8 => (sbyte)raw,
            PlyScalarType.Int16 => (short)raw,
            PlyScalarType.Int32 => (int)raw,
            PlyScalarType.Float32 => BitConverter.UInt32BitsToSingle((uint)raw),
            PlyScalarType.Float64 => BitConverter.UInt64BitsToDouble(raw),
            _ => raw,
        };
    }

    /// <summary>The type of a name in a header, old ("uchar") or new ("uint8"); null when there is none such.</summary>
    internal static PlyScalarType? Parse(string name) => name switch
    {
        "char" or "int8" => PlyScalarType.Int8,
        "uchar" or "uint8" => PlyScalarType.UInt8,
        "short" or "int16" => PlyScalarType.Int16,
        "ushort" or "uint16" => PlyScalarType.UInt16,
        "int" or "int32" => PlyScalarType.Int32,
        "uint" or "uint32" => PlyScalarType.UInt32,
        "float" or "float32" => PlyScalarType.Float32,
        "double" or "float64" => PlyScalarType.Float64,
        _ => null,
    };
}
