namespace Splatsim.Imaging;

/// <summary>A frame of an animated image.</summary>
/// <param name="Image">The whole picture at that time, composed over earlier frames.</param>
/// <param name="Duration">How long it is shown [s]; 0 for a still image.</param>
public sealed record AnimationFrame(ByteImage Image, double Duration);
