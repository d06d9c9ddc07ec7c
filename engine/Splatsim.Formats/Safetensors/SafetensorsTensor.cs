namespace Splatsim.Formats;

/// <summary>A tensor in a safetensors file.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its number type.</param>
/// <param name="Shape">Its shape; empty for a scalar.</param>
/// <param name="Offset">First byte in the file.</param>
/// <param name="ByteLength">Size [bytes].</param>
public sealed record SafetensorsTensor(string Name, SafetensorsType Type, IReadOnlyList<long> Shape, long Offset, long ByteLength)
{
    /// <summary>Number of values.</summary>
    public long Count => Shape.Aggregate(1L, (product, side) => product * side);
}
