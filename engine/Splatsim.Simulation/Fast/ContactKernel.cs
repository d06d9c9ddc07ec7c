using System.Runtime.InteropServices;
using Splatsim.Mathematics;
using static Splatsim.Simulation.Fast.PacketLayout;

namespace Splatsim.Simulation.Fast;

/// <summary>Applies contacts to blocks of nodes with the one formula of <see cref="GridContacts"/>, lanes of nodes at a time.</summary>
/// <typeparam name="TLanes">The register width.</typeparam>
internal sealed unsafe partial class ContactKernel<TLanes>
    where TLanes : unmanaged, ILanes<TLanes>
{
    private readonly List<GridContact<TLanes>> lanes = [];
    private readonly List<GridContact<Real64>> exact = [];
    private readonly FieldTable table;
    private readonly LaneFields<TLanes> fields;
    private readonly ScalarFields<Real64> exactFields;

    /// <param name="table">The fields that contacts name.</param>
    public ContactKernel(FieldTable table)
    {
        this.table = table;
        fields = new(table);
        exactFields = new(table);
    }

    /// <summary>The contacts of a substep.</summary>
    public void Set(IReadOnlyList<GridContact<Real64>> contacts, GridDomain domain)
    {
        lanes.Clear();
        exact.Clear();
        foreach (GridContact<Real64> contact in contacts)
        {
            // A free body answers to all its nodes at once, a thin wall to those of its sides.
            if (contact.Body != 0 || contact.Wall != 0) continue;
            GridContact<TLanes> converted = GridContact<TLanes>.From(in contact, domain);
            lanes.Add(converted);
            GridContact<Real64> widened = contact;
            // The test of a whole block must not reject what the lanes' own, wider tolerance affects.
            widened.Tolerance = Math.Max(contact.Tolerance.Value, 1e-3);
            exact.Add(widened);
        }
    }

    /// <summary>Applies them to a block whose first node has the given indices.</summary>
    public void Apply(float* nodes, int x, int y, int z)
    {
        float* rows = stackalloc float[6 * BlockVolume];
        bool loaded = false;
        ReadOnlySpan<GridContact<TLanes>> contacts = CollectionsMarshal.AsSpan(lanes);
        ReadOnlySpan<GridContact<Real64>> own = CollectionsMarshal.AsSpan(exact);
        for (int i = 0; i < contacts.Length; i++)
        {
            if (!ContactReach.Touches(in own[i], table, in exactFields, x, y, z, BlockNodes)) continue;
            if (!loaded) Load(nodes, rows, x, y, z);
            loaded = true;
            for (int node = 0; node < BlockVolume; node += TLanes.LaneCount) Apply(in contacts[i], in fields, rows + node);
        }

        if (loaded) Store(rows, nodes);
    }

    private static void Apply(in GridContact<TLanes> contact, in LaneFields<TLanes> fields, float* row)
    {
        Vector3<TLanes> velocity = new(TLanes.Load(row), TLanes.Load(row + BlockVolume), TLanes.Load(row + 2 * BlockVolume));
        Vector3<TLanes> node = new(
            TLanes.Load(row + 3 * BlockVolume), TLanes.Load(row + 4 * BlockVolume), TLanes.Load(row + 5 * BlockVolume));
        GridContacts.Apply(in contact, in fields, node, ref velocity);
        velocity.X.Store(row);
        velocity.Y.Store(row + BlockVolume);
        velocity.Z.Store(row + 2 * BlockVolume);
    }

    private static void Load(float* nodes, float* rows, int x, int y, int z)
    {
        for (int i = 0; i < BlockVolume; i++)
        {
            rows[i] = nodes[4 * i];
            rows[BlockVolume + i] = nodes[4 * i + 1];
            rows[2 * BlockVolume + i] = nodes[4 * i + 2];
            rows[3 * BlockVolume + i] = x + i / (BlockNodes * BlockNodes);
            rows[4 * BlockVolume + i] = y + i / BlockNodes % BlockNodes;
            rows[5 * BlockVolume + i] = z + i % BlockNodes;
        }
    }

    // Nodes without mass stay at rest, as everywhere else.
    private static void Store(float* rows, float* nodes)
    {
        for (int i = 0; i < BlockVolume; i++)
        {
            if (!(nodes[4 * i + 3] > 0)) continue;
            nodes[4 * i] = rows[i];
            nodes[4 * i + 1] = rows[BlockVolume + i];
            nodes[4 * i + 2] = rows[2 * BlockVolume + i];
        }
    }
}
