namespace Splatsim.Simulation.Fast;

/// <summary>The numbers of a step of several substeps.</summary>
internal readonly struct SlowConstants
{
    /// <param name="level">The step.</param>
    /// <param name="substeps">Substeps that it lasts: those planned at its start, those done at its end.</param>
    /// <param name="timeStep">Length of a substep [s].</param>
    /// <param name="cellSize">dx [m].</param>
    public SlowConstants(StepLevel level, int substeps, double timeStep, double cellSize)
    {
        Substep = new(timeStep, cellSize);
        Whole = new(substeps * timeStep, cellSize);
        Lead = (float)level.Lead(timeStep);
    }

    /// <summary>One substep.</summary>
    public SubstepConstants Substep { get; }

    /// <summary>All of them.</summary>
    public SubstepConstants Whole { get; }

    /// <summary>Length of the step [s].</summary>
    public float Duration => Whole.TimeStep;

    /// <summary>From the start to the moment at which the law is asked [s].</summary>
    public float Lead { get; }
}
