namespace Splatsim.Simulation;

/// <summary>
/// Which branches the contacts of rigid bodies have taken: a hash that is the same for runs that take the same, and all but certainly another
/// for others. What does not act is no branch.
/// </summary>
internal struct RigidBranches
{
    private ulong substep;

    /// <summary>The hash so far: a sum, 0 where nothing has met.</summary>
    public ulong Hash { get; private set; }

    /// <summary>Contacts times substeps so far.</summary>
    public long Count { get; private set; }

    /// <summary>Starts the next substep.</summary>
    public void Begin() => substep++;

    /// <summary>Takes note of a contact that acts.</summary>
    /// <param name="bodies">Which bodies meet there.</param>
    /// <param name="place">Where: the number of a point or a node.</param>
    /// <param name="branch">What happens there.</param>
    public void Add(long bodies, long place, int branch)
    {
        Count++;
        Hash += BranchHash.Mix(BranchHash.Mix(BranchHash.Mix(substep, (ulong)bodies), (ulong)place), (uint)branch);
    }
}
