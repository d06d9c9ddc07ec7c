namespace Splatsim.Imaging;

/// <summary>What a film says about itself.</summary>
/// <param name="Width">Width [px].</param>
/// <param name="Height">Height [px].</param>
/// <param name="FramesPerSecond">Rate [1/s]; 0 when the file does not say.</param>
/// <param name="FrameCount">Frames; an estimate for some formats, 0 when the file does not say.</param>
public sealed record VideoInfo(int Width, int Height, double FramesPerSecond, int FrameCount);
