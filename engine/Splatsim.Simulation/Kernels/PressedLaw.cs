using ILGPU;
using ILGPU.Runtime;
using Splatsim.Mathematics;
using Splatsim.Mechanics;

namespace Splatsim.Simulation.Kernels;

/// <summary>A law's step apart from the transfer: F and history advance, impulses are laid down.</summary>
internal abstract class PressedLaw : IDisposable
{
    /// <summary>The law's step for some particles.</summary>
    /// <param name="count">How many.</param>
    /// <param name="first">The first of them, in sorted order.</param>
    /// <param name="step">The substep.</param>
    /// <param name="impulses">Takes the impulses.</param>
    public abstract void Press(int count, int first, in StepNumbers step, ArrayView<float> impulses);

    /// <summary>Energy that became heat since <see cref="ClearHeat"/> [J], as far as it is added up on the host.</summary>
    public virtual double Heat => 0;

    /// <summary>Starts to add up anew.</summary>
    public virtual void ClearHeat()
    {
    }

    /// <summary>Replaces coefficients that are kept on the host.</summary>
    public virtual void SetCoefficients(int material, in LawParameters<Real64> prepared)
    {
    }

    public virtual void Dispose()
    {
    }

    /// <summary>A law of some particles.</summary>
    /// <param name="law">The law.</param>
    /// <param name="setup">The setup.</param>
    /// <param name="matter">The particles.</param>
    /// <param name="heat">Takes energies that become heat, by the user's index; null where nobody asks.</param>
    public static PressedLaw For(LawEntry law, SimulationSetup setup, DeviceMatter matter, MemoryBuffer1D<float, Stride1D.Dense>? heat)
    {
        if (law.Learned is not null) return new LearnedPressedLaw(law, setup, matter);
        Maker maker = new(matter, heat);
        law.Accept(maker);
        return maker.Law!;
    }

    private sealed class Maker(DeviceMatter matter, MemoryBuffer1D<float, Stride1D.Dense>? heat) : ILawVisitor
    {
        public PressedLaw? Law { get; private set; }

        public void Visit<TLaw>(string key)
            where TLaw : struct, ILaw => Law = new Of<TLaw>(matter, heat);
    }

    private sealed class Of<TLaw>(DeviceMatter matter, MemoryBuffer1D<float, Stride1D.Dense>? heat) : PressedLaw
        where TLaw : struct, ILaw
    {
        private Action<Index1D, ParticleViews, NoteViews, StepNumbers, ArrayView<float>, int>? press;
        private Action<Index1D, ParticleViews, NoteViews, StepNumbers, ArrayView<float>, int, ArrayView<float>>? pressWithHeat;

        public override void Press(int count, int first, in StepNumbers step, ArrayView<float> impulses)
        {
            if (heat is null)
            {
                press ??= matter.Device.Launcher(GeneralKernels.Press<TLaw>, a => a.LoadAutoGroupedStreamKernel<
                    Index1D, ParticleViews, NoteViews, StepNumbers, ArrayView<float>, int>(GeneralKernels.Press<TLaw>));
                press(count, matter.Particles.Views, matter.Notes.Views, step, impulses, first);
                return;
            }

            pressWithHeat ??= matter.Device.Launcher(GeneralKernels.PressWithHeat<TLaw>, a => a.LoadAutoGroupedStreamKernel<
                Index1D, ParticleViews, NoteViews, StepNumbers, ArrayView<float>, int, ArrayView<float>>(GeneralKernels.PressWithHeat<TLaw>));
            pressWithHeat(count, matter.Particles.Views, matter.Notes.Views, step, impulses, first, heat.View);
        }
    }
}
