using System.Collections.Concurrent;
using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>Where the thin walls of a simulation are during one substep, and on which sides of them the nodes lie.</summary>
/// <remarks>Blocks of nodes are found when they are asked for, and kept as long as no wall moves. They may be asked for by several threads.</remarks>
internal sealed class WallField(ThinWalls walls, GridDomain domain)
{
    /// <summary>
    /// How far from a wall particles and nodes have a side [cells]: a particle touches nodes up to 1.5 away along each axis, and one that is
    /// pressed by 0.8 into a corner of three walls must still find all nodes behind it: 2.3 sqrt(3).
    /// </summary>
    public const double Reach = 4;

    private readonly GridContact<Real64>[] contacts = new GridContact<Real64>[walls.Count];
    private readonly bool[] acts = new bool[walls.Count];
    private readonly ConcurrentDictionary<(int, int, int), WallBlock> blocks = [];
    private readonly Dictionary<(int, int, int), WallBlock> parts = [];
    private readonly ConcurrentBag<WallBlock> spare = [];

    /// <summary>Rises when a wall has moved, come or gone.</summary>
    public int Version { get; private set; }

    /// <summary>The contact of a wall, from 1.</summary>
    public ref readonly GridContact<Real64> Contact(int wall) => ref contacts[wall - 1];

    /// <summary>Takes note of the walls of a substep.</summary>
    public void Begin(IReadOnlyList<GridContact<Real64>> all)
    {
        Span<bool> before = stackalloc bool[acts.Length];
        acts.CopyTo(before);
        bool moved = false;
        Array.Clear(acts);
        Acting = 0;
        foreach (GridContact<Real64> contact in all)
        {
            if (contact.Wall == 0) continue;
            ref GridContact<Real64> last = ref contacts[contact.Wall - 1];
            moved |= !IsSamePlace(in last, in contact);
            last = contact;
            acts[contact.Wall - 1] = true;
            Acting |= 1u << (contact.Wall - 1);
        }

        if (!moved && before.SequenceEqual(acts)) return;
        Version++;
        foreach (WallBlock block in blocks.Values) spare.Add(block);
        blocks.Clear();
        foreach (WallBlock block in parts.Values) spare.Add(block);
        parts.Clear();
    }

    /// <summary>All walls that act, a bit each.</summary>
    public uint Acting { get; private set; }

    /// <summary>The walls that may be within reach of a ball, a bit each.</summary>
    /// <param name="center">Its centre [cells].</param>
    /// <param name="radius">Its radius [cells].</param>
    public uint Candidates(Vector3<Real64> center, double radius)
    {
        uint found = 0;
        for (int wall = 1; wall <= contacts.Length; wall++)
            if (acts[wall - 1] && walls[wall].MayReach(ToWall(wall, center), (radius + Reach) * domain.CellSize)) found |= 1u << (wall - 1);
        return found;
    }

    /// <summary>The site of a point [cells] at a wall: height in cells, normal in the scene's axes; null where the point has no side.</summary>
    public SurfaceSite? SiteOf(int wall, Vector3<Real64> point)
    {
        if (!acts[wall - 1] || walls[wall].Nearest(ToWall(wall, point), Reach * domain.CellSize) is not { } site) return null;
        ref readonly GridContact<Real64> contact = ref contacts[wall - 1];
        double height = site.Height / domain.CellSize;
        if (contact.IsTurned == 0) return site with { Height = height };
        Matrix3x3<Real64> turn = contact.Rotation.Transposed;
        return new(height, turn * site.Normal) { Faces = site.Faces is { } faces ? [.. faces.Select(n => turn * n)] : null };
    }

    /// <summary>The block of 4^3 nodes with given block coordinates.</summary>
    public WallBlock BlockAt(int x, int y, int z)
    {
        if (blocks.TryGetValue((x, y, z), out WallBlock? block)) return block;
        if (!spare.TryTake(out block)) block = new();
        block.Begin(this, WallBlock.Nodes * x, WallBlock.Nodes * y, WallBlock.Nodes * z);
        block.Fill(this, WallBlock.Nodes * x, WallBlock.Nodes * y, WallBlock.Nodes * z);
        return blocks.GetOrAdd((x, y, z), block);
    }

    /// <summary>
    /// The block of a node and its number there, of whose nodes only those that were asked for are known: to one thread that deals with few. Blocks that
    /// were asked for as a whole are others.
    /// </summary>
    public WallBlock BlockOf(int x, int y, int z, out int node)
    {
        // Shifts and masks round down, also below 0.
        (int, int, int) place = (x >> 2, y >> 2, z >> 2);
        node = ((x & 3) * WallBlock.Nodes + (y & 3)) * WallBlock.Nodes + (z & 3);
        if (!parts.TryGetValue(place, out WallBlock? block))
        {
            if (!spare.TryTake(out block)) block = new();
            block.Begin(this, x & ~3, y & ~3, z & ~3);
            parts.Add(place, block);
        }

        block.FindOnce(this, x & ~3, y & ~3, z & ~3, node);
        return block;
    }

    private Vector3<Real64> ToWall(int wall, Vector3<Real64> point)
    {
        ref readonly GridContact<Real64> contact = ref contacts[wall - 1];
        Vector3<Real64> offset = new Real64(domain.CellSize) * (point - contact.Point);
        return contact.IsTurned == 0 ? offset : contact.Rotation * offset;
    }

    private static bool IsSamePlace(in GridContact<Real64> a, in GridContact<Real64> b) =>
        (a.Point - b.Point).LengthSquared.Value == 0 && a.IsTurned == b.IsTurned
        && (a.IsTurned == 0 || (a.Rotation - b.Rotation).SquaredNorm.Value == 0);
}
