using Splatsim.Compute;
using Splatsim.Mathematics;

namespace Splatsim.Coupling;

/// <summary>The work of a filling per cell, on the processor.</summary>
internal sealed class ProcessorCells(Footprints splats, CellGrid grid, FillingOptions options, WorkerPool pool, CancellationToken ct) : ICellWork
{
    public CellKind[] Classify()
    {
        AlignedArray<float> density = DensityField.Density(splats, grid, options.Wide, pool, ct);
        return CellClassifier.Classify(density, grid, options, pool, ct);
    }

    public double[] Particles(CellKind[] kinds)
    {
        (AlignedArray<float> weight, AlignedArray<float> distance) = DensityField.SurfaceDistance(splats, grid, options.Wide, pool, ct);
        return ParticleLattice.Fill(kinds, grid, weight, distance, options, pool, ct);
    }

    public void Dispose()
    {
    }
}
