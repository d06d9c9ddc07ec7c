namespace Splatsim.Formats;

/// <summary>Number types of PLY properties.</summary>
internal enum PlyScalarType
{
    Int8,
    UInt8,
    Int16,
    UInt16,
    Int32,
    UInt32,
    Float32,
    Float64,
}
