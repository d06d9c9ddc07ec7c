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
        new DevicesCommand(),
    ];
}
