namespace Splatsim.Scenes;

/// <summary>How far an animation is.</summary>
/// <param name="Frame">The frame that is being made, from 0.</param>
/// <param name="FrameCount">Frames in all, the initial one included.</param>
/// <param name="Share">The done share of the whole, 0 to 1, substeps counted.</param>
/// <param name="Phase">What is being done, in a word or two.</param>
public readonly record struct AnimationProgress(int Frame, int FrameCount, double Share, string Phase);
