using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>The tape's engine of the reference back end.</summary>
/// <typeparam name="T">A number of one lane.</typeparam>
internal sealed class ReferenceTapeEngine<T> : ITapeEngine
    where T : unmanaged, IReal<T>
{
    private readonly SimulationSetup setup;
    private readonly ReferenceSimulator<T> simulator;
    private readonly ParticleCotangents<T> bars;
    private ParameterSums sums;
    private SubstepAdjoint<T>? adjoint;

    public ReferenceTapeEngine(SimulationSetup setup)
    {
        this.setup = setup;
        simulator = new(setup);
        bars = new(setup.Particles.Count, setup.Tracers?.Count ?? 0, !setup.Transfer.IsAffineDefault);
        sums = new(setup);
    }

    public SimulatorBase Simulator => simulator;

    public unsafe long StateBytes
    {
        get
        {
            // x, v, C (and L), F, history; x and F of tracers.
            long perParticle = 3 + 3 + 9 + (bars.IsSeparate ? 9 : 0) + 9 + ParticleSet.HistoryWidth;
            return sizeof(T) * (perParticle * simulator.ParticleCount + 12L * bars.TracerPosition.Length) + simulator.SideBytes;
        }
    }

    public void Dispose() => simulator.Dispose();

    public void Begin()
    {
        bars.Clear();
        sums = new(setup);
        adjoint = new(setup, simulator, bars, sums);
    }

    public void Add(StateCotangents seed)
    {
        bars.Add(seed);
        adjoint!.RigidMatter.TakeTracers();
        adjoint.Bodies.Add(seed.Bodies);
    }

    public void Reverse(in TapedSubstep substep) => adjoint!.Substep(in substep);

    public SimulationGradient Finish()
    {
        for (int m = 0; m < setup.Materials.Count; m++)
            adjoint!.Settle(m, 0, setup.Particles.History is null ? bars.History : null);
        adjoint!.RigidMatter.Finish();
        return TapeGradient.Of(setup, bars, sums, simulator.TakesPart, adjoint.Bodies.Finish());
    }
}
