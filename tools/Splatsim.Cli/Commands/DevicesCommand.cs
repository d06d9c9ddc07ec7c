using System.CommandLine;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Spectre.Console;
using Splatsim.Compute;

namespace Splatsim.Cli;

/// <summary>splatsim devices: what this machine computes with.</summary>
internal sealed class DevicesCommand : ICliCommand
{
    private static readonly Option<bool> Time = new("--time") { Description = "Also simulate a small scene on each device; takes some seconds per device." };

    public string Name => "devices";

    public Command Create()
    {
        Command command = new(Name, "Show what this machine computes with.") { Time };
        command.SetAction(result => Run(result.GetValue(GlobalOptions.Json), result.GetValue(Time)));
        return command;
    }

    private static int Run(bool json, bool time)
    {
        string set = Vector512.IsHardwareAccelerated ? "AVX-512, 16 lanes" : Vector256.IsHardwareAccelerated ? "AVX2, 8 lanes" : "128-bit, 8 lanes in two halves";
        List<(DeviceInfo Info, double? Rate, string? Error)> devices = [.. ComputeDevices.List().Select(d => Look(d, time))];
        if (json)
        {
            JsonOutput.Write(new
            {
                Cpu = new { Processors = Environment.ProcessorCount, InstructionSet = set, Fma = Fma.IsSupported, MemoryBytes = ComputeDevices.Cpu.MemoryBytes },
                Devices = devices.Select(d => new
                {
                    d.Info.Key,
                    d.Info.Name,
                    d.Info.MemoryBytes,
                    d.Info.IsGpu,
                    MillionParticleSubstepsPerSecond = d.Rate,
                    d.Error,
                }),
                Runtime = RuntimeInformation.FrameworkDescription,
                Os = RuntimeInformation.OSDescription,
            });
            return ExitCode.Done;
        }

        Table table = new Table().Border(TableBorder.Simple).AddColumns("device", "what it is");
        foreach ((DeviceInfo info, double? rate, string? error) in devices)
        {
            string what = info.Kind == DeviceKind.Cpu ? $"{Environment.ProcessorCount} processors, {set}" : info.Name;
            string speed = error ?? (rate is null ? "" : FormattableString.Invariant($", {rate:F1} M particle-substeps/s"));
            table.AddRow(info.Key, Markup.Escape($"{what}, {info.MemoryBytes / (double)(1 << 30):F1} GiB of memory{speed}"));
        }

        table.AddRow("runtime", Markup.Escape($"{RuntimeInformation.FrameworkDescription} on {RuntimeInformation.OSDescription}"));
        AnsiConsole.Write(table);
        return ExitCode.Done;
    }

    // A device that cannot be used is told as such; the others are still of interest.
    private static (DeviceInfo Info, double? Rate, string? Error) Look(DeviceInfo info, bool time)
    {
        if (!time) return (info, null, null);
        try
        {
            return (info, DeviceTiming.Measure(info), null);
        }
        catch (DeviceException exception)
        {
            return (info, null, $"; {exception.Message}");
        }
    }
}
