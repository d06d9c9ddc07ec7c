using System.CommandLine;

namespace Splatsim.Cli;

/// <summary>A verb of the program.</summary>
internal interface ICliCommand
{
    /// <summary>Describes the verb, its arguments and options, and what it does.</summary>
    Command Create();
}
