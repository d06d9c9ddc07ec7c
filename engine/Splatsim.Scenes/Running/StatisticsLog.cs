using System.Globalization;
using System.Text;
using Splatsim.Formats;
using Splatsim.Simulation;

namespace Splatsim.Scenes;

/// <summary>The statistics of every frame, for a CSV file and for plots.</summary>
public sealed class StatisticsLog
{
    private readonly List<SimulationStatistics> rows = [];

    /// <summary>One row per frame, the initial state first.</summary>
    public IReadOnlyList<SimulationStatistics> Rows => rows;

    /// <summary>Appends a row.</summary>
    /// <param name="statistics">Sums over the particles.</param>
    public void Add(SimulationStatistics statistics) => rows.Add(statistics);

    /// <summary>Writes all rows as comma-separated values with a header that names quantity and unit.</summary>
    /// <param name="path">The file; replaced as a whole.</param>
    public void Write(string path)
    {
        StringBuilder text = new();
        text.AppendLine(
            "time[s],mass[kg],kineticEnergy[J],affineKineticEnergy[J],elasticEnergy[J],gravitationalEnergy[J],"
            + "momentumX[kg m/s],momentumY[kg m/s],momentumZ[kg m/s],"
            + "angularMomentumX[kg m^2/s],angularMomentumY[kg m^2/s],angularMomentumZ[kg m^2/s],"
            + "centerX[m],centerY[m],centerZ[m],maximumSpeed[m/s],minimumVolumeRatio,meanVolumeRatio,maximumVolumeRatio,clampedParticles");
        foreach (SimulationStatistics s in rows)
        {
            double[] values =
            [
                s.Time, s.Mass, s.KineticEnergy, s.AffineKineticEnergy, s.ElasticEnergy, s.GravitationalEnergy,
                s.Momentum.X.Value, s.Momentum.Y.Value, s.Momentum.Z.Value,
                s.AngularMomentum.X.Value, s.AngularMomentum.Y.Value, s.AngularMomentum.Z.Value,
                s.CenterOfMass.X.Value, s.CenterOfMass.Y.Value, s.CenterOfMass.Z.Value,
                s.MaximumSpeed, s.MinimumVolumeRatio, s.MeanVolumeRatio, s.MaximumVolumeRatio, s.ClampedCount,
            ];
            text.AppendJoin(',', values.Select(v => v.ToString("G9", CultureInfo.InvariantCulture))).AppendLine();
        }

        AtomicFile.WriteAll(path, Encoding.UTF8.GetBytes(text.ToString()));
    }
}
