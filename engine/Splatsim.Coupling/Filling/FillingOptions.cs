using Splatsim.Compute;
using Splatsim.Mathematics;

namespace Splatsim.Coupling;

/// <summary>How a hollow capture is filled with particles. Lengths are in metres (simulation space).</summary>
public sealed record FillingOptions
{
    /// <summary>Cell size of the simulation grid [m], positive.</summary>
    public required double CellSize { get; init; }

    /// <summary>Particles per full simulation cell, at least 1. 8 is two along each axis.</summary>
    public double ParticlesPerCell { get; init; } = 8;

    /// <summary>Seed of the jitter. The same seed gives the same particles on every machine.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Jitter of each lattice point, uniform in +-this fraction of the spacing, 0 to 0.5.</summary>
    public double Jitter { get; init; } = 0.3;

    /// <summary>Cell size of the density grid [m]; null takes the spacing of the particles.</summary>
    public double? DensityCellSize { get; init; }

    /// <summary>Summed opacity-weighted density above which a cell belongs to the shell, positive.</summary>
    public double DensityThreshold { get; init; } = 0.5;

    /// <summary>Splats of a lower opacity are ignored.</summary>
    public double MinimumOpacity { get; init; } = 0.02;

    /// <summary>Farthest cell that one splat may reach along an axis, at least 1: what keeps one huge splat from costing hours.</summary>
    public int MaximumRadius { get; init; } = 16;

    /// <summary>Holes up to about twice this many cells wide do not let the outside in, at least 0.</summary>
    public int SealRadius { get; init; } = 1;

    /// <summary>The surface lies this many standard deviations (along the normal) outside the outermost means.</summary>
    public double SurfaceOffset { get; init; } = 0.6;

    /// <summary>Height y [m] of the plane that closes a body whose underside was never seen; null for none.</summary>
    public double? FloorHeight { get; init; }

    /// <summary>Most particles that may come out; more is an error that names the cell size which would fit.</summary>
    public int MaximumParticles { get; init; } = 4_000_000;

    /// <summary>Most cells of the density grid; a larger one gets coarser cells, and the result says so.</summary>
    public int MaximumGridCells { get; init; } = 1 << 24;

    /// <summary>Who computes; null takes <see cref="WorkerPool.Shared"/>. The result does not depend on it.</summary>
    public WorkerPool? Pool { get; init; }

    /// <summary>
    /// A device that does the work per cell, in single precision: the same particles but for some in ten thousand that lie on the
    /// surface to rounding. Null for the processor. Not disposed of here.
    /// </summary>
    public ComputeDevice? Device { get; init; }

    /// <summary>Spacing of the particle lattice [m]: the cube root of a particle's volume.</summary>
    public double Spacing => CellSize / Math.Cbrt(ParticlesPerCell);

    /// <summary>Registers of 16 floats instead of 8: correct everywhere, chosen where the hardware has them.</summary>
    internal bool Wide { get; init; } = Lanes16.IsAccelerated;

    internal void Validate()
    {
        Require(CellSize > 0 && double.IsFinite(CellSize), nameof(CellSize), CellSize, "a positive length in metres");
        Require(ParticlesPerCell is >= 1 and <= 1000, nameof(ParticlesPerCell), ParticlesPerCell, "1 to 1000");
        Require(Jitter is >= 0 and <= 0.5, nameof(Jitter), Jitter, "0 to 0.5");
        Require(DensityCellSize is null or (> 0 and < double.PositiveInfinity), nameof(DensityCellSize), DensityCellSize ?? 0, "a positive length in metres");
        Require(DensityThreshold > 0, nameof(DensityThreshold), DensityThreshold, "a positive number");
        Require(MaximumRadius >= 1, nameof(MaximumRadius), MaximumRadius, "at least 1 cell");
        Require(SealRadius is >= 0 and <= 16, nameof(SealRadius), SealRadius, "0 to 16 cells");
        Require(double.IsFinite(SurfaceOffset), nameof(SurfaceOffset), SurfaceOffset, "a finite number");
        Require(MaximumGridCells >= 4096, nameof(MaximumGridCells), MaximumGridCells, "at least 4096");
    }

    private static void Require(bool holds, string name, double value, string wanted)
    {
        if (!holds) throw new FillingException($"filling: {name} is {value}; use {wanted}");
    }
}
