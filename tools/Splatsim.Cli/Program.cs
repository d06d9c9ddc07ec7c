using System.CommandLine;
using Splatsim.Cli;

RootCommand root = new("Splatsim: physics for captured Gaussian-splat scenes. Exit codes: 0 done, 1 unexpected, 2 wrong usage, 3 bad input, 4 the simulation failed or a verification missed its band, 130 cancelled.");
GlobalOptions.AddTo(root);
foreach (ICliCommand command in CliCommands.For(args)) root.Subcommands.Add(command.Create());

ParseResult parsed = root.Parse(args.Length == 0 ? ["--help"] : args);
if (parsed.Errors.Count > 0) return Failure.ReportUsage(parsed, root);

// Ctrl+C cancels the running command, which then closes its files; it may take the time that this needs.
InvocationConfiguration configuration = new() { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = TimeSpan.FromMinutes(1) };
try
{
    return await parsed.InvokeAsync(configuration).ConfigureAwait(false);
}
#pragma warning disable CA1031 // The outermost frame: everything becomes one line and an exit code.
catch (Exception exception)
#pragma warning restore CA1031
{
    return Failure.Report(exception, parsed.GetValue(GlobalOptions.Verbose));
}
