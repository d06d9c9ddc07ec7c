namespace Splatsim.Coupling;

/// <summary>The particles that fill a body, and what the filling saw on its way.</summary>
public sealed class FilledBody
{
    /// <summary>Positions [m] in simulation space, shape [3 Count], x y z per particle.</summary>
    public required double[] Positions { get; init; }

    /// <summary>Rest volume of each particle [m^3], shape [Count].</summary>
    public required double[] Volumes { get; init; }

    /// <summary>Number of particles.</summary>
    public int Count => Volumes.Length;

    /// <summary>Volume of the body [m^3]: the sum of the particles'.</summary>
    public double Volume => Volumes.Sum();

    /// <summary>Cell size of the density grid that was used [m].</summary>
    public required double DensityCellSize { get; init; }

    /// <summary>True when the grid had to be coarser than asked for, to stay within its cap.</summary>
    public required bool DensityGridCoarsened { get; init; }

    /// <summary>Cells of the density grid.</summary>
    public required int GridCells { get; init; }

    /// <summary>Splats whose reach was cut by the radius cap.</summary>
    public required int CappedSplats { get; init; }

    /// <summary>Splats that were ignored for their low opacity.</summary>
    public required int IgnoredSplats { get; init; }

    /// <summary>Cells inside the shell that hold no splat themselves: what the inside test added.</summary>
    public required int InteriorCells { get; init; }
}
