using System.Diagnostics;
using System.Globalization;

namespace Splatsim.Benchmarks;

/// <summary>What a program took, its start included.</summary>
/// <param name="Seconds">Wall time [s].</param>
/// <param name="PeakBytes">Largest resident memory [bytes]; 0 where the system does not tell.</param>
/// <param name="Output">What it printed.</param>
internal sealed record ChildRun(double Seconds, long PeakBytes, string Output)
{
    /// <summary>Runs a program to its end.</summary>
    /// <exception cref="InvalidOperationException">It failed.</exception>
    internal static ChildRun Start(string program, params string[] arguments)
    {
        ProcessStartInfo start = new(program) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (string argument in arguments) start.ArgumentList.Add(argument);
        Stopwatch clock = Stopwatch.StartNew();
        using Process process = Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start");
        Task<string> errors = process.StandardError.ReadToEndAsync();
        Task<long> peak = Task.Run(() => WatchPeak(process));
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        double seconds = clock.Elapsed.TotalSeconds;
        if (process.ExitCode != 0) throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}: {errors.Result}");
        return new ChildRun(seconds, peak.Result, output);
    }

    // The kernel keeps the high-water mark; it is read until the process is gone.
    private static long WatchPeak(Process process)
    {
        long peak = 0;
        string status = $"/proc/{process.Id}/status";
        while (!process.HasExited && File.Exists(status))
        {
            try
            {
                foreach (string line in File.ReadLines(status))
                {
                    if (!line.StartsWith("VmHWM:", StringComparison.Ordinal)) continue;
                    string digits = new([.. line.Where(char.IsAsciiDigit)]);
                    peak = Math.Max(peak, 1024 * long.Parse(digits, CultureInfo.InvariantCulture));
                }
            }
            catch (IOException)
            {
                break;
            }

            Thread.Sleep(5);
        }

        return peak;
    }
}
