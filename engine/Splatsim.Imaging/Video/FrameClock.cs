namespace Splatsim.Imaging;

/// <summary>
/// Frame durations in whole ticks whose sum never strays from the exact rate by more than half a tick.
/// </summary>
internal static class FrameClock
{
    /// <summary>Ticks that a frame is shown: the rounded end of the frame minus its rounded start.</summary>
    internal static int Duration(int frame, double framesPerSecond, int ticksPerSecond)
    {
        double start = Math.Round(frame * ticksPerSecond / framesPerSecond);
        double end = Math.Round((frame + 1.0) * ticksPerSecond / framesPerSecond);
        return (int)(end - start);
    }
}
