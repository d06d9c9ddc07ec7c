using System.Reflection;
using System.Text.RegularExpressions;
using ILGPU;
using ILGPU.Backends.EntryPoints;
using ILGPU.Backends.PTX;
using ILGPU.Runtime.Cuda;

namespace Splatsim.Tests;

/// <summary>
/// Every kernel compiles for NVIDIA GPUs, on a machine without one: single precision throughout, no local memory, no calls, no
/// approximate functions. Boundaries are data of one kernel, laws are type arguments of five.
/// </summary>
public sealed partial class KernelCompilationTests
{
    // The largest, the fused transfer of a law with a decomposition, has about half of this; more means that something was
    // unrolled or inlined once too often.
    private const int LargestPtxLineCount = 9000;

    // The adjoint of a law has it with its tangents, once.
    private const int LargestAdjointLineCount = 20000;

    // The fused transfer contains a law's other two kernels; that every law compiles is a test of the laws' own room.
    public static TheoryData<string> LargestKernels =>
    [
        .. KernelList.Names.Where(n => !n.Contains(" of ", StringComparison.Ordinal)),
        .. KernelList.SomeLaws.Select(law => $"TransferKernels.Continue of {law}"),
        .. KernelList.SomeLaws.Select(law => $"WallKernels.ScatterWhole of {law}"),
        .. KernelList.SomeLaws.Select(law => $"LawAdjointKernels.Press of {law}"),
        "TransferAdjointKernels.Take of quadratic apic", "TransferAdjointKernels.Scatter of quadratic asflip", "TransferAdjointKernels.Collect of cubic",
        "TransferAdjointKernels.Give of quadratic apic", "TracerAdjointKernels.Take of quadratic", "TracerAdjointKernels.ScatterWhole of quadratic",
        "GeneralKernels.Scatter of cubic", "GeneralKernels.Collect of cubic", "GeneralKernels.Gather of cubic asflip", "GeneralKernels.PressWithHeat of von-mises",
    ];

    public static TheoryData<string> AllKernels => [.. KernelList.Names];

    [Theory]
    [MemberData(nameof(LargestKernels))]
    public void Kernel_CompiledToPtx_IsSinglePrecisionInRegisters(string name) => Check(name, CudaArchitecture.SM_90);

    [Theory]
    [Trait("Tier", "Full")]
    [MemberData(nameof(AllKernels))]
    public void EveryKernel_ForBothArchitectures_IsSinglePrecisionInRegisters(string name)
    {
        Check(name, CudaArchitecture.SM_80);
        Check(name, CudaArchitecture.SM_90);
    }

    private static void Check(string name, CudaArchitecture architecture)
    {
        string ptx = Compile(KernelList.Find(name), architecture);
        int most = name.StartsWith("LawAdjointKernels", StringComparison.Ordinal) ? LargestAdjointLineCount : LargestPtxLineCount;
        Assert.DoesNotContain(".f64", ptx, StringComparison.Ordinal);
        Assert.DoesNotContain(".local", ptx, StringComparison.Ordinal);
        // A call would be to a library function without a GPU form, which only the driver would find missing.
        Assert.DoesNotContain("call", ptx, StringComparison.Ordinal);
        Assert.DoesNotMatch(ApproximateFunction(), ptx);
        Assert.InRange(ptx.Count(c => c == '\n'), 10, most);
    }

    // A fresh context per kernel: contexts keep the code of earlier compilations.
    internal static string Compile(MethodInfo method, CudaArchitecture architecture)
    {
        using Context context = Context.Create(builder => builder.EnableAlgorithms().Optimize(OptimizationLevel.O1));
        using PTXBackend backend = new(
            context, new CudaCapabilityContext(architecture), architecture, CudaInstructionSet.ISA_78, nvvmAPI: null);
        EntryPointDescription entry = KernelList.IsImplicitlyGrouped(method)
            ? EntryPointDescription.FromImplicitlyGroupedKernel(method)
            : EntryPointDescription.FromExplicitlyGroupedKernel(method);
        return ((PTXCompiledKernel)backend.Compile(entry, default)).PTXAssembly;
    }

    // Square roots, quotients, logarithms, exponentials and sines of a GPU's special units have errors up to 1e-6 and worse.
    [GeneratedRegex(@"\b(sqrt|rsqrt|div|rcp|lg2|ex2|sin|cos)\.(approx|full)")]
    private static partial Regex ApproximateFunction();
}
