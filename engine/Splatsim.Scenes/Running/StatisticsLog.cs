using System.Globalization;
using System.Text;
using Splatsim.Formats;
using Splatsim.Simulation;

namespace Splatsim.Scenes;

/// <summary>The statistics of every frame, for a CSV file and for plots.</summary>
public sealed class StatisticsLog
{
    private readonly List<SimulationStatistics> rows = [];
    private readonly List<SubstepStatistics> substeps = [];

    /// <summary>One row per frame, the initial state first.</summary>
    public IReadOnlyList<SimulationStatistics> Rows => rows;

    /// <summary>How each frame was cut into substeps.</summary>
    public IReadOnlyList<SubstepStatistics> Substeps => substeps;

    /// <summary>Appends a row.</summary>
    /// <param name="statistics">Sums over the particles.</param>
    /// <param name="steps">How the frame was cut into substeps.</param>
    public void Add(SimulationStatistics statistics, SubstepStatistics steps)
    {
        rows.Add(statistics);
        substeps.Add(steps);
    }

    /// <summary>Writes all rows as comma-separated values with a header that names quantity and unit.</summary>
    /// <param name="path">The file; replaced as a whole.</param>
    public void Write(string path)
    {
        StringBuilder text = new();
        text.AppendLine(
            "time[s],mass[kg],kineticEnergy[J],affineKineticEnergy[J],elasticEnergy[J],gravitationalEnergy[J],"
            + "momentumX[kg m/s],momentumY[kg m/s],momentumZ[kg m/s],"
            + "angularMomentumX[kg m^2/s],angularMomentumY[kg m^2/s],angularMomentumZ[kg m^2/s],"
            + "centerX[m],centerY[m],centerZ[m],maximumSpeed[m/s],minimumVolumeRatio,meanVolumeRatio,maximumVolumeRatio,clampedParticles,dissipatedEnergy[J],removedMass[kg],"
            + "substeps,timeStep[s],smallestTimeStep[s],largestTimeStep[s],timeStepLimit");
        for (int row = 0; row < rows.Count; row++)
        {
            SubstepStatistics steps = substeps[row];
            double[] values = [.. Values(rows[row]), steps.LastFrame, steps.TimeStep, steps.Smallest, steps.Largest];
            text.AppendJoin(',', values.Select(v => v.ToString("G9", CultureInfo.InvariantCulture))).Append(',').Append(steps.Limit).AppendLine();
        }

        AtomicFile.WriteAll(path, Encoding.UTF8.GetBytes(text.ToString()));
    }

    /// <summary>All numbers of a row, in the order of the columns.</summary>
    internal static double[] Values(SimulationStatistics s) =>
    [
        s.Time, s.Mass, s.KineticEnergy, s.AffineKineticEnergy, s.ElasticEnergy, s.GravitationalEnergy,
        s.Momentum.X.Value, s.Momentum.Y.Value, s.Momentum.Z.Value,
        s.AngularMomentum.X.Value, s.AngularMomentum.Y.Value, s.AngularMomentum.Z.Value,
        s.CenterOfMass.X.Value, s.CenterOfMass.Y.Value, s.CenterOfMass.Z.Value,
        s.MaximumSpeed, s.MinimumVolumeRatio, s.MeanVolumeRatio, s.MaximumVolumeRatio, s.ClampedCount,
        s.DissipatedEnergy, s.RemovedMass,
    ];

    /// <summary>The row of some numbers.</summary>
    internal static SimulationStatistics FromValues(double[] v) => new()
    {
        Time = v[0],
        Mass = v[1],
        KineticEnergy = v[2],
        AffineKineticEnergy = v[3],
        ElasticEnergy = v[4],
        GravitationalEnergy = v[5],
        Momentum = new(v[6], v[7], v[8]),
        AngularMomentum = new(v[9], v[10], v[11]),
        CenterOfMass = new(v[12], v[13], v[14]),
        MaximumSpeed = v[15],
        MinimumVolumeRatio = v[16],
        MeanVolumeRatio = v[17],
        MaximumVolumeRatio = v[18],
        ClampedCount = (int)v[19],
        DissipatedEnergy = v[20],
        // Films of before have none.
        RemovedMass = v.Length > 21 ? v[21] : 0,
    };
}
