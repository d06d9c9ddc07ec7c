using Splatsim.Compute;
using Splatsim.Simulation;
using Splatsim.Splats;

namespace Splatsim.Scenes;

/// <summary>A scene on a coarser grid: the same bodies of fewer particles, for what is too slow on its own grid.</summary>
public static class CoarseScene
{
    private const int MostAttempts = 6;

    /// <summary>
    /// Prepares a scene for the reference back end, or for a <see cref="GradientCheck"/> where its grid has no bounds, with about as many
    /// particles as are wanted, or its own number where that is less.
    /// </summary>
    /// <param name="scene">The scene; its capture stays as it is.</param>
    /// <param name="particles">Largest number of particles.</param>
    /// <param name="notes">Receives what was guessed, and how much coarser the grid is.</param>
    /// <param name="progress">Told the share of each preparation that is done.</param>
    /// <param name="cancellation">Stops the preparation.</param>
    /// <exception cref="SceneFileException">The scene cannot be built, or not as coarse as that.</exception>
    public static SimulationSetup Prepare(
        Scene scene, int particles, out IReadOnlyList<string> notes, IProgress<double>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(particles, 1);
        double? cellSize = null;
        double own = 0;
        int before = int.MaxValue;
        for (int attempt = 0; attempt < MostAttempts; attempt++)
        {
            SceneDescription description = scene.Description with
            {
                Solver = scene.Description.Solver with
                {
                    Reference = true,
                    // The reference back end has bounds; what is asked of it says so again, below.
                    Unbounded = false,
                    Device = DeviceChoice.Cpu,
                    CellSize = cellSize ?? scene.Description.Solver.CellSize,
                },
            };
            // Preparing moves the splats of objects that start elsewhere.
            using SceneRun run = Scene.Of(description, CloudEdits.Copy(scene.Cloud), scene.Notes).Prepare(progress, cancellation);
            double dx = run.Setup.Domain.CellSize;
            if (attempt == 0) own = dx;
            int count = run.Setup.Particles.Count;
            // A scene whose splats are its particles keeps them on any grid.
            if (count <= particles || count == before)
            {
                notes = dx == own
                    ? run.Notes
                    : [.. run.Notes, FormattableString.Invariant($"grid: cells of {dx:g3} m instead of {own:g3} m, so that {count} particles are enough; --particles changes that")];
                return run.Setup with { Domain = run.Setup.Domain with { IsUnbounded = scene.Description.Solver.Unbounded } };
            }

            before = count;
            cellSize = dx * 1.03 * Math.Cbrt((double)count / particles);
        }

        throw new SceneFileException(
            scene.Description.File, "$.objects", $"{before} particles are left on a grid of {cellSize:g3} m, more than {particles}", "ask for more particles");
    }
}
