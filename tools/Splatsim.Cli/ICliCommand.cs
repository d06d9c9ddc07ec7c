using System.CommandLine;

namespace Splatsim.Cli;

/// <summary>A verb of the program.</summary>
internal interface ICliCommand
{
    /// <summary>The word on the command line.</summary>
    string Name { get; }

    /// <summary>Describes the verb, its arguments and options, and what it does.</summary>
    Command Create();
}
