using ILGPU;
using ILGPU.Runtime;
using Splatsim.Mathematics;
using Splatsim.Mechanics;

namespace Splatsim.Simulation.Kernels;

/// <summary>The adjoint of one law; compiled when it is first launched.</summary>
internal abstract class DeviceLawAdjoint : IDisposable
{
    /// <summary>The adjoint of the law's step for some particles; see <see cref="LawAdjointKernels.Press{TLaw}"/>.</summary>
    public abstract void Press(
        int count, int first, in StepNumbers step, in CotangentViews bars, ArrayView<float> before, ArrayView<float> byStress);

    public virtual void Dispose()
    {
    }

    /// <summary>Coefficients that the user's values reach, at most, over the materials of a law.</summary>
    public static int CoefficientCount(SimulationSetup setup, LawEntry law) => setup.Materials
        .Where(m => m.Law == law).Select(m => MaterialKernel<Real64>.For(m).CoefficientCount).DefaultIfEmpty(0).Max();

    /// <summary>That of a law.</summary>
    /// <param name="law">The law.</param>
    /// <param name="setup">The setup.</param>
    /// <param name="matter">The particles.</param>
    /// <param name="valuesOf">The user values of a material at this moment, for laws that the host evaluates.</param>
    public static DeviceLawAdjoint For(LawEntry law, SimulationSetup setup, DeviceMatter matter, Func<int, float[]> valuesOf)
    {
        if (law.Learned is ILearnedLawAdjoint learned) return new LearnedDeviceLawAdjoint(law, learned, matter, CoefficientCount(setup, law), valuesOf);
        Maker maker = new(matter, CoefficientCount(setup, law));
        law.Accept(maker);
        return maker.Law!;
    }

    private sealed class Maker(DeviceMatter matter, int coefficients) : ILawVisitor
    {
        public DeviceLawAdjoint? Law { get; private set; }

        public void Visit<TLaw>(string key)
            where TLaw : struct, ILaw => Law = new Of<TLaw>(matter, coefficients);
    }

    private sealed class Of<TLaw>(DeviceMatter matter, int coefficients) : DeviceLawAdjoint
        where TLaw : struct, ILaw
    {
        private readonly int scalars = TLaw.Description.History.Count;
        private Action<Index1D, ParticleViews, StepNumbers, CotangentViews, ArrayView<float>, ArrayView<float>, int, int, int>? press;

        public override void Press(
            int count, int first, in StepNumbers step, in CotangentViews bars, ArrayView<float> before, ArrayView<float> byStress)
        {
            press ??= matter.Device.Launcher(LawAdjointKernels.Press<TLaw>, a => a.LoadAutoGroupedStreamKernel<
                Index1D, ParticleViews, StepNumbers, CotangentViews, ArrayView<float>, ArrayView<float>, int, int, int>(LawAdjointKernels.Press<TLaw>));
            press(count, matter.Particles.Views, step, bars, before, byStress, first, coefficients, scalars);
        }
    }
}
