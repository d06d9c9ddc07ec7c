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
    // The largest law (two decompositions, one of them for the energy; logarithms, exponentials, a fixed-step solve) has
    // about 1400; twice that means that something was unrolled or inlined once too often.
    private const int LargestPtxLineCount = 2800;

    public static TheoryData<string, string> Cases()
    {
        TheoryData<string, string> cases = [];
        foreach (LawEntry law in Laws.All)
            foreach (string architecture in (string[])["SM_80", "SM_90"]) cases.Add(law.Key, architecture);
        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Update_CompiledToPtx_IsSinglePrecisionInRegisters(string key, string architecture)
    {
        MethodVisitor method = new();
        Laws.Find(key).Accept(method);
        string ptx = Compile(method.Method!, architecture == "SM_80" ? CudaArchitecture.SM_80 : CudaArchitecture.SM_90);
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
