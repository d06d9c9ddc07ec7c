using System.Numerics;
using System.Runtime.InteropServices;
using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>
/// Velocities of nodes that particles deal with from behind a wall: matter on one side of a wall has its own there, and the wall acts on it
/// as a collider acts on the nodes inside of it.
/// </summary>
/// <remarks>
/// Sides as in CPIC (Hu et al. 2018, section 5). Where CPIC has each particle guess what a node beyond the wall would do, here the matter of
/// the side has that node in common, as in a fracture with two velocity fields (Nairn 2003, "Material point method calculations with
/// explicit cracks"): pressure reaches the wall, momenta are kept, and a wall is to each side what a solid collider would be.
/// </remarks>
/// <typeparam name="T">A number of one lane.</typeparam>
internal sealed class ReferenceWalls<T>(WallSides sides, ReferenceGrid<T> grid)
    where T : unmanaged, IReal<T>
{
    private readonly Dictionary<(int Node, WallKey Key), int> indices = [];
    private readonly List<WallNode<T>> entries = [];

    /// <summary>The nodes that matter deals with from behind a wall.</summary>
    public ReadOnlySpan<WallNode<T>> Nodes => CollectionsMarshal.AsSpan(entries);

    /// <summary>Whether there are walls near a particle, or a tracer counted after the particles.</summary>
    public bool AreNear(int index) => sides.Any && sides.Near[index] != 0;

    /// <summary>The nodes as a particle or tracer deals with them.</summary>
    public SidedNodes<T> NodesOf(int index) => new(grid, this, sides.Near[index], sides.Front[index]);

    /// <summary>Starts a substep.</summary>
    public void Clear()
    {
        indices.Clear();
        entries.Clear();
    }

    /// <summary>Brings the sides of a particle up to date.</summary>
    public void Update(int index, Vector3<T> cells) => sides.Update(index, Scalars.ToDouble(cells), sides.Field.Acting);

    /// <summary>Which velocity of a node a particle or tracer deals with.</summary>
    public WallKey KeyOf(int index, int node) => KeyAt(node, sides.Near[index], sides.Front[index]);

    public WallKey KeyAt(int node, uint near, uint front)
    {
        (int i, int j, int k) = grid.NodeOf(node);
        WallBlock block = sides.Field.BlockOf(i, j, k, out int number);
        return WallKey.Of(near, front, block.Front[number], block.Back[number]);
    }

    public void Add(int node, WallKey key, T mass, Vector3<T> momentum)
    {
        ref int index = ref CollectionsMarshal.GetValueRefOrAddDefault(indices, (node, key), out bool exists);
        if (!exists)
        {
            index = entries.Count;
            entries.Add(new() { Node = node, Key = key });
        }

        ref WallNode<T> entry = ref CollectionsMarshal.AsSpan(entries)[index];
        entry.Mass += mass;
        entry.Velocity += momentum;
    }

    /// <summary>Velocity of a node for a side; a side without matter there is at rest.</summary>
    public Vector3<T> VelocityAt(int node, WallKey key) => IndexOf(node, key) is >= 0 and int index ? entries[index].Velocity : default;

    /// <summary>Place of a node for a side in <see cref="Nodes"/>; -1 where the side has no matter there.</summary>
    public int IndexOf(int node, WallKey key) => indices.TryGetValue((node, key), out int index) ? index : -1;

    /// <summary>Momentum becomes velocity, with what acts on nodes.</summary>
    /// <param name="act">Gravity, forces and contacts of a node: index, mass and momentum to velocity.</param>
    public void Each(Func<int, T, Vector3<T>, Vector3<T>> act)
    {
        foreach (ref WallNode<T> entry in CollectionsMarshal.AsSpan(entries)) entry.Velocity = act(entry.Node, entry.Mass, entry.Velocity);
    }

    /// <summary>The walls act, in their order. Free ones answer to all their nodes at once, later.</summary>
    /// <param name="domain">The grid.</param>
    /// <param name="branches">Takes note of what they did, when not null.</param>
    public void Respond(GridDomain domain, BranchLog<T>? branches)
    {
        foreach (ref WallNode<T> entry in CollectionsMarshal.AsSpan(entries))
        {
            for (uint rest = entry.Key.Blocked; rest != 0; rest &= rest - 1)
            {
                int wall = BitOperations.TrailingZeroCount(rest) + 1;
                ref readonly GridContact<Real64> exact = ref sides.Field.Contact(wall);
                if (exact.Body != 0) continue;
                GridContact<T> contact = GridContact<T>.From(in exact, domain);
                (int i, int j, int k) = grid.NodeOf(entry.Node);
                Vector3<T> position = new(T.FromDouble(i), T.FromDouble(j), T.FromDouble(k));
                Vector3<T> before = entry.Velocity;
                entry.Velocity = WallResponse.Allowed(in contact, in SiteOf(in entry, wall), entry.Key.IsInFront(wall), position, before);
                branches?.AddWall(in entry, wall, in contact, position, before);
            }
        }
    }

    /// <summary>
    /// Adds the nodes that a free wall touches, those behind it; their indices are below 0. A body with a volume touches none of these: it is on
    /// the other side of the wall than their matter.
    /// </summary>
    /// <param name="contact">The contact.</param>
    /// <param name="center">The body's centre of mass [m].</param>
    /// <param name="shares">What of their masses is rigid and meets the wall as a whole; null for nothing.</param>
    /// <param name="target">Receives the nodes.</param>
    public void Collect(in GridContact<Real64> contact, Vector3<Real64> center, RigidShares? shares, List<ContactedNode> target)
    {
        if (contact.Wall == 0) return;
        foreach (ref readonly WallNode<T> entry in CollectionsMarshal.AsSpan(entries))
        {
            if (!T.Any(entry.Mass > T.Zero) || !entry.Key.IsBehind(contact.Wall)) continue;
            (int i, int j, int k) = grid.NodeOf(entry.Node);
            double mass = Scalars.ToDouble(entry.Mass);
            if (shares is not null) mass = shares.RestOf(i, j, k, entry.Key, mass);
            if (mass == 0) continue;
            Vector3<Real64> position = new(i, j, k), normal = WallResponse.Normal(in SiteOf(in entry, contact.Wall), entry.Key, contact.Wall);
            Vector3<Real64> arm = grid.Domain.Origin + new Real64(grid.Domain.CellSize) * position - center;
            target.Add(new(
                ~indices[(entry.Node, entry.Key)], mass, arm, normal, Scalars.ToDouble(entry.Velocity)));
        }
    }

    /// <summary>Gives a node of <see cref="Collect"/> its new velocity.</summary>
    public void Set(in ContactedNode node) => CollectionsMarshal.AsSpan(entries)[(int)~node.Index].Velocity = Scalars.FromDouble<T>(node.Velocity);

    /// <summary>Imposes velocities on nodes, for all sides.</summary>
    public void Hold(NodeHolds holds)
    {
        if (entries.Count == 0 || holds.Count == 0) return;
        foreach (ref WallNode<T> entry in CollectionsMarshal.AsSpan(entries))
            if (holds.Nodes.TryGetValue(entry.Node, out Vector3<Real64> velocity)) entry.Velocity = Scalars.FromDouble<T>(velocity);
    }

    /// <summary>Where a node is in relation to a wall that is between.</summary>
    public ref readonly SurfaceSite SiteOf(in WallNode<T> entry, int wall) => ref BlockOf(in entry, out int number).SiteOf(wall, number);

    /// <summary>The block of a node and its number there.</summary>
    public WallBlock BlockOf(in WallNode<T> entry, out int number)
    {
        (int i, int j, int k) = grid.NodeOf(entry.Node);
        return sides.Field.BlockOf(i, j, k, out number);
    }
}
