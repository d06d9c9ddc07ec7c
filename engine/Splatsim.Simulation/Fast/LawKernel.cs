using Splatsim.Mathematics;

namespace Splatsim.Simulation.Fast;

/// <summary>A constitutive law applied to a group of packets. The one virtual call per group keeps laws and drivers apart.</summary>
/// <typeparam name="TLanes">The register width.</typeparam>
internal abstract class LawKernel<TLanes>
    where TLanes : unmanaged, ILanes<TLanes>
{
    /// <summary>Coefficients that the law's materials have; those after them are 0 in every row.</summary>
    public int CoefficientCount { get; set; }

    /// <summary>Whether F is more than J^(1/3) I, so that all of it is read and written.</summary>
    public virtual bool KeepsShape => true;

    /// <summary>
    /// From positions' fractions, v, C and F to the rows that the scatter packs: trial F, law, affine momentum. Updates F and
    /// the history.
    /// </summary>
    /// <returns>A bit per lane whose stretches were clamped.</returns>
    public virtual ulong Stage(in ParticleGroup group, in SubstepConstants constants, GroupScratch scratch)
    {
        ulong clamped = Strain(in group, constants.TimeStep, scratch);
        ParticleKernels.Affine<TLanes>(in group, constants.StressFactor, constants.CellSize, scratch);
        return clamped;
    }

    /// <summary>From C and F to the rows of the Kirchhoff stress: trial F and law. Updates F and the history.</summary>
    /// <returns>A bit per lane whose stretches were clamped.</returns>
    public ulong Strain(in ParticleGroup group, float timeStep, GroupScratch scratch) => Strain(in group, timeStep, timeStep, scratch);

    /// <summary>The same where F moves on by another time than the law's.</summary>
    /// <param name="group">The group.</param>
    /// <param name="trialStep">For the trial F [s].</param>
    /// <param name="timeStep">For the law [s].</param>
    /// <param name="scratch">Scratch.</param>
    /// <returns>A bit per lane whose stretches were clamped.</returns>
    public virtual ulong Strain(in ParticleGroup group, float trialStep, float timeStep, GroupScratch scratch)
    {
        ParticleKernels.Trial<TLanes>(in group, trialStep);
        return Update(in group, trialStep, timeStep, scratch);
    }

    /// <summary>Updates F (trial to returned) and the history, and writes the rows of the Kirchhoff stress.</summary>
    /// <returns>A bit per lane whose stretches were clamped.</returns>
    protected abstract ulong Update(in ParticleGroup group, float trialStep, float timeStep, GroupScratch scratch);
}
