namespace Splatsim.Formats;

/// <summary>What meta.json says about the palette of higher harmonics.</summary>
/// <param name="Count">Number of palette entries; null when the file does not say (version 1): the image decides.</param>
/// <param name="Bands">Degree, 1 to 3; null when the file does not say (version 1): the width of the image decides.</param>
/// <param name="Values">Coefficient of every byte, shape [256].</param>
/// <param name="CentroidFile">Image of the entries, 64 in a row.</param>
/// <param name="LabelFile">Image of each splat's entry.</param>
internal sealed record SogPaletteMeta(int? Count, int? Bands, float[] Values, string CentroidFile, string LabelFile);
