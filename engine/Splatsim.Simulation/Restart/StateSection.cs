namespace Splatsim.Simulation;

/// <summary>An entry of a state file's table of contents.</summary>
/// <param name="Name">The section.</param>
/// <param name="Type">Type of its numbers, such as Single or Int32.</param>
/// <param name="Count">How many.</param>
/// <param name="Offset">Where it starts [bytes].</param>
/// <param name="Stored">Its length in the file [bytes].</param>
/// <param name="Compressed">Whether it is.</param>
/// <param name="Checksum">SHA-256 of the stored bytes, hexadecimal.</param>
internal sealed record StateSection(string Name, string Type, long Count, long Offset, long Stored, bool Compressed, string Checksum);
