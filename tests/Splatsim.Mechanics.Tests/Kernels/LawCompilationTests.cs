using System.Reflection;
using ILGPU;
using ILGPU.Backends;
using ILGPU.Backends.EntryPoints;
using ILGPU.Backends.PTX;
using ILGPU.Runtime.Cuda;

namespace Splatsim.Mechanics.Tests;

/// <summary>
/// Every law compiles for NVIDIA GPUs, on a machine without one: single precision throughout and no local memory, since
/// either would cost more than the law itself.
/// </summary>
public sealed class LawCompilationTests
{
    // The largest law (foam: with and without principal axes, a second decomposition for the energy, and a fixed-step solve whose
    // exponentials and logarithms are polynomials of about 60 lines each) has about 5100; more means that something was
    // unrolled or inlined once too often.
    private const int LargestPtxLineCount = 6000;

    public static TheoryData<string> Keys() => [.. Laws.All.Select(law => law.Key)];

    [Theory]
    [MemberData(nameof(Keys))]
    public void Update_CompiledToPtx_IsSinglePrecisionInRegisters(string key) => Check(key, CudaArchitecture.SM_80);

    // The code of the two differs in its header; the newer one is checked in the long tier.
    [Theory]
    [Trait("Tier", "Full")]
    [MemberData(nameof(Keys))]
    public void Update_CompiledToPtxOfNewerDevices_IsSinglePrecisionInRegisters(string key) => Check(key, CudaArchitecture.SM_90);

    private static void Check(string key, CudaArchitecture architecture)
    {
        MethodVisitor method = new();
        Laws.Find(key).Accept(method);
        string ptx = Compile(method.Method!, architecture);
        Assert.DoesNotContain(".f64", ptx, StringComparison.Ordinal);
        Assert.DoesNotContain(".local", ptx, StringComparison.Ordinal);
        // A call would be to a library function without a GPU form, which only the driver would find missing.
        Assert.DoesNotContain("call", ptx, StringComparison.Ordinal);
        int lines = ptx.Count(c => c == '\n');
        Assert.InRange(lines, 10, LargestPtxLineCount);
    }

    // A fresh context per kernel: contexts keep the code of earlier compilations.
    private static string Compile(MethodInfo method, CudaArchitecture architecture)
    {
        using Context context = Context.Create(builder => builder.EnableAlgorithms());
        using PTXBackend backend = new(
            context, new CudaCapabilityContext(architecture), architecture, CudaInstructionSet.ISA_78, nvvmAPI: null);
        CompiledKernel kernel = backend.Compile(
            EntryPointDescription.FromImplicitlyGroupedKernel(method), default);
        return ((PTXCompiledKernel)kernel).PTXAssembly;
    }

    private sealed class MethodVisitor : ILawVisitor
    {
        public MethodInfo? Method { get; private set; }

        public void Visit<TLaw>(string key)
            where TLaw : struct, ILaw =>
            Method = typeof(LawKernel).GetMethod(nameof(LawKernel.Step))!.MakeGenericMethod(typeof(TLaw));
    }
}
