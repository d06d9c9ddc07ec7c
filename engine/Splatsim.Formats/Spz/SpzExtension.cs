namespace Splatsim.Formats;

/// <summary>One extension record of an SPZ file.</summary>
/// <param name="Type">Vendor (high 16 bits) and number (low 16 bits).</param>
/// <param name="Payload">Its bytes.</param>
internal sealed record SpzExtension(uint Type, byte[] Payload);
