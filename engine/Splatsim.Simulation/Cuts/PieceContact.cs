using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>
/// What pieces of cut matter do to each other at a node that several of them reach: each has a velocity of its own there; those that
/// approach and touch exchange momentum, the others do not.
/// </summary>
/// <remarks>
/// Velocity fields per side as in Nairn 2003, "Material point method calculations with explicit cracks", and contact between them as in Bardenhagen,
/// Brackbill, Sulsky 2000, "The material-point method for granular materials": approach along a normal from the mass gradients
/// (<see cref="PieceNormals"/>), Coulomb's friction across. Two things are added. Fields at a node touch only as far as the surfaces do (<see cref="SurfaceDepth"/>): an approach of
/// what is still apart is left until the gap is closed. And matter that no cut came through yet, ahead of a blade's edge, moves with both sides
/// by the shares of their masses, so that momentum is kept and the edge is no seam.
/// Momenta are exchanged in pairs, so that their sum stays to rounding. One object serves one thread.
/// </remarks>
internal sealed class PieceContact(CutPieces pieces, double cellSize)
{
    /// <summary>Gap up to which surfaces touch [cells]: what the depth of two lattices of particles is found too small by.</summary>
    public const double Touching = 0.2;

    // Pairs among three and more pieces disturb each other; they settle as those of a chain do.
    private const int Sweeps = 8;

    private int[] order = [];
    private int[] founders = [];
    private double[] shares = [];
    private Body[] bodies = [];
    private int count;

    /// <summary>Exchanges momentum among the pieces at a node.</summary>
    /// <param name="matter">All that have mass there; their velocities are changed.</param>
    /// <param name="patch">What tells normals and gaps.</param>
    /// <param name="timeStep">dt [s].</param>
    public void Meet(Span<NodePiece> matter, PiecePatch patch, double timeStep)
    {
        if (matter.Length < 2) return;
        if (order.Length < matter.Length)
        {
            int room = 2 * matter.Length;
            (order, founders, shares, bodies) = (new int[room], new int[room], new double[room * room], new Body[room]);
        }

        FindBodies(matter);
        SumBodies(matter);
        for (int sweep = 0; sweep < (count > 2 ? Sweeps : 1); sweep++)
        {
            for (int a = 0; a < count; a++)
                for (int b = a + 1; b < count; b++) Meet(ref bodies[a], ref bodies[b], patch, Friction(matter, a, b), timeStep);
        }

        for (int i = 0; i < matter.Length; i++) matter[i].Velocity = VelocityOf(i);
    }

    // Those that most cuts came through are bodies of their own; others belong to the bodies that no cut keeps them from.
    private void FindBodies(Span<NodePiece> matter)
    {
        for (int i = 0; i < matter.Length; i++)
        {
            int at = i;
            for (; at > 0 && pieces.KeyOf(matter[order[at - 1]].Piece).CompareTo(pieces.KeyOf(matter[i].Piece)) > 0; at--) order[at] = order[at - 1];
            order[at] = i;
        }

        count = 0;
        for (int rank = 0; rank < matter.Length; rank++)
        {
            int i = order[rank];
            double around = 0;
            for (int b = 0; b < count; b++)
            {
                Share(i, b) = pieces.AreApart(matter[i].Piece, matter[founders[b]].Piece) ? 0 : matter[founders[b]].Mass;
                around += Share(i, b);
            }

            if (around > 0)
            {
                for (int b = 0; b < count; b++) Share(i, b) = Share(i, b) == around ? 1 : Share(i, b) / around;
                continue;
            }

            for (int earlier = 0; earlier < rank; earlier++) Share(order[earlier], count) = 0;
            Share(i, count) = 1;
            founders[count++] = i;
        }
    }

    private void SumBodies(Span<NodePiece> matter)
    {
        for (int b = 0; b < count; b++)
        {
            Body body = new() { Rank = matter[founders[b]].Rank };
            int parts = 0;
            Vector3<Real64> momentum = default;
            for (int i = 0; i < matter.Length; i++)
            {
                double share = Share(i, b);
                if (share == 0) continue;
                parts++;
                body.Mass += share * matter[i].Mass;
                momentum += new Real64(share * matter[i].Mass) * matter[i].Velocity;
            }

            // Matter that is alone keeps its velocity to the last bit.
            body.Velocity = parts == 1 ? matter[founders[b]].Velocity : new Real64(1 / body.Mass) * momentum;
            bodies[b] = body;
        }
    }

    private void Meet(ref Body a, ref Body b, PiecePatch patch, double friction, double timeStep)
    {
        Vector3<Real64> normal = patch.NormalBetween(a.Rank, b.Rank), approach = a.Velocity - b.Velocity;
        double reduced = a.Mass * b.Mass / (a.Mass + b.Mass);
        // Without a direction one is in the midst of the other.
        if (normal.LengthSquared.Value == 0)
        {
            Exchange(ref a, ref b, new Real64(reduced) * approach);
            return;
        }

        double along = Vector3<Real64>.Dot(approach, normal).Value;
        if (!(along > 0)) return;
        double gap = patch.GapBetween(a.Rank, b.Rank, normal);
        double excess = along - Math.Max(gap - Touching, 0) * cellSize / timeStep;
        if (!(excess > 0)) return;
        Vector3<Real64> across = approach - new Real64(along) * normal;
        double slip = across.Length.Value;
        double rubbed = slip > 0 ? Math.Min(friction * excess / slip, 1) : 0;
        Exchange(ref a, ref b, new Real64(reduced * excess) * normal + new Real64(reduced * rubbed) * across);
    }

    private static void Exchange(ref Body a, ref Body b, Vector3<Real64> momentum)
    {
        a.Velocity -= new Real64(1 / a.Mass) * momentum;
        b.Velocity += new Real64(1 / b.Mass) * momentum;
    }

    private Vector3<Real64> VelocityOf(int i)
    {
        Vector3<Real64> sum = default;
        for (int b = 0; b < count; b++)
        {
            if (Share(i, b) == 1) return bodies[b].Velocity;
            if (Share(i, b) != 0) sum += new Real64(Share(i, b)) * bodies[b].Velocity;
        }

        return sum;
    }

    private double Friction(Span<NodePiece> matter, int a, int b) => pieces.FrictionBetween(matter[founders[a]].Piece, matter[founders[b]].Piece);

    private ref double Share(int piece, int body) => ref shares[piece * order.Length + body];

    private struct Body
    {
        public int Rank;
        public double Mass;
        public Vector3<Real64> Velocity;
    }
}
