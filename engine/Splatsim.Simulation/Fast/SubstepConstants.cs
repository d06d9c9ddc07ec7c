namespace Splatsim.Simulation.Fast;

/// <summary>The numbers that a substep multiplies with.</summary>
internal readonly struct SubstepConstants
{
    public SubstepConstants(double timeStep, double cellSize)
    {
        TimeStep = (float)timeStep;
        CellSize = (float)cellSize;
        StressFactor = (float)(-timeStep * 4 / cellSize);
        MomentFactor = (float)(4 / cellSize);
        StepInCells = (float)(timeStep / cellSize);
    }

    /// <summary>dt [s].</summary>
    public float TimeStep { get; }

    /// <summary>dx [m].</summary>
    public float CellSize { get; }

    /// <summary>-4 dt/dx [s/m].</summary>
    public float StressFactor { get; }

    /// <summary>4/dx [1/m].</summary>
    public float MomentFactor { get; }

    /// <summary>dt/dx [s/m].</summary>
    public float StepInCells { get; }
}
