namespace Splatsim.Simulation;

/// <summary>When something acts. Default: always.</summary>
public readonly record struct TimeWindow
{
    private readonly double? end;

    /// <summary>A window from start to end.</summary>
    /// <param name="start">First moment [s].</param>
    /// <param name="end">Last moment [s]; infinity never ends.</param>
    public TimeWindow(double start, double end)
    {
        Start = start;
        this.end = end;
    }

    /// <summary>The window without end.</summary>
    public static TimeWindow Always => default;

    /// <summary>First moment [s].</summary>
    public double Start { get; }

    /// <summary>Last moment [s].</summary>
    public double End => end ?? double.PositiveInfinity;

    /// <summary>True when the middle of a substep lies inside: immune to the rounding of accumulated time.</summary>
    /// <param name="time">Start of the substep [s].</param>
    /// <param name="timeStep">Its length [s].</param>
    public bool Covers(double time, double timeStep)
    {
        double middle = time + 0.5 * timeStep;
        return middle >= Start && middle < End;
    }

    /// <summary>How much of a substep lies inside [s].</summary>
    /// <param name="time">Start of the substep [s].</param>
    /// <param name="timeStep">Its length [s].</param>
    public double Overlap(double time, double timeStep) =>
        Math.Max(0, Math.Min(time + timeStep, End) - Math.Max(time, Start));
}
