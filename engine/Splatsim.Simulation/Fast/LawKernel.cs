using Splatsim.Mathematics;

namespace Splatsim.Simulation.Fast;

/// <summary>A constitutive law applied to a group of packets. The one virtual call per 64 particles keeps laws and drivers apart.</summary>
/// <typeparam name="TLanes">The register width.</typeparam>
internal abstract unsafe class LawKernel<TLanes>
    where TLanes : unmanaged, ILanes<TLanes>
{
    /// <summary>Updates F (trial to returned) and the history, and writes the Kirchhoff stress.</summary>
    /// <returns>A bit per particle whose stretches were clamped.</returns>
    public abstract ulong Update(in ParticleGroup group, float timeStep, GroupScratch scratch);
}
