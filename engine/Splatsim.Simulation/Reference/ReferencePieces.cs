using System.Runtime.InteropServices;
using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>The velocities that pieces of cut matter have at nodes, beside those of the grid, which are piece 0's.</summary>
/// <remarks>See <see cref="PieceContact"/> for what happens between them.</remarks>
/// <typeparam name="T">A number of one lane.</typeparam>
internal sealed class ReferencePieces<T>(CutPieces pieces, ReferenceGrid<T> grid)
    where T : unmanaged, IReal<T>
{
    // By piece and node; piece 0 has none.
    private readonly List<int[]> entryOf = [[]];
    private readonly List<Entry> entries = [];
    private readonly SortedSet<(int X, int Y, int Z)> places = [];
    private readonly PiecePatch patch = new(pieces, grid.Domain.CellSize);

    /// <summary>The piece of a particle, or of a tracer counted after the particles; 0 is the grid's own.</summary>
    public int PieceOf(int index) => pieces.PieceOf(index);

    /// <summary>The nodes as a piece deals with them.</summary>
    public PieceNodes<T> NodesOf(int piece) => new(this, piece);

    /// <summary>Starts a substep.</summary>
    public void Clear()
    {
        foreach (Entry entry in entries) entryOf[entry.Piece][entry.Node] = -1;
        entries.Clear();
        while (entryOf.Count < pieces.Count)
        {
            entryOf.Add(new int[grid.Mass.Length]);
            Array.Fill(entryOf[^1], -1);
        }
    }

    public void Add(int node, int piece, T mass, Vector3<T> momentum)
    {
        ref int index = ref entryOf[piece][node];
        if (index < 0)
        {
            index = entries.Count;
            entries.Add(new() { Node = node, Piece = piece });
        }

        ref Entry entry = ref CollectionsMarshal.AsSpan(entries)[index];
        entry.Mass += mass;
        entry.Velocity += momentum;
    }

    /// <summary>Velocity of a node for a piece; one without matter there is at rest.</summary>
    public Vector3<T> VelocityAt(int node, int piece) => entryOf[piece][node] is >= 0 and int index ? entries[index].Velocity : default;

    /// <summary>Changes the velocity, at first the momentum, of each piece at each of its nodes: index, mass and velocity to velocity.</summary>
    public void Each(Func<int, T, Vector3<T>, Vector3<T>> act)
    {
        foreach (ref Entry entry in CollectionsMarshal.AsSpan(entries)) entry.Velocity = act(entry.Node, entry.Mass, entry.Velocity);
    }

    /// <summary>Pieces exchange momentum where several reach a node.</summary>
    public void Meet(double timeStep)
    {
        if (entries.Count == 0) return;
        places.Clear();
        foreach (Entry entry in entries)
            if (AreSeveralAt(entry.Node)) places.Add(PlaceOf(entry.Node));
        foreach ((int x, int y, int z) in places)
        {
            patch.Begin();
            for (int piece = 0; piece < pieces.Count; piece++) Fill(patch.Add(piece), piece, x, y, z);
            patch.Meet(timeStep);
            for (int piece = 0; piece < pieces.Count; piece++) Return(patch.FieldOf(piece), piece, x, y, z);
        }
    }

    /// <summary>Imposes velocities on nodes, for all pieces.</summary>
    public void Hold(NodeHolds holds)
    {
        if (entries.Count == 0 || holds.Count == 0) return;
        foreach (ref Entry entry in CollectionsMarshal.AsSpan(entries))
            if (holds.Nodes.TryGetValue(entry.Node, out Vector3<Real64> velocity)) entry.Velocity = Scalars.FromDouble<T>(velocity);
    }

    private bool AreSeveralAt(int node)
    {
        int several = grid.IsTouched(node) ? 1 : 0;
        for (int piece = 1; piece < entryOf.Count; piece++)
            if (entryOf[piece][node] >= 0) several++;
        return several > 1;
    }

    private (int X, int Y, int Z) PlaceOf(int node)
    {
        (int x, int y, int z) = grid.NodeOf(node);
        return (x / PiecePatch.Nodes * PiecePatch.Nodes, y / PiecePatch.Nodes * PiecePatch.Nodes, z / PiecePatch.Nodes * PiecePatch.Nodes);
    }

    private void Fill(PieceField field, int piece, int x, int y, int z)
    {
        for (int i = 0; i < field.Masses.Length; i++)
        {
            field.Masses[i] = Locate(
                piece, x + i / (PiecePatch.Width * PiecePatch.Width) - PiecePatch.Around, y + i / PiecePatch.Width % PiecePatch.Width - PiecePatch.Around,
                z + i % PiecePatch.Width - PiecePatch.Around, out int node, out int index)
                ? Scalars.ToDouble(index < 0 ? grid.Mass[node] : entries[index].Mass)
                : 0;
        }

        for (int i = 0; i < field.Velocity.Length; i++)
        {
            if (LocateOwn(piece, i, x, y, z, out int node, out int index))
                field.Velocity[i] = Scalars.ToDouble(index < 0 ? grid.Velocity[node] : entries[index].Velocity);
        }
    }

    private void Return(PieceField field, int piece, int x, int y, int z)
    {
        for (int i = 0; i < field.Velocity.Length; i++)
        {
            if (!LocateOwn(piece, i, x, y, z, out int node, out int index)) continue;
            Vector3<T> velocity = Scalars.FromDouble<T>(field.Velocity[i]);
            if (index < 0) grid.Velocity[node] = velocity;
            else CollectionsMarshal.AsSpan(entries)[index].Velocity = velocity;
        }
    }

    private bool LocateOwn(int piece, int i, int x, int y, int z, out int node, out int index) => Locate(
        piece, x + i / (PiecePatch.Nodes * PiecePatch.Nodes), y + i / PiecePatch.Nodes % PiecePatch.Nodes, z + i % PiecePatch.Nodes, out node, out index);

    // Whether a piece has something at a node, and where: an entry, or the grid itself below 0.
    private bool Locate(int piece, int x, int y, int z, out int node, out int index)
    {
        (node, index) = (-1, -1);
        GridDomain domain = grid.Domain;
        if (x < 0 || y < 0 || z < 0 || x >= domain.CountX || y >= domain.CountY || z >= domain.CountZ) return false;
        node = grid.IndexOf(x, y, z);
        if (piece == 0) return grid.IsTouched(node);
        index = entryOf[piece][node];
        return index >= 0;
    }

    private struct Entry
    {
        public int Node;
        public int Piece;
        public T Mass;
        public Vector3<T> Velocity;
    }
}
