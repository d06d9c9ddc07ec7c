using System.Runtime.InteropServices;
using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>
/// The contact of a free body with all nodes that it touches, traced. The velocities are the root of an equation: their derivatives are those
/// of one exact Newton step from there, whatever way led to it.
/// </summary>
internal sealed class TracedMeeting(
    Trace trace, GridContact<Traced> contact, in RigidMotion<Traced> motion, RigidInertia<Traced> inertia, RigidSkin<Traced> skin, FieldTable table,
    GridDomain domain)
{
    private const int Unknowns = 6;

    private readonly RigidMotion<Traced> motion = motion;
    private readonly List<Node> nodes = [];
    private readonly ScalarFields<Traced> fields = new(table);

    /// <summary>Adds a node.</summary>
    /// <param name="place">Its indices.</param>
    /// <param name="node">The node before the contact.</param>
    public void Add((int I, int J, int K) place, in ContactedNode node)
    {
        Vector3<Traced> cells = new(new Traced(place.I), new Traced(place.J), new Traced(place.K));
        Vector3<Traced> normal;
        // That of a wall turns with it, on whichever side the matter is.
        if (contact.Wall != 0) normal = contact.Rotation.Transposed * Scalars.FromDouble<Traced>(Scalars.ToDouble(contact.Rotation) * node.Normal);
        else ContactShapes.Distance(in contact, in fields, cells, out normal);
        Vector3<Traced> arm = Scalars.FromDouble<Traced>(domain.Origin) + new Traced(domain.CellSize) * cells - motion.Position;
        nodes.Add(new() { Mass = trace.Input(node.Mass), Velocity = trace.Input(node.Velocity), Arm = arm, Normal = normal });
    }

    /// <summary>A node's mass.</summary>
    public Traced MassOf(int node) => nodes[node].Mass;

    /// <summary>A node's velocity before the contact.</summary>
    public Vector3<Traced> Before(int node) => nodes[node].Velocity;

    /// <summary>A node's velocity after it.</summary>
    public Vector3<Traced> After(int node) => nodes[node].Left;

    /// <summary>The body after the contact.</summary>
    /// <param name="solvedVelocity">The root that was found [m/s].</param>
    /// <param name="solvedSpin">And its angular velocity [rad/s].</param>
    public RigidMotion<Traced> Solve(Vector3<Real64> solvedVelocity, Vector3<Real64> solvedSpin)
    {
        Matrix3x3<Traced> turn = motion.Orientation.ToMatrix(), world = turn * (inertia.Inertia * turn.Transposed);
        Vector3<Traced> v = Scalars.FromDouble<Traced>(solvedVelocity), w = Scalars.FromDouble<Traced>(solvedSpin);
        Vector3<Traced> push = motion.Momentum - inertia.Mass * v, twist = motion.AngularMomentum - world * w;
        foreach (ref readonly Node node in CollectionsMarshal.AsSpan(nodes))
        {
            Vector3<Traced> impulse = node.Mass * NodeContactSolver.Loss(skin, node.Arm, node.Normal, node.Velocity, v, w);
            push += impulse;
            twist += Vector3<Traced>.Cross(node.Arm, impulse);
        }

        double[] inverse = DenseMatrix.Inverse(Slopes(in world, solvedVelocity, solvedSpin), Unknowns);
        ReadOnlySpan<Traced> rest = [push.X, push.Y, push.Z, twist.X, twist.Y, twist.Z];
        Span<Traced> step = stackalloc Traced[Unknowns];
        for (int i = 0; i < Unknowns; i++)
        {
            step[i] = Traced.Zero;
            for (int j = 0; j < Unknowns; j++) step[i] -= new Traced(inverse[Unknowns * i + j]) * rest[j];
        }

        v += new Vector3<Traced>(step[0], step[1], step[2]);
        w += new Vector3<Traced>(step[3], step[4], step[5]);
        Vector3<Traced> momentum = motion.Momentum, angular = motion.AngularMomentum;
        foreach (ref Node node in CollectionsMarshal.AsSpan(nodes))
        {
            Vector3<Traced> loss = NodeContactSolver.Loss(skin, node.Arm, node.Normal, node.Velocity, v, w), impulse = node.Mass * loss;
            momentum += impulse;
            angular += Vector3<Traced>.Cross(node.Arm, impulse);
            node.Left = node.Velocity - loss;
        }

        return motion with { Momentum = momentum, AngularMomentum = angular };
    }

    // Derivatives of the equation by the six velocities, row by row.
    private double[] Slopes(in Matrix3x3<Traced> world, Vector3<Real64> v, Vector3<Real64> w)
    {
        double[] slopes = new double[Unknowns * Unknowns];
        Matrix3x3<Real64> about = Scalars.ToDouble(in world);
        RigidSkin<Dual<Real64>> constant = new(skin.Mode, Constant(skin.Friction), Constant(skin.Restitution));
        for (int k = 0; k < Unknowns; k++)
        {
            Vector3<Real64> dv = Axes.Unit<Real64>(k), dw = Axes.Unit<Real64>(k - 3);
            Vector3<Real64> push = new Real64(-inertia.Mass.Value) * dv, twist = -(about * dw);
            foreach (ref readonly Node node in CollectionsMarshal.AsSpan(nodes))
            {
                Vector3<Dual<Real64>> loss = NodeContactSolver.Loss(
                    constant, Constant(node.Arm), Constant(node.Normal), Constant(node.Velocity), Along(v, dv), Along(w, dw));
                Vector3<Real64> impulse = new Real64(node.Mass.Value) * new Vector3<Real64>(loss.X.Tangent, loss.Y.Tangent, loss.Z.Tangent);
                push += impulse;
                twist += Vector3<Real64>.Cross(Scalars.ToDouble(node.Arm), impulse);
            }

            ReadOnlySpan<double> column = [push.X.Value, push.Y.Value, push.Z.Value, twist.X.Value, twist.Y.Value, twist.Z.Value];
            for (int i = 0; i < Unknowns; i++) slopes[Unknowns * i + k] = column[i];
        }

        return slopes;
    }

    private static Dual<Real64> Constant(Traced value) => new(value.Value, Real64.Zero);

    private static Vector3<Dual<Real64>> Constant(Vector3<Traced> v) => new(Constant(v.X), Constant(v.Y), Constant(v.Z));

    private static Vector3<Dual<Real64>> Along(Vector3<Real64> v, Vector3<Real64> tangent) => new(new(v.X, tangent.X), new(v.Y, tangent.Y), new(v.Z, tangent.Z));

    private struct Node
    {
        public Traced Mass;
        public Vector3<Traced> Velocity, Arm, Normal, Left;
    }
}
