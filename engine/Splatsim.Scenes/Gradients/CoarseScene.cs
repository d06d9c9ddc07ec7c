using Splatsim.Compute;
using Splatsim.Simulation;
using Splatsim.Splats;

namespace Splatsim.Scenes;

/// <summary>A scene on a coarser grid: the same bodies of fewer particles, for what is too slow on its own grid.</summary>
public static class CoarseScene
{
    private const int MostAttempts = 6;

    // Of a length that went through a scene's own frame.
    private const double Rounding = 1e-9;

    /// <summary>
    /// Prepares a scene for the reference back end, or for a <see cref="GradientCheck"/> where its grid has no bounds, with about as many
    /// particles as are wanted, or its own number where that is less. No collider becomes thinner than a cell: where that takes more particles, they are
    /// as few as it leaves.
    /// </summary>
    /// <param name="scene">The scene; its capture stays as it is.</param>
    /// <param name="particles">Number of particles that the grid is coarsened for.</param>
    /// <param name="notes">Receives what was guessed, and how much coarser the grid is.</param>
    /// <param name="most">Largest number of particles, where colliders keep the grid finer; null for none beyond those that are wanted.</param>
    /// <param name="progress">Told the share of each preparation that is done.</param>
    /// <param name="cancellation">Stops the preparation.</param>
    /// <exception cref="SceneFileException">The scene cannot be built, or not as coarse as that.</exception>
    public static SimulationSetup Prepare(
        Scene scene, int particles, out IReadOnlyList<string> notes, int? most = null, IProgress<double>? progress = null, CancellationToken cancellation = default)
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
            double thinnest = Thinnest(run.Setup);
            bool isCoarsest = dx * (1 + Rounding) >= thinnest;
            if (isCoarsest && count > Math.Max(particles, most ?? 0) && count != before)
            {
                throw new SceneFileException(
                    scene.Description.File, "$.boundaries",
                    FormattableString.Invariant($"{count} particles are left on cells of {dx:g3} m, which are as large as a collider is thick, more than {particles}"),
                    FormattableString.Invariant($"ask for {count} particles, or make the collider thicker or one without thickness"));
            }

            // A scene whose splats are its particles keeps them on any grid.
            if (count <= particles || count == before || isCoarsest)
            {
                string why = count > particles && isCoarsest ? "as large as a collider is thick, where" : "so that";
                notes = dx == own
                    ? run.Notes
                    : [.. run.Notes, FormattableString.Invariant($"grid: cells of {dx:g3} m instead of {own:g3} m, {why} {count} particles are enough; --particles changes that")];
                return run.Setup with { Domain = run.Setup.Domain with { IsUnbounded = scene.Description.Solver.Unbounded } };
            }

            before = count;
            cellSize = Math.Min(thinnest, dx * 1.03 * Math.Cbrt((double)count / particles));
        }

        throw new SceneFileException(
            scene.Description.File, "$.objects", $"{before} particles are left on a grid of {cellSize:g3} m, more than {particles}", "ask for more particles");
    }

    // The smallest thickness that does not follow the grid, as that of sampled forms does.
    private static double Thinnest(SimulationSetup setup)
    {
        IEnumerable<double> fixedOnes = setup.Boundaries.Select(b => b switch
        {
            Collider { Shape: not DistanceShape } collider => collider.Shape.Thickness,
            MovingCuboid cuboid => cuboid.Thickness,
            _ => double.PositiveInfinity,
        });
        return fixedOnes.Concat(setup.RigidBodies.Select(b => b.Shape.Thickness)).Append(double.PositiveInfinity).Min();
    }
}
