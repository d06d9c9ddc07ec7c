namespace Splatsim.Cli;

/// <summary>What the program returns to the shell.</summary>
internal static class ExitCode
{
    public const int Done = 0;
    public const int Unexpected = 1;
    public const int Usage = 2;
    public const int BadInput = 3;
    public const int SimulationFailed = 4;

    // 128 + SIGINT, as shells have it.
    public const int Cancelled = 130;
}
