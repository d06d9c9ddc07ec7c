using System.CommandLine;
using Splatsim.Compute;
using Splatsim.Coupling;
using Splatsim.Imaging;
using Splatsim.Mechanics;
using Splatsim.Rendering;
using Splatsim.Simulation;

namespace Splatsim.Cli;

/// <summary>Turns what went wrong into one line on standard error and an exit code.</summary>
internal static class Failure
{
    public static int Report(Exception exception, bool withStack)
    {
        while (exception is AggregateException { InnerException: Exception inner }) exception = inner;
        int code = Classify(exception);
        string kind = code == ExitCode.Cancelled ? "cancelled" : "error";
        string message = exception.Message.ReplaceLineEndings(" ");
        Console.Error.WriteLine(
            code == ExitCode.Unexpected
                ? $"splatsim: {kind}: {exception.GetType().Name}: {message} (run again with -v for the stack)"
                : $"splatsim: {kind}: {message}");
        if (withStack) Console.Error.WriteLine(exception);
        return code;
    }

    /// <summary>Reports a command line that cannot be parsed, with the verb that was probably meant.</summary>
    public static int ReportUsage(ParseResult parsed, RootCommand root)
    {
        string message = parsed.Errors[^1].Message.TrimEnd('.').ReplaceLineEndings(" ");
        string? word = parsed.UnmatchedTokens.Count > 0 ? parsed.UnmatchedTokens[0] : null;
        bool verb = parsed.CommandResult.Command == root && word is not null && !word.StartsWith('-');
        string hint = verb
            ? $"did you mean {NearestNames.Of(word!, root.Subcommands.Select(c => c.Name), 1)[0]}?"
            : "see splatsim --help";
        Console.Error.WriteLine($"splatsim: error: {message}; {hint}");
        return ExitCode.Usage;
    }

    private static int Classify(Exception exception) => exception switch
    {
        OperationCanceledException => ExitCode.Cancelled,
        UsageException => ExitCode.Usage,
        // A setup that cannot be simulated, or differentiated, is bad input; one that broke on the way is a failed simulation.
        SimulationSetupException or NotDifferentiableException or RenderSetupException or DeviceException => ExitCode.BadInput,
        SimulationException => ExitCode.SimulationFailed,
        FormatException or IOException or UnauthorizedAccessException or ImageException or FillingException
            or LawParameterException or UnknownLawException or RestartException or ArgumentException => ExitCode.BadInput,
        _ => ExitCode.Unexpected,
    };
}
