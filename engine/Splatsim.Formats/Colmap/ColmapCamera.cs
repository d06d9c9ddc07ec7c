namespace Splatsim.Formats;

/// <summary>A camera of a COLMAP model: intrinsics that several images may share.</summary>
/// <param name="Id">Its number in the model.</param>
/// <param name="Model">Its lens model.</param>
/// <param name="Width">Image width [px].</param>
/// <param name="Height">Image height [px].</param>
/// <param name="Parameters">The lens model's parameters in COLMAP's order.</param>
public sealed record ColmapCamera(int Id, ColmapCameraModel Model, int Width, int Height, IReadOnlyList<double> Parameters);
