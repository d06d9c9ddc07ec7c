namespace Splatsim.Formats;

/// <summary>How the values after a PLY header are stored.</summary>
internal enum PlyEncoding
{
    Ascii,
    LittleEndian,
    BigEndian,
}
