using Splatsim.Compute;
using Splatsim.Mathematics;

namespace Splatsim.Simulation.Fast;

/// <summary>The rigid materials of a setup in the reverse run of the fast back end: what a substep did to them, and its adjoint.</summary>
internal sealed class RigidMatterReversal
{
    private readonly SimulatorBase simulator;
    private readonly RigidMatterAdjoint adjoint;
    private RigidState[] before = [];

    public RigidMatterReversal(
        SimulationSetup setup, SimulatorBase simulator, PacketStore store, BlockGrid grid, WorkerPool pool, CotangentPackets bars, ParameterSums sums)
    {
        this.simulator = simulator;
        Particles = new(pool, store, grid, simulator.RigidMatter, bars, setup.Domain.CellSize);
        adjoint = new(setup, simulator, Particles, sums);
    }

    /// <summary>The bodies' particles.</summary>
    public RigidMatterPackets Particles { get; }

    /// <summary>Takes what a loss says about tracers that bodies carry, at this moment.</summary>
    public void TakeTracers() => adjoint.TakeTracers();

    /// <summary>Takes down where the bodies are before a substep.</summary>
    public void BeginRecord() => before = [.. simulator.RigidMatter.Groups.Select(g => g.State)];

    /// <summary>The bodies' part of the substep, up to what their particles have gathered.</summary>
    /// <param name="contactSums">Receives derivatives by contacts, added.</param>
    public void Substep(Span<ContactCotangents<Real64>> contactSums) => adjoint.Substep(before, contactSums);

    /// <summary>To derivatives by the setup's particles and tracers.</summary>
    public void Finish() => adjoint.Finish();
}
