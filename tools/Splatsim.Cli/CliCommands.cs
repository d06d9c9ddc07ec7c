namespace Splatsim.Cli;

/// <summary>The verbs. To add one: a class in Commands/ and a line here.</summary>
internal static class CliCommands
{
    public static IReadOnlyList<ICliCommand> All { get; } =
    [
        new InfoCommand(),
        new ConvertCommand(),
        new RenderCommand(),
        new MaterialsCommand(),
        new NewCommand(),
        new CheckCommand(),
        new AnimateCommand(),
        new GradcheckCommand(),
        new DevicesCommand(),
        new VerifyCommand(),
    ];

    /// <summary>The verbs that a command line can mean: the one that it starts with, or all for help and completion.</summary>
    /// <remarks>The options of all verbs together take longer to set up than a small file takes to convert.</remarks>
    public static IEnumerable<ICliCommand> For(string[] arguments) =>
        arguments.Length > 0 && All.FirstOrDefault(c => c.Name == arguments[0]) is ICliCommand named ? [named] : All;
}
