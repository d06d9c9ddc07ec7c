using Splatsim.Compute;
using Splatsim.Coupling.Kernels;
using Splatsim.Splats;

namespace Splatsim.Coupling;

/// <summary>
/// Fills a body that is known by its splats (a capture is a hollow skin) with particles, skin included.
/// </summary>
/// <remarks>
/// In steps: a density field of exact Gaussians on a grid; an inside test by ray parity in 14 directions with a sealed
/// flood of the outside as second witness; a signed distance to the surface through the outermost splats, so that the
/// body ends there and not at the edge of a cell; a jittered lattice. The idea of filling by density and rays is
/// PhysGaussian's (Xie et al. 2024, section 3.5); every loop here is capped, so one huge splat costs no more than another.
/// </remarks>
public static class InteriorFilling
{
    // Past this the surface would be a matter of chance.
    private const double MaximumCoarsening = 3;

    /// <summary>Fills the body of all splats of a cloud.</summary>
    /// <inheritdoc cref="Fill(GaussianCloud, ReadOnlySpan{int}, SceneFrame, FillingOptions, IProgress{double}, CancellationToken)"/>
    public static FilledBody Fill(
        GaussianCloud cloud, SceneFrame frame, FillingOptions options,
        IProgress<double>? progress = null, CancellationToken ct = default)
    {
        int[] all = new int[cloud.Count];
        for (int i = 0; i < all.Length; i++) all[i] = i;
        return Fill(cloud, all, frame, options, progress, ct);
    }

    /// <summary>Fills the body of some splats.</summary>
    /// <param name="cloud">The capture.</param>
    /// <param name="indices">The splats of the body.</param>
    /// <param name="frame">Where simulation space lies; particles come out in it [m].</param>
    /// <param name="options">Density, seed and caps.</param>
    /// <param name="progress">Receives the done fraction, 0 to 1.</param>
    /// <param name="ct">Stops the work.</param>
    /// <returns>The particles.</returns>
    /// <exception cref="DeviceException">A device computes, and is full or lost.</exception>
    /// <exception cref="FillingException">No splat is usable, the body comes out empty, or it needs too many particles.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static FilledBody Fill(
        GaussianCloud cloud, ReadOnlySpan<int> indices, SceneFrame frame, FillingOptions options,
        IProgress<double>? progress = null, CancellationToken ct = default)
    {
        options.Validate();
        WorkerPool pool = options.Pool ?? WorkerPool.Shared;
        BodySplats body = BodySplats.From(cloud, indices, frame, options.MinimumOpacity);
        if (body.Count == 0)
            throw new FillingException($"filling: none of the {indices.Length} splats has an opacity of {options.MinimumOpacity} or more; select others or lower MinimumOpacity");
        double cellSize = options.DensityCellSize ?? options.Spacing;
        CellGrid grid = CellGrid.Around(body, cellSize, options.MaximumGridCells, out bool coarsened);
        if (grid.CellSize > MaximumCoarsening * cellSize)
        {
            throw new FillingException(
                $"filling: the body spans so many cells of {cellSize:g3} m that {options.MaximumGridCells} of them would have to be {grid.CellSize:g3} m wide; "
                + "leave stray splats out of the selection, use a larger CellSize, or raise MaximumGridCells");
        }

        Footprints splats = new(body, grid, options.MaximumRadius);
        progress?.Report(0.1);
        try
        {
            using ICellWork cells = options.Device is { } device
                ? new DeviceCells(device, splats, grid, options, ct)
                : new ProcessorCells(splats, grid, options, pool, ct);
            CellKind[] kinds = cells.Classify();
            progress?.Report(0.5);
            SurfaceNormals.Orient(body, splats, kinds, grid, options, pool, ct);
            progress?.Report(0.6);
            double[] positions = cells.Particles(kinds);
            if (positions.Length == 0)
                throw new FillingException($"filling: the body is thinner than the particle spacing {options.Spacing:g3} m everywhere and came out empty; use a smaller CellSize");
            progress?.Report(1);
            double[] volumes = new double[positions.Length / 3];
            Array.Fill(volumes, options.Spacing * options.Spacing * options.Spacing);
            return new FilledBody
            {
                Positions = positions,
                Volumes = volumes,
                DensityCellSize = grid.CellSize,
                DensityGridCoarsened = coarsened,
                GridCells = grid.Cells,
                CappedSplats = splats.Capped,
                IgnoredSplats = body.Ignored,
                InteriorCells = kinds.Count(k => (k & CellKind.Interior) != 0),
            };
        }
        catch (AggregateException failure) when (failure.InnerException is OperationCanceledException or FillingException)
        {
            // The pool wraps what a task throws; callers want the error itself.
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(failure.InnerException);
            throw;
        }
    }
}
