using Splatsim.Benchmarks;
using Splatsim.Benchmarks.Adjoint;
using Splatsim.Benchmarks.Codegen;
using Splatsim.Benchmarks.Gpu;
using Splatsim.Benchmarks.Mpm;
using Splatsim.Benchmarks.Render;

// One line per benchmark; each takes the arguments after its name and gives the exit code.
Dictionary<string, Func<string[], int>> benchmarks = new()
{
    ["adjoint"] = AdjointBenchmark.Run,
    ["codegen"] = CodegenBenchmark.Run,
    ["formats"] = FormatsBenchmark.Run,
    ["gpu"] = GpuBenchmark.Run,
    ["local-steps"] = LocalStepBenchmark.Run,
    ["mpm"] = MpmBenchmark.Run,
    ["render"] = RenderBenchmark.Run,
};

if (args.Length > 0 && benchmarks.TryGetValue(args[0], out Func<string[], int>? benchmark)) return benchmark(args[1..]);
Console.Error.WriteLine($"name a benchmark: {string.Join(", ", benchmarks.Keys)}");
return 2;
