using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Splatsim.Benchmarks.Mpm;

/// <summary>The clock that speeds are compared with: a program that prints "... Mp/s/thread".</summary>
internal static partial class MpmYardstick
{
    /// <summary>Runs it and returns its rate [million particles/s].</summary>
    /// <exception cref="InvalidOperationException">It could not be run or printed something else.</exception>
    public static double Measure(string path)
    {
        ProcessStartInfo start = new(path) { RedirectStandardOutput = true };
        using Process process = Process.Start(start) ?? throw new InvalidOperationException($"{path} did not start");
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Match match = Rate().Match(output);
        if (!match.Success) throw new InvalidOperationException($"{path} printed no rate: {output}");
        return double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture);
    }

    [GeneratedRegex(@"([0-9.]+) Mp/s/thread")]
    private static partial Regex Rate();
}
