using System.Text.RegularExpressions;
using ILGPU.Runtime.Cuda;

namespace Splatsim.Tests;

/// <summary>
/// What the kernels of a substep cost, counted in their PTX: accesses to memory outside of loops are those of one particle (or node).
/// benchmarks/results/gpu.md makes an estimate of them; more than is written here would make it untrue.
/// </summary>
public sealed partial class KernelCostTests(ITestOutputHelper output)
{
    [Theory]
    [Trait("Tier", "Full")]
    // Loads and stores of global memory, atomics of shared and global memory, bytes of shared memory; as counted, and a few per cent.
    [InlineData("TransferKernels.Continue of neo-hookean", 50, 19, 12, 8, 15232)]
    [InlineData("TransferKernels.Continue of von-mises", 53, 19, 12, 8, 15232)]
    [InlineData("TransferKernels.Scatter of neo-hookean", 46, 16, 12, 8, 8704)]
    [InlineData("TransferKernels.Gather", 24, 15, 0, 0, 6528)]
    public void Kernel_OfTheDefaultTransfer_CostsWhatIsWrittenDown(string name, int loads, int stores, int shared, int global, int bytes)
    {
        string ptx = KernelCompilationTests.Compile(KernelList.Find(name), CudaArchitecture.SM_90);
        int Count(Regex of) => of.Count(ptx);
        int allocated = SharedBytes().Matches(ptx).Sum(m => int.Parse(m.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture));
        output.WriteLine(
            $"{name}: {Count(Loads())} loads, {Count(Stores())} stores, {Count(SharedAtomics())} atomics in shared memory, {Count(GlobalAtomics())} in global memory, "
            + $"{allocated} bytes of shared memory, {Registers().Match(ptx).Groups[1].Value} names of float registers");
        Assert.InRange(Count(Loads()), 1, loads);
        Assert.InRange(Count(Stores()), 1, stores);
        Assert.InRange(Count(SharedAtomics()), shared, shared);
        Assert.InRange(Count(GlobalAtomics()), 0, global);
        Assert.Equal(bytes, allocated);
    }

    [GeneratedRegex(@"\bld(\.global)?\.(f32|b32)")]
    private static partial Regex Loads();

    [GeneratedRegex(@"\bst(\.global)?\.(f32|b32)")]
    private static partial Regex Stores();

    [GeneratedRegex(@"\b(red|atom)\.(shared\.add|add\.shared)\.f32")]
    private static partial Regex SharedAtomics();

    [GeneratedRegex(@"\b(red|atom)(\.global)?\.add\.f32")]
    private static partial Regex GlobalAtomics();

    [GeneratedRegex(@"\.shared \.align \d+ \.b8 \w+\[(\d+)\]")]
    private static partial Regex SharedBytes();

    [GeneratedRegex(@"\.reg \.f32\s+%f<(\d+)>")]
    private static partial Regex Registers();
}
