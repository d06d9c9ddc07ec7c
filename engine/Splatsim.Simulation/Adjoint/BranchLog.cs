using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>Takes note of the branches of a run. Sums alone: the order in which nodes are visited does not matter.</summary>
/// <typeparam name="T">A number of one lane.</typeparam>
internal sealed class BranchLog<T>
    where T : unmanaged, IReal<T>
{
    // Returned deformations are put together from factors again: differences below this are rounding, not flow.
    private const double Rounding = 1e-20;

    private long substep, flowing, contacts, sticking, clamped;
    private ulong signature;

    public BranchCounts Counts => new(flowing, contacts, sticking, clamped, 0, signature);

    public void Begin(long index) => substep = index;

    public void AddLaw(int particle, in Matrix3x3<T> trial, in Matrix3x3<T> returned, bool isClamped)
    {
        bool flows = Scalars.ToDouble((returned - trial).SquaredNorm) > Rounding * Scalars.ToDouble(trial.SquaredNorm);
        if (!flows && !isClamped) return;
        if (flows) flowing++;
        if (isClamped) clamped++;
        Sign(particle, flows ? isClamped ? 3u : 1u : 2u);
    }

    public void AddContact(int node, int contact, in GridContact<T> data, Vector3<T> place, Vector3<T> before, Vector3<T> after)
    {
        if (Same(before, after)) return;
        bool sticks = Same(after, GridContacts.SurfaceVelocity(in data, place));
        contacts++;
        if (sticks) sticking++;
        Sign(node, 4u + 2u * (uint)contact + (sticks ? 1u : 0u));
    }

    public void AddWall(in WallNode<T> node, int wall, in GridContact<T> data, Vector3<T> place, Vector3<T> before)
    {
        if (Same(before, node.Velocity)) return;
        bool sticks = Same(node.Velocity, GridContacts.SurfaceVelocity(in data, place));
        contacts++;
        if (sticks) sticking++;
        Sign(Mix(Mix((ulong)substep, (uint)node.Node), node.Key), 2u * (uint)wall + (sticks ? 1u : 0u));
    }

    /// <summary>Who deals with a node from behind a wall. Where walls pass nodes or matter changes sides, velocities jump.</summary>
    public void AddSide(in WallNode<T> node) => Sign(Mix((ulong)substep, (uint)node.Node), node.Key);

    private void Sign(ulong seed, WallKey key) => signature += Mix(seed, key);

    private void Sign(ulong seed, uint branch) => signature += Mix(seed, branch);

    private static ulong Mix(ulong seed, WallKey key) => Mix(seed, (ulong)key.Blocked << 32 | key.Front);

    private void Sign(int thing, uint branch)
    {
        signature += Mix(0, ((ulong)substep << 40) ^ ((ulong)(uint)thing << 12) ^ branch);
    }

    private static ulong Mix(ulong seed, ulong value) => BranchHash.Mix(seed, value);

    private static bool Same(Vector3<T> a, Vector3<T> b) => Scalars.ToDouble((a - b).LengthSquared) == 0;
}
