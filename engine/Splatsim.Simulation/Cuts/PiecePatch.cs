using System.Runtime.InteropServices;
using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>
/// A cube of 4^3 nodes that several pieces of cut matter reach. The caller fills in the masses of each there and three nodes around, and the
/// velocities there; then the pieces meet. One object serves one thread.
/// </summary>
internal sealed class PiecePatch(CutPieces pieces, double cellSize)
{
    /// <summary>Nodes of the patch along an axis.</summary>
    public const int Nodes = 4;

    /// <summary>Nodes around it whose masses are needed: normals look two nodes far, and gradients one.</summary>
    public const int Around = 3;

    /// <summary>Masses along an axis.</summary>
    public const int Width = Nodes + 2 * Around;

    /// <summary>Smoothed masses and gradients along an axis.</summary>
    public const int FieldWidth = Width - 2;

    private readonly PieceContact contact = new(pieces, cellSize);
    private readonly List<PieceField> fields = [];
    private readonly List<int> numbers = [];
    private readonly Dictionary<(int, int), PieceNormals> normals = [];
    private readonly Stack<PieceNormals> spare = [];
    private readonly List<NodePiece> present = [];
    private int count, node;

    /// <summary>Index of a node's mass, each coordinate from -3 to 6.</summary>
    public static int Index(int x, int y, int z) => ((x + Around) * Width + y + Around) * Width + z + Around;

    /// <summary>Starts another patch.</summary>
    public void Begin()
    {
        count = 0;
        numbers.Clear();
        foreach (PieceNormals used in normals.Values) spare.Push(used);
        normals.Clear();
    }

    /// <summary>Adds a piece; all of its masses, and its velocities where there is mass, are the caller's to fill.</summary>
    /// <param name="piece">Its number; they rise.</param>
    public PieceField Add(int piece)
    {
        if (count == fields.Count) fields.Add(new());
        numbers.Add(piece);
        return fields[count++];
    }

    /// <summary>A piece of the patch at hand, by the order in which they were added.</summary>
    public PieceField FieldOf(int rank) => fields[rank];

    /// <summary>Exchanges momentum at all nodes that several pieces reach.</summary>
    /// <param name="timeStep">dt [s].</param>
    public void Meet(double timeStep)
    {
        bool found = false;
        for (node = 0; node < Nodes * Nodes * Nodes; node++)
        {
            ListPresent();
            if (present.Count < 2) continue;
            if (!found)
            {
                for (int rank = 0; rank < count; rank++) fields[rank].Find();
                found = true;
            }

            Span<NodePiece> matter = CollectionsMarshal.AsSpan(present);
            contact.Meet(matter, this, timeStep);
            foreach (ref readonly NodePiece piece in matter) fields[piece.Rank].Velocity[node] = piece.Velocity;
        }
    }

    /// <summary>Goes to a node, after <see cref="Meet"/>: what is asked about then is asked there.</summary>
    public void Look(int at) => node = at;

    /// <summary>Unit vector from one piece to another at the node at hand; zero where there is no direction.</summary>
    /// <param name="first">Rank of the one.</param>
    /// <param name="second">Rank of the other.</param>
    public Vector3<Real64> NormalBetween(int first, int second)
    {
        if (first > second) return -NormalBetween(second, first);
        ref PieceNormals? between = ref CollectionsMarshal.GetValueRefOrAddDefault(normals, (first, second), out bool exists);
        if (!exists)
        {
            if (!spare.TryPop(out between)) between = new();
            between.Find(fields[first], fields[second]);
        }

        return between!.At(node);
    }

    /// <summary>How far two pieces are apart at the node at hand [cells], negative where they overlap.</summary>
    /// <param name="first">Rank of the one.</param>
    /// <param name="second">Rank of the other.</param>
    /// <param name="normal">Unit vector from the one to the other.</param>
    public double GapBetween(int first, int second, Vector3<Real64> normal) => -DepthOf(first, -normal) - DepthOf(second, normal);

    private double DepthOf(int rank, Vector3<Real64> inward)
    {
        const int before = (FieldWidth - Nodes) / 2;
        int at = ((node / (Nodes * Nodes) + before) * FieldWidth + node / Nodes % Nodes + before) * FieldWidth + node % Nodes + before;
        return SurfaceDepth.Of(Vector3<Real64>.Dot(fields[rank].Gradient[at], inward).Value / fields[rank].Smooth[at]);
    }

    private void ListPresent()
    {
        present.Clear();
        int at = Index(node / (Nodes * Nodes), node / Nodes % Nodes, node % Nodes);
        for (int rank = 0; rank < count; rank++)
        {
            double mass = fields[rank].Masses[at];
            if (mass > 0) present.Add(new() { Piece = numbers[rank], Rank = rank, Mass = mass, Velocity = fields[rank].Velocity[node] });
        }
    }
}
