namespace Splatsim.Fitting;

/// <summary>An image, or what a network makes of one.</summary>
/// <param name="Width">Columns.</param>
/// <param name="Height">Rows.</param>
/// <param name="Channels">Numbers per place.</param>
/// <param name="Values">Shape [Height, Width, Channels].</param>
public sealed record FeatureMap(int Width, int Height, int Channels, double[] Values);
