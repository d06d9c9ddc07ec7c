using ILGPU;
using ILGPU.Backends.OpenCL;
using ILGPU.Runtime;
using Splatsim.Compute;
using Splatsim.Mechanics;
using Splatsim.Simulation.Kernels;

namespace Splatsim.Tests;

/// <summary>
/// A kernel's code does not depend on the kernels that were compiled before it. In one context of ILGPU 1.5.3 it does: the adjoint of the law of
/// von Mises was 4463 lines with local memory after the forward kernels of that law, and 4315 without it alone.
/// </summary>
[Collection("device")]
public sealed class FreshCodeTests
{
    [Fact]
    public void Launcher_AfterOtherKernelsOfALaw_HasTheLinesOfTheKernelAlone()
    {
        Assert.NotNull(OpenClDevice.Required);
        using ComputeDevice device = ComputeDevice.Open(new(DeviceKind.OpenCl)), fresh = ComputeDevice.Open(new(DeviceKind.OpenCl));
        int alone = Lines(Adjoint(fresh));
        Forward(device);
        // Names carry numbers that count up, so that lines are counted.
        Assert.Equal(alone, Lines(Adjoint(device)));
    }

    private static Delegate Forward(ComputeDevice device) => device.Launcher(GeneralKernels.Press<Logarithmic<VonMises>>, a => a.LoadAutoGroupedStreamKernel<
        Index1D, ParticleViews, NoteViews, StepNumbers, ArrayView<float>, int>(GeneralKernels.Press<Logarithmic<VonMises>>));

    private static Delegate Adjoint(ComputeDevice device) => device.Launcher(LawAdjointKernels.Press<Logarithmic<VonMises>>, a => a.LoadAutoGroupedStreamKernel<
        Index1D, ParticleViews, StepNumbers, CotangentViews, ArrayView<float>, ArrayView<float>, int, int, int>(LawAdjointKernels.Press<Logarithmic<VonMises>>));

    private static int Lines(Delegate launcher) => ((CLCompiledKernel)launcher.GetKernel().CompiledKernel).Source.Count(c => c == '\n');
}
