using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>A run of the reference back end in double precision that counts its branches: what gradients are compared with.</summary>
public sealed class BranchedRun : IDisposable
{
    private readonly ReferenceSimulator<Real64> simulator;
    private readonly BranchLog<Real64> log = new();

    /// <summary>Starts it.</summary>
    /// <param name="setup">What to simulate; its back end and precision are replaced.</param>
    /// <exception cref="SimulationSetupException">A property of the setup cannot be simulated.</exception>
    public BranchedRun(SimulationSetup setup)
    {
        simulator = new(setup with { Backend = SimulationBackend.Reference, Precision = SimulationPrecision.Double }) { Branches = log };
    }

    /// <summary>The simulation.</summary>
    public ISimulator Simulator => simulator;

    /// <summary>The branches so far.</summary>
    public BranchCounts Branches
    {
        get
        {
            BranchCounts counts = log.Counts;
            IEnumerable<RigidBranches> all = [simulator.Colliders.Branches, simulator.Colliders.Meetings, .. simulator.RigidMatter.Groups.Select(g => g.Branches)];
            foreach ((int i, RigidBranches some) in all.Index())
            {
                // Of bodies that trade places the sum would be the same.
                ulong hash = some.Count == 0 ? 0 : BranchHash.Mix((uint)i, some.Hash);
                counts = counts with { RigidContacts = counts.RigidContacts + some.Count, Signature = counts.Signature + hash };
            }

            return counts;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => simulator.Dispose();
}
