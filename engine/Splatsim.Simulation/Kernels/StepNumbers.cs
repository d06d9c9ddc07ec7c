using Splatsim.Mathematics;

namespace Splatsim.Simulation.Kernels;

/// <summary>The numbers of one substep, each rounded once from double.</summary>
internal struct StepNumbers
{
    /// <summary>dt [s].</summary>
    public Real32 TimeStep;

    /// <summary>dt/dx: from a velocity to cells [s/m].</summary>
    public Real32 StepInCells;

    /// <summary>-4 dt/dx, the factor of the stress with distances in cells [s/m].</summary>
    public Real32 StressScale;

    /// <summary>4/dx, the factor of the first moment of velocity with distances in cells [1/m].</summary>
    public Real32 GradientScale;

    /// <summary>dx [m].</summary>
    public Real32 CellSize;

    /// <summary>Place of this substep's notes.</summary>
    public int Slot;

    public StepNumbers(double timeStep, double cellSize, int slot)
    {
        TimeStep = Real32.FromDouble(timeStep);
        StepInCells = Real32.FromDouble(timeStep / cellSize);
        StressScale = Real32.FromDouble(-4 * timeStep / cellSize);
        GradientScale = Real32.FromDouble(4 / cellSize);
        CellSize = Real32.FromDouble(cellSize);
        Slot = slot;
    }
}
