namespace Splatsim.Imaging;

/// <summary>What an image file says about itself before its pixels are decoded.</summary>
/// <param name="Width">Width [px].</param>
/// <param name="Height">Height [px].</param>
/// <param name="Channels">Channels that a decoded image would have: 1 grey, 3 RGB, 4 RGBA.</param>
/// <param name="FrameCount">Frames of an animation; 1 for a still image.</param>
public sealed record ImageInfo(int Width, int Height, int Channels, int FrameCount);
