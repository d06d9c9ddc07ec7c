using System.Buffers.Binary;
using Splatsim.Splats;

namespace Splatsim.Formats;

/// <summary>The first bytes of an SPZ file: 16 inside the gzip stream (versions 1 to 3), 32 in plain (version 4).</summary>
/// <param name="Version">1 to 4.</param>
/// <param name="Count">Number of splats.</param>
/// <param name="Degree">Spherical-harmonic degree, 0 to 4.</param>
/// <param name="FractionalBits">Positions are 24-bit integers in units of 2^-FractionalBits.</param>
/// <param name="Flags">Bit 0: antialiased, bit 1: extension records follow.</param>
internal sealed record SpzHeader(int Version, int Count, int Degree, int FractionalBits, int Flags)
{
    internal const int GzipSize = 16;
    internal const int PlainSize = 32;
    internal const int LastGzipVersion = 3;
    internal const int PlainVersion = 4;
    internal const int AntialiasedFlag = 1;
    internal const int ExtensionFlag = 2;

    private const uint Magic = 0x5053474e;
    private const int PositionBits = 24;

    // Deflate cannot shrink below 1/1032; no stream of splats that anyone keeps comes near it.
    private const long LargestRatio = 1024;

    /// <summary>"NGSP".</summary>
    internal static ReadOnlySpan<byte> Signature => "NGSP"u8;

    /// <summary>Harmonic coefficients per channel, without the constant one.</summary>
    internal int RestCount => (Degree + 1) * (Degree + 1) - 1;

    /// <summary>Bytes per splat of one array; 0 for an array that the file does not have.</summary>
    internal int Stride(SpzAttribute attribute) => attribute switch
    {
        SpzAttribute.Positions => Version == 1 ? 6 : 9,
        SpzAttribute.Opacities => 1,
        SpzAttribute.Colours or SpzAttribute.Scales => 3,
        SpzAttribute.Rotations => Version <= 2 ? 3 : 4,
        _ => 3 * RestCount,
    };

    /// <summary>Size of one array [bytes].</summary>
    internal long Size(SpzAttribute attribute) => (long)Count * Stride(attribute);

    /// <summary>The arrays that the file has: no harmonics at degree 0, nothing without splats.</summary>
    internal SpzAttribute[] Present() => [.. Enum.GetValues<SpzAttribute>().Where(attribute => Size(attribute) > 0)];

    /// <summary>Reads and checks the fields that all versions share.</summary>
    /// <param name="bytes">At least 16 bytes.</param>
    /// <param name="file">The file, for messages.</param>
    /// <param name="fileSize">Its size [bytes].</param>
    /// <exception cref="SplatFormatException">A field is wrong.</exception>
    internal static SpzHeader Parse(ReadOnlySpan<byte> bytes, string file, long fileSize)
    {
        uint magic = BinaryPrimitives.ReadUInt32LittleEndian(bytes);
        uint version = BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]);
        uint count = BinaryPrimitives.ReadUInt32LittleEndian(bytes[8..]);
        int degree = bytes[12], fractionalBits = bytes[13];
        if (magic != Magic)
            throw Bad(0, $"the magic number is 0x{magic:x8}, not 0x{Magic:x8} ('NGSP')", "this is no SPZ file; check what wrote it");
        if (version is < 1 or > PlainVersion)
            throw Bad(4, $"version {version} is not known (1 to {PlainVersion} are)", "write the file again with a current tool, as version 3 or 4");
        if (degree > GaussianCloud.MaximumDegree)
            throw Bad(12, $"spherical-harmonic degree {degree} is not 0 to {GaussianCloud.MaximumDegree}", "the file is damaged; get it again");
        if (fractionalBits >= PositionBits)
            throw Bad(13, $"{fractionalBits} fractional bits leave no integer part of {PositionBits}-bit positions", "the file is damaged; get it again");
        if (count * 9L > LargestRatio * fileSize)
            throw Bad(8, $"{count} splats cannot be in a file of {fileSize} bytes", "the file is damaged; get it again");
        return new((int)version, (int)count, degree, fractionalBits, bytes[14]);

        SplatFormatException Bad(long offset, string problem, string fix) => new(file, offset, problem, fix);
    }

    /// <summary>Writes the 16 bytes that all versions share.</summary>
    /// <param name="bytes">Receives them.</param>
    /// <param name="lastByte">Reserved (0) up to version 3, the number of streams in version 4.</param>
    internal void Write(Span<byte> bytes, byte lastByte)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, Magic);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[4..], Version);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[8..], Count);
        bytes[12] = (byte)Degree;
        bytes[13] = (byte)FractionalBits;
        bytes[14] = (byte)Flags;
        bytes[15] = lastByte;
    }
}
