namespace Splatsim.Simulation;

/// <summary>Materials that take one step where the shortest step takes several.</summary>
/// <param name="period">Substeps of one of their steps, at least 2.</param>
internal sealed class StepLevel(int period)
{
    /// <summary>Substeps of a whole step.</summary>
    public int Period { get; } = period;

    /// <summary>Substeps that the present step was begun for.</summary>
    public int Planned { get; private set; }

    /// <summary>Substeps of it that are done.</summary>
    public int Done { get; private set; }

    /// <summary>Whether a step was begun and not ended.</summary>
    public bool IsRunning { get; private set; }

    /// <summary>Whether the substep at hand is the first of a step.</summary>
    public bool IsStarting => IsRunning && Done == 0;

    /// <summary>Whether all substeps of the step are done.</summary>
    public bool IsDue => IsRunning && Done == Planned;

    /// <summary>
    /// Time from the start of the step to the mean of the moments at which its substeps start, (n - 1)/2 of them [s]: when the law is asked.
    /// </summary>
    /// <param name="timeStep">Length of a substep [s].</param>
    public double Lead(double timeStep) => 0.5 * (Planned - 1) * timeStep;

    /// <summary>Begins a substep, and a step where none is running: up to the next multiple of the period.</summary>
    /// <param name="index">Number of the substep in its frame.</param>
    public void BeginSubstep(int index)
    {
        if (!IsRunning) (Planned, Done, IsRunning) = (Period - index % Period, 0, true);
    }

    /// <summary>Counts a substep.</summary>
    public void EndSubstep() => Done++;

    /// <summary>Ends the step, wherever it is.</summary>
    public void End() => IsRunning = false;
}
