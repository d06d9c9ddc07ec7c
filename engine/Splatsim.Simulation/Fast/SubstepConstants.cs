namespace Splatsim.Simulation.Fast;

/// <summary>The numbers that a substep multiplies with.</summary>
internal readonly struct SubstepConstants
{
    /// <param name="timeStep">dt [s].</param>
    /// <param name="cellSize">dx [m].</param>
    /// <param name="inverseMoment">K: dx^2 over the second moment of the weights.</param>
    public SubstepConstants(double timeStep, double cellSize, double inverseMoment = 4)
    {
        TimeStep = (float)timeStep;
        CellSize = (float)cellSize;
        StressFactor = (float)(-timeStep * inverseMoment / cellSize);
        MomentFactor = (float)(inverseMoment / cellSize);
        StepInCells = (float)(timeStep / cellSize);
    }

    /// <summary>dt [s].</summary>
    public float TimeStep { get; }

    /// <summary>dx [m].</summary>
    public float CellSize { get; }

    /// <summary>-K dt/dx [s/m].</summary>
    public float StressFactor { get; }

    /// <summary>K/dx [1/m].</summary>
    public float MomentFactor { get; }

    /// <summary>dt/dx [s/m].</summary>
    public float StepInCells { get; }
}
