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
    private readonly List<Entry> entries = [];

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
    public void Update(int index, Vector3<T> cells)
    {
        Vector3<Real64> exact = Scalars.ToDouble(cells);
        sides.Update(index, exact, sides.Field.Candidates(exact, 0));
    }

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

        ref Entry entry = ref CollectionsMarshal.AsSpan(entries)[index];
        entry.Mass += mass;
        entry.Velocity += momentum;
    }

    /// <summary>Velocity of a node for a side; a side without matter there is at rest.</summary>
    public Vector3<T> VelocityAt(int node, WallKey key) => indices.TryGetValue((node, key), out int index) ? entries[index].Velocity : default;

    /// <summary>Momentum becomes velocity, with what acts on nodes.</summary>
    /// <param name="act">Gravity, forces and contacts of a node: index, mass and momentum to velocity.</param>
    public void Each(Func<int, T, Vector3<T>, Vector3<T>> act)
    {
        foreach (ref Entry entry in CollectionsMarshal.AsSpan(entries)) entry.Velocity = act(entry.Node, entry.Mass, entry.Velocity);
    }

    /// <summary>The walls act, in their order. Free ones answer to all their nodes at once, later.</summary>
    public void Respond(GridDomain domain)
    {
        foreach (ref Entry entry in CollectionsMarshal.AsSpan(entries))
        {
            for (uint rest = entry.Key.Blocked; rest != 0; rest &= rest - 1)
            {
                int wall = BitOperations.TrailingZeroCount(rest) + 1;
                ref readonly GridContact<Real64> exact = ref sides.Field.Contact(wall);
                if (exact.Body != 0) continue;
                GridContact<T> contact = GridContact<T>.From(in exact, domain);
                (int i, int j, int k) = grid.NodeOf(entry.Node);
                Vector3<T> position = new(T.FromDouble(i), T.FromDouble(j), T.FromDouble(k));
                entry.Velocity = WallResponse.Allowed(in contact, in SiteOf(in entry, wall), entry.Key.IsInFront(wall), position, entry.Velocity);
            }
        }
    }

    /// <summary>Adds the nodes that a free body touches from behind its own wall, or with its volume; their indices are below 0.</summary>
    public void Collect(in GridContact<Real64> contact, RigidBodies bodies, in ScalarFields<Real64> fields, List<ContactedNode> target)
    {
        foreach (ref readonly Entry entry in CollectionsMarshal.AsSpan(entries))
        {
            if (!T.Any(entry.Mass > T.Zero)) continue;
            (int i, int j, int k) = grid.NodeOf(entry.Node);
            Vector3<Real64> position = new(i, j, k), normal;
            if (contact.Wall == 0)
            {
                if (ContactShapes.Distance(in contact, in fields, position, out normal).Value > contact.Tolerance.Value) continue;
            }
            else
            {
                if (!entry.Key.IsBehind(contact.Wall)) continue;
                normal = WallResponse.Normal(in SiteOf(in entry, contact.Wall), entry.Key, contact.Wall);
            }

            target.Add(new(
                ~indices[(entry.Node, entry.Key)], Scalars.ToDouble(entry.Mass), bodies.Arm(contact.Body, position, grid.Domain), normal,
                Scalars.ToDouble(entry.Velocity)));
        }
    }

    /// <summary>Gives a node of <see cref="Collect"/> its new velocity.</summary>
    public void Set(in ContactedNode node) => CollectionsMarshal.AsSpan(entries)[(int)~node.Index].Velocity = Scalars.FromDouble<T>(node.Velocity);

    /// <summary>Imposes velocities on nodes, for all sides.</summary>
    public void Hold(NodeHolds holds)
    {
        if (entries.Count == 0 || holds.Count == 0) return;
        foreach (ref Entry entry in CollectionsMarshal.AsSpan(entries))
            if (holds.Nodes.TryGetValue(entry.Node, out Vector3<Real64> velocity)) entry.Velocity = Scalars.FromDouble<T>(velocity);
    }

    private ref readonly SurfaceSite SiteOf(in Entry entry, int wall)
    {
        (int i, int j, int k) = grid.NodeOf(entry.Node);
        return ref sides.Field.BlockOf(i, j, k, out int number).SiteOf(wall, number);
    }

    private struct Entry
    {
        public int Node;
        public WallKey Key;
        public T Mass;
        public Vector3<T> Velocity;
    }
}
