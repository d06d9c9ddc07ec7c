using System.Diagnostics;
using System.Globalization;

namespace Splatsim.Cli;

/// <summary>One line on standard error that shows how far long work is and how long it will take. Silent without a terminal.</summary>
internal sealed class ProgressBar : IProgress<double>, IDisposable
{
    private const int Width = 28;
    private readonly string task;
    private readonly bool visible;
    private readonly Stopwatch clock = Stopwatch.StartNew();
    private TimeSpan lastDrawn = TimeSpan.MinValue;

    public ProgressBar(string task, bool quiet)
    {
        this.task = task;
        visible = !quiet && !Console.IsErrorRedirected;
    }

    /// <summary>Reports a share from 0 to 1.</summary>
    public void Report(double value) => Report(value, "");

    /// <summary>Reports a share from 0 to 1 with a few words.</summary>
    public void Report(double value, string detail)
    {
        if (!visible) return;
        // Ten times a second is as fast as anybody reads.
        if (value < 1 && clock.Elapsed - lastDrawn < TimeSpan.FromMilliseconds(100) && lastDrawn != TimeSpan.MinValue) return;
        lastDrawn = clock.Elapsed;
        value = Math.Clamp(value, 0, 1);
        int filled = (int)(value * Width);
        string left = value > 0.01 ? Duration(clock.Elapsed * ((1 - value) / value)) + " left" : "";
        string line = $"{task} [{new string('#', filled)}{new string('.', Width - filled)}] {value * 100,3:F0} % {left} {detail}";
        Console.Error.Write("\r" + line.PadRight(100)[..100]);
    }

    public void Dispose()
    {
        if (visible && lastDrawn != TimeSpan.MinValue) Console.Error.Write("\r" + new string(' ', 100) + "\r");
    }

    public static string Duration(TimeSpan time) => time.TotalSeconds switch
    {
        < 1 => $"{time.TotalMilliseconds.ToString("F0", CultureInfo.InvariantCulture)} ms",
        < 90 => $"{time.TotalSeconds.ToString("F1", CultureInfo.InvariantCulture)} s",
        < 5400 => $"{(int)time.TotalMinutes} min {time.Seconds} s",
        _ => $"{(int)time.TotalHours} h {time.Minutes} min",
    };
}
