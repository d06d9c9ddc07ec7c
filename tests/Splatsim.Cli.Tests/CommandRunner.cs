using System.Diagnostics;

namespace Splatsim.Tests;

/// <summary>Runs the program as a user does and keeps what it says.</summary>
internal static class CommandRunner
{
    // Slow machines take seconds to start a process; minutes mean that it hangs.
    private static readonly TimeSpan TimeLimit = TimeSpan.FromMinutes(4);

    public static (int Code, string Output, string Error) Run(params string[] arguments) => Run(TimeLimit, arguments);

    public static (int Code, string Output, string Error) Run(TimeSpan limit, params string[] arguments)
    {
        using Process process = Start(arguments);
        Task<string> output = process.StandardOutput.ReadToEndAsync(), error = process.StandardError.ReadToEndAsync();
        Assert.True(process.WaitForExit(limit), $"splatsim {string.Join(' ', arguments)} did not end");
        return (process.ExitCode, output.GetAwaiter().GetResult(), error.GetAwaiter().GetResult());
    }

    public static Process Start(params string[] arguments)
    {
        ProcessStartInfo start = new("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "splatsim.dll"));
        foreach (string argument in arguments) start.ArgumentList.Add(argument);
        return Process.Start(start)!;
    }
}
