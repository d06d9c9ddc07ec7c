using System.Globalization;

namespace Splatsim.Benchmarks.Mpm;

/// <summary>One measured case.</summary>
/// <param name="Model">Law.</param>
/// <param name="Particles">Number of particles.</param>
/// <param name="PerCell">Particles per cell.</param>
/// <param name="Threads">Workers.</param>
/// <param name="Instructions">Instruction set.</param>
/// <param name="Rate">Million particle substeps per second, the median frame.</param>
/// <param name="BestRate">The same, the best frame.</param>
/// <param name="BytesPerParticle">Memory per particle, grid not counted.</param>
/// <param name="GridBytes">Memory of the grid.</param>
/// <param name="Stages">Share of the time per stage, stages that ran.</param>
/// <param name="YardstickRate">The clock's rate beside it, or null.</param>
internal sealed record MpmResult(
    string Model, int Particles, double PerCell, int Threads, string Instructions, double Rate, double BestRate,
    double BytesPerParticle, long GridBytes, IReadOnlyDictionary<string, double> Stages, double? YardstickRate)
{
    /// <summary>Largest memory of the process so far [bytes], the initial particles in double included.</summary>
    public long PeakBytes { get; init; }

    /// <summary>Median frame over the clock.</summary>
    public double? Ratio => Rate / YardstickRate;

    public static string CsvHeader =>
        "date,machine,instructions,model,particles,perCell,threads,millionParticleSubstepsPerSecond,best,yardstick,ratio,bytesPerParticle,gridBytes,stages";

    public string ToCsv(string machine) => string.Join(
        ',',
        DateTime.UtcNow.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), machine, Instructions, Model,
        Text(Particles), Text(PerCell), Text(Threads), Text(Rate), Text(BestRate), Text(YardstickRate), Text(Ratio),
        Text(BytesPerParticle), Text(GridBytes),
        string.Join(' ', Stages.Select(s => $"{s.Key.Replace(' ', '-')}={Text(s.Value)}")));

    public string ToLine()
    {
        string stages = string.Join(", ", Stages.Select(s => FormattableString.Invariant($"{s.Key} {100 * s.Value:f1} %")));
        string ratio = YardstickRate is { } clock ? FormattableString.Invariant($"  {Ratio:f2}x the yardstick ({clock:f2})") : string.Empty;
        return FormattableString.Invariant(
            $"{Model,-16} {Particles,9} particles {PerCell,3:g3}/cell {Threads} threads {Instructions}: {Rate,6:f2} M/s (best {BestRate:f2}){ratio}  {BytesPerParticle:f0} B/particle + grid {GridBytes / 1e6:f1} MB, peak {PeakBytes / 1e9:f2} GB  [{stages}]");
    }

    private static string Text(double? value) => value?.ToString("g5", CultureInfo.InvariantCulture) ?? string.Empty;
}
