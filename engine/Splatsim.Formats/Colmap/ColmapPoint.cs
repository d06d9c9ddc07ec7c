namespace Splatsim.Formats;

/// <summary>A point of a COLMAP model.</summary>
/// <param name="Id">Its number in the model.</param>
/// <param name="X">x [scene units].</param>
/// <param name="Y">y [scene units].</param>
/// <param name="Z">z [scene units].</param>
/// <param name="Red">Red, 0 to 255.</param>
/// <param name="Green">Green, 0 to 255.</param>
/// <param name="Blue">Blue, 0 to 255.</param>
/// <param name="Error">Mean reprojection error [px]; may be NaN.</param>
/// <param name="TrackLength">Number of images that see it.</param>
public readonly record struct ColmapPoint(long Id, double X, double Y, double Z, byte Red, byte Green, byte Blue, double Error, int TrackLength);
