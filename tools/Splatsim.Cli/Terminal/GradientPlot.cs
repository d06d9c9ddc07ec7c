using Splatsim.Plots;
using Splatsim.Scenes;

namespace Splatsim.Cli;

/// <summary>A check of gradients as a picture: errors, and how small changes grow, over the horizon.</summary>
internal static class GradientPlot
{
    // More lines than this cannot be told apart: the worst ones are drawn.
    private const int MostLines = 6;

    public static void Write(GradientReport report, string path)
    {
        ChartAxis time = new("horizon", "s");
        Chart errors = new("Adjoint against differences", time, new ChartAxis("relative difference") { Logarithmic = true });
        Chart missed = new("What a change of 1 % does and the gradient does not say", time, new ChartAxis("part missed") { Logarithmic = true });
        foreach (ParameterCheck p in Worst(report, p => p.Errors)) errors.AddLine(p.Name, report.Times, p.Errors);
        foreach (ParameterCheck p in Worst(report, p => p.Missed)) missed.AddLine(p.Name, report.Times, p.Missed);
        missed.AddHorizontalMark("half", 0.5);
        Chart growth = new Chart("Growth of small changes", time, new ChartAxis("times the change at the start") { Logarithmic = true })
            .AddLine("", [0, .. report.Times], [1, .. report.Growth.Growth])
            .AddHorizontalMark("limit", PerturbationGrowth.Limit);
        foreach (Chart chart in (Chart[])[missed, growth])
            if (report.UsefulHorizon <= report.Times[^1]) chart.AddVerticalMark("of use until here", report.UsefulHorizon);
        ChartPage.Save(path, [errors, missed, growth], columns: 1, width: 960, height: 1200);
    }

    private static IEnumerable<ParameterCheck> Worst(GradientReport report, Func<ParameterCheck, IReadOnlyList<double>> values) => report.Parameters
        .Where(p => p.Verdict != GradientVerdict.NoEffect && values(p).Any(v => v > 0))
        .OrderByDescending(p => values(p).Where(double.IsFinite).DefaultIfEmpty(0).Max())
        .Take(MostLines);
}
