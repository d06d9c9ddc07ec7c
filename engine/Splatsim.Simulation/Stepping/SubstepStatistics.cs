namespace Splatsim.Simulation;

/// <summary>How a simulation has been cut into substeps.</summary>
/// <param name="Count">Substeps since the start.</param>
/// <param name="LastFrame">Substeps of the last frame.</param>
/// <param name="TimeStep">Their length [s].</param>
/// <param name="Smallest">Shortest substep since the start [s].</param>
/// <param name="Largest">Longest substep since the start [s].</param>
/// <param name="Limit">What the last frame's step was chosen by.</param>
/// <param name="Reason">The same for people, with the numbers.</param>
public sealed record SubstepStatistics(
    long Count, int LastFrame, double TimeStep, double Smallest, double Largest, StepLimit Limit, string Reason)
{
    /// <summary>Before the first substep.</summary>
    public static SubstepStatistics None { get; } = new(0, 0, 0, 0, 0, StepLimit.None, string.Empty);

    /// <summary>What local steps saved; null without them.</summary>
    public LocalStepStatistics? Local { get; init; }

    /// <summary>With one more frame.</summary>
    internal SubstepStatistics After(int substeps, double timeStep, StepLimit limit, string reason) => new(
        Count + substeps, substeps, timeStep, Count == 0 ? timeStep : Math.Min(Smallest, timeStep), Math.Max(Largest, timeStep), limit, reason)
    {
        Local = Local,
    };
}
