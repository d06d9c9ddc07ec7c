using Splatsim.Plots;
using Splatsim.Scenes;
using Splatsim.Simulation;

namespace Splatsim.Cli;

/// <summary>The statistics of an animation as a picture: energies and momentum over time.</summary>
internal static class StatisticsPlot
{
    public static void Write(StatisticsLog log, string path)
    {
        IReadOnlyList<SimulationStatistics> rows = log.Rows;
        double[] time = [.. rows.Select(r => r.Time)];
        // Potential energy has no natural zero: the initial state is as good as any.
        double ground = rows.Count > 0 ? rows[0].GravitationalEnergy : 0;
        Chart energy = new Chart("Energy", new ChartAxis("time", "s"), new ChartAxis("energy", "J"))
            .AddLine("kinetic", time, [.. rows.Select(r => r.KineticEnergy + r.AffineKineticEnergy)])
            .AddLine("elastic", time, [.. rows.Select(r => r.ElasticEnergy)])
            .AddLine("gravitational", time, [.. rows.Select(r => r.GravitationalEnergy - ground)])
            .AddLine("sum", time, [.. rows.Select(r => r.KineticEnergy + r.AffineKineticEnergy + r.ElasticEnergy + r.GravitationalEnergy - ground)]);
        Chart momentum = new Chart("Momentum", new ChartAxis("time", "s"), new ChartAxis("momentum", "kg m/s"))
            .AddLine("x", time, [.. rows.Select(r => r.Momentum.X.Value)])
            .AddLine("y", time, [.. rows.Select(r => r.Momentum.Y.Value)])
            .AddLine("z", time, [.. rows.Select(r => r.Momentum.Z.Value)]);
        ChartPage.Save(path, [energy, momentum], columns: 1, width: 960, height: 900);
    }
}
