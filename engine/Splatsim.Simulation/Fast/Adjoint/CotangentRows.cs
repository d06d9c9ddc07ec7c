namespace Splatsim.Simulation.Fast;

/// <summary>Where numbers lie in <see cref="CotangentPackets"/>, as far as that depends on the scene.</summary>
/// <param name="Stride">Floats of a packet.</param>
/// <param name="Gradient">Offset of the rows by L, where they are not those by C; else 0.</param>
internal readonly record struct CotangentRows(int Stride, int Gradient);
