using Splatsim.Mathematics;
using Splatsim.Splats;

namespace Splatsim.Coupling;

/// <summary>Makes the splats of a body particles themselves, together with what fills it.</summary>
public static class SplatParticles
{
    /// <summary>
    /// A body whose particles are the means of its splats, in their order, and then those of the filling; its volume is
    /// shared anew by occupancy. Splats that no matter lies near get none and are left out.
    /// </summary>
    /// <param name="cloud">The capture.</param>
    /// <param name="indices">The splats of the body.</param>
    /// <param name="frame">Where simulation space lies.</param>
    /// <param name="filling">The filled body.</param>
    /// <param name="cellSize">Cell size of the simulation [m].</param>
    public static FilledBody Join(GaussianCloud cloud, ReadOnlySpan<int> indices, SceneFrame frame, FilledBody filling, double cellSize)
    {
        double[] positions = new double[3 * (indices.Length + filling.Count)];
        for (int i = 0; i < indices.Length; i++)
        {
            Vector3<Real64> mean = frame.ToSimulation(cloud.MeanOf(indices[i]));
            positions[3 * i] = mean.X.Value;
            positions[3 * i + 1] = mean.Y.Value;
            positions[3 * i + 2] = mean.Z.Value;
        }

        filling.Positions.CopyTo(positions, 3 * indices.Length);
        double[] volumes = ParticleVolumes.FromOccupancy(positions, filling, cellSize);
        List<double> keptPositions = [], keptVolumes = [];
        for (int i = 0; i < volumes.Length; i++)
        {
            if (!(volumes[i] > 0)) continue;
            keptVolumes.Add(volumes[i]);
            keptPositions.AddRange(positions.AsSpan(3 * i, 3));
        }

        return new FilledBody
        {
            Positions = [.. keptPositions],
            Volumes = [.. keptVolumes],
            DensityCellSize = filling.DensityCellSize,
            DensityGridCoarsened = filling.DensityGridCoarsened,
            GridCells = filling.GridCells,
            CappedSplats = filling.CappedSplats,
            IgnoredSplats = filling.IgnoredSplats,
            InteriorCells = filling.InteriorCells,
        };
    }
}
