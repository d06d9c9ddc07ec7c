using System.CommandLine;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Spectre.Console;

namespace Splatsim.Cli;

/// <summary>splatsim devices: what this machine computes with.</summary>
internal sealed class DevicesCommand : ICliCommand
{
    public string Name => "devices";

    public Command Create()
    {
        Command command = new(Name, "Show what this machine computes with.");
        command.SetAction(result => Run(result.GetValue(GlobalOptions.Json)));
        return command;
    }

    private static int Run(bool json)
    {
        string set = Vector512.IsHardwareAccelerated ? "AVX-512, 16 lanes" : Vector256.IsHardwareAccelerated ? "AVX2, 8 lanes" : "128-bit, 8 lanes in two halves";
        long memory = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        if (json)
        {
            JsonOutput.Write(new
            {
                Cpu = new { Processors = Environment.ProcessorCount, InstructionSet = set, Fma = Fma.IsSupported, MemoryBytes = memory },
                Runtime = RuntimeInformation.FrameworkDescription,
                Os = RuntimeInformation.OSDescription,
            });
            return ExitCode.Done;
        }

        Table table = new Table().Border(TableBorder.Simple).AddColumns("device", "what it is");
        table.AddRow("cpu", $"{Environment.ProcessorCount} processors, {set}, {memory / (double)(1 << 30):F1} GiB of memory");
        table.AddRow("runtime", Markup.Escape($"{RuntimeInformation.FrameworkDescription} on {RuntimeInformation.OSDescription}"));
        AnsiConsole.Write(table);
        return ExitCode.Done;
    }
}
