using System.CommandLine;
using Spectre.Console;
using Splatsim.Materials;

namespace Splatsim.Cli;

/// <summary>splatsim materials [search]: the presets by their everyday names.</summary>
internal sealed class MaterialsCommand : ICliCommand
{
    private static readonly Argument<string?> Search = new("search") { Description = "Part of a name, a law, or a use.", Arity = ArgumentArity.ZeroOrOne };

    public string Name => "materials";

    public Command Create()
    {
        Command command = new(Name, "List or search the material presets.") { Search };
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult result)
    {
        string? text = result.GetValue(Search);
        IReadOnlyList<MaterialPreset> found = text is null ? MaterialLibrary.All : MaterialLibrary.Search(text);
        if (result.GetValue(GlobalOptions.Json))
        {
            JsonOutput.Write(found.Select(p => new { p.Id, p.Names, p.Family, Law = p.Law.Key, p.MassDensity, p.Parameters, p.Provenance, p.Note }));
            return ExitCode.Done;
        }

        if (found.Count == 0)
        {
            Console.Error.WriteLine($"splatsim: no preset matches \"{text}\"; run splatsim materials for all of them");
            return ExitCode.BadInput;
        }

        Table table = new Table().Border(TableBorder.Simple).AddColumns("name", "law", Markup.Escape("density [kg/m^3]"), "parameters");
        foreach (MaterialPreset preset in found)
        {
            table.AddRow(
                Markup.Escape(preset.Id), Markup.Escape(preset.Law.Key), $"{preset.MassDensity:G5}",
                Markup.Escape(string.Join(", ", preset.Parameters.Select(p => FormattableString.Invariant($"{p.Key} {p.Value:G4}")))));
        }

        AnsiConsole.Write(table);
        return ExitCode.Done;
    }
}
