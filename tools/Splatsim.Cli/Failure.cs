using Splatsim.Formats;
using Splatsim.Scenes;

namespace Splatsim.Cli;

/// <summary>Turns an exception into one line on standard error and an exit code.</summary>
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

    private static int Classify(Exception exception) => exception switch
    {
        OperationCanceledException => ExitCode.Cancelled,
        UsageException => ExitCode.Usage,
        SplatFormatException or SceneFileException or FormatException or FileNotFoundException
            or DirectoryNotFoundException or UnauthorizedAccessException or IOException => ExitCode.BadInput,
        _ => ExitCode.Unexpected,
    };
}
