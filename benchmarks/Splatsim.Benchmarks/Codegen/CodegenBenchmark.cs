using System.Diagnostics;
using System.Runtime.Intrinsics;
using Splatsim.Mathematics;
using Splatsim.Mechanics;
using Splatsim.Rendering;

namespace Splatsim.Benchmarks.Codegen;

/// <summary>
/// Prints the size, stack frame and calls of every hot method of the laws and the rasterizer, as the compiler of this
/// machine makes them, and fails where one has lost its inlining: beyond its budget the compiler stops, whatever the
/// attributes say, and copies 64-byte values through memory at a tenth of the speed.
/// </summary>
internal static class CodegenBenchmark
{
    private const string ChildArgument = "--child";

    // Methods whose code is shown, by name; whatever else they need must be inlined in them.
    private const string HotMethods =
        "Update Principal Decompose Assemble Rotate Order AddPrincipal Clamp Lift Overstress Split Project Log Exp "
        // Without principal axes.
        + "Return Moderate Both Flow Swell OfLeftStretch Cayley Series OfSmall AddHighPowers MultiplyCommuting Multiply Replace Rotation Step Stress "
        // Roots of single laws.
        + "Resisted Limit Half Crush Open Rebuild Unimodular Hardening Slope Root AddFlow " + HotRendering.Methods;

    // Not quite twice the largest hot method when this was written (Overstress in 8 lanes, 2320 bytes).
    private const int LargestMethodBytes = 4000;

    /// <summary>Runs the benchmark; 0 when every hot method is as it should be.</summary>
    public static int Run(string[] args) => args.Contains(ChildArgument) ? RunChild() : RunParent();

    private static int RunChild()
    {
        HotLaws<Lanes8> eight = new();
        Laws.Accept(eight);
        uint checksum = eight.Checksum;
        float pictures = HotRendering.Draw(VectorWidth.Lanes8);
        if (Vector512.IsHardwareAccelerated)
        {
            HotLaws<Lanes16> sixteen = new();
            Laws.Accept(sixteen);
            checksum += sixteen.Checksum;
            pictures += HotRendering.Draw(VectorWidth.Lanes16);
        }

        Console.WriteLine($"{checksum} {pictures}");
        return 0;
    }

    private static int RunParent()
    {
        string listing = Path.GetTempFileName();
        try
        {
            if (Launch(listing) is int failure and not 0)
            {
                Console.Error.WriteLine($"the child process that compiles the laws ended with {failure}");
                return 1;
            }

            return Report([.. DisassemblyListing.Parse(File.ReadLines(listing)).Where(IsOurs)]);
        }
        finally
        {
            File.Delete(listing);
        }
    }

    // Tiers off: every method is compiled once, fully optimised, as it is after warming up.
    private static int Launch(string listing)
    {
        ProcessStartInfo start = new(Environment.ProcessPath!) { RedirectStandardOutput = true };
        if (Path.GetFileNameWithoutExtension(start.FileName) == "dotnet")
            start.ArgumentList.Add(Environment.GetCommandLineArgs()[0]);
        start.ArgumentList.Add("codegen");
        start.ArgumentList.Add(ChildArgument);
        start.Environment["DOTNET_TieredCompilation"] = "0";
        start.Environment["DOTNET_JitStdOutFile"] = listing;
        start.Environment["DOTNET_JitDisasm"] = HotMethods;
        using Process child = Process.Start(start)!;
        child.StandardOutput.ReadToEnd();
        child.WaitForExit();
        return child.ExitCode;
    }

    private static int Report(IReadOnlyList<MethodCode> methods)
    {
        int failures = 0;
        Console.WriteLine($"{"bytes",6} {"frame",6} {"calls",6}  method");
        foreach (MethodCode method in methods)
        {
            Console.WriteLine($"{method.Bytes,6} {method.FrameBytes,6} {method.Calls.Count,6}  {method.Name}");
            foreach (string call in method.Calls.Distinct().Where(call => !IsHot(call)))
            {
                Console.WriteLine($"{"",22}unexpected call: {call}");
                failures++;
            }

            if (method.Bytes <= LargestMethodBytes) continue;
            Console.WriteLine($"{"",22}larger than {LargestMethodBytes} bytes: split it");
            failures++;
        }

        if (methods.Count == 0)
        {
            Console.WriteLine("the runtime wrote no listing: DOTNET_JitDisasm is not supported here");
            return 1;
        }

        Console.WriteLine($"{methods.Count} hot methods, {failures} failures");
        return failures == 0 ? 0 : 1;
    }

    // The names are common: only instances for lanes count.
    private static bool IsOurs(MethodCode method) => method.Name.Contains("Lanes", StringComparison.Ordinal);

    private static bool IsHot(string call)
    {
        int colon = call.LastIndexOf(':');
        if (colon < 0) return false;
        string method = call[(colon + 1)..];
        int generic = method.IndexOf('[', StringComparison.Ordinal);
        if (generic >= 0) method = method[..generic];
        return HotMethods.Split(' ').Contains(method);
    }
}
