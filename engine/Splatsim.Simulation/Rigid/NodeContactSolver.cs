using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>
/// Contact of a free body with all nodes that it touches at once: the body's new velocity is the one at which it has received just what
/// the nodes have lost. So a light body among heavy matter neither overshoots nor sinks in.
/// </summary>
/// <remarks>Newton steps for the six velocities, with the active set of the contact law; momenta are kept whatever they reach.</remarks>
internal static class NodeContactSolver
{
    private const int MostSteps = 30;

    /// <summary>Solves.</summary>
    /// <param name="nodes">The nodes; their velocities are replaced.</param>
    /// <param name="surface">The contact law.</param>
    /// <param name="inertia">Mass and inertia of the body.</param>
    /// <param name="state">The body before.</param>
    /// <param name="v">The body's velocity after [m/s].</param>
    /// <param name="w">Its angular velocity after [rad/s].</param>
    /// <returns>The body with the momenta that it has received.</returns>
    public static RigidState Solve(
        Span<ContactedNode> nodes, ContactSurface surface, in RigidInertia<Real64> inertia, in RigidState state, out Vector3<Real64> v, out Vector3<Real64> w)
    {
        Matrix3x3<Real64> turn = state.Orientation.ToMatrix();
        Matrix3x3<Real64> world = turn * (inertia.Inertia * turn.Transposed);
        RigidMotion<Real64> motion = RigidMotion<Real64>.From(in state);
        (v, w) = (inertia.Velocity(in motion), inertia.AngularVelocity(in motion));
        Span<double> system = stackalloc double[6 * 7];
        for (int step = 0; step < MostSteps; step++)
        {
            system.Clear();
            Body(system, inertia.Mass.Value, in world);
            Vector3<Real64> push = state.Momentum - inertia.Mass * v, twist = state.AngularMomentum - world * w;
            foreach (ref ContactedNode node in nodes)
            {
                Vector3<Real64> impulse = Impulse(in node, surface, v, w, out bool normal, out bool tangent);
                push += impulse;
                twist += Vector3<Real64>.Cross(node.Arm, impulse);
                if (normal) Stiffen(system, in node, tangent, tangent ? 1 : 1 + surface.Restitution);
            }

            (system[6], system[13], system[20]) = (push.X.Value, push.Y.Value, push.Z.Value);
            (system[27], system[34], system[41]) = (twist.X.Value, twist.Y.Value, twist.Z.Value);
            Eliminate(system);
            Vector3<Real64> dv = new(system[6], system[13], system[20]), dw = new(system[27], system[34], system[41]);
            v += dv;
            w += dw;
            double change = dv.LengthSquared.Value + dw.LengthSquared.Value * world.Trace.Value / inertia.Mass.Value;
            if (change <= 1e-28 * (v.LengthSquared.Value + 1e-12)) break;
        }

        Vector3<Real64> momentum = state.Momentum, angular = state.AngularMomentum;
        foreach (ref ContactedNode node in nodes)
        {
            Vector3<Real64> impulse = Impulse(in node, surface, v, w, out bool normal, out bool tangent);
            node.Branch = tangent ? 2 : normal ? 1 : 0;
            momentum += impulse;
            angular += Vector3<Real64>.Cross(node.Arm, impulse);
            node.Velocity -= new Real64(1 / node.Mass) * impulse;
        }

        return state with { Momentum = momentum, AngularMomentum = angular };
    }

    /// <summary>What a node of mass 1 gives to a body, and itself loses: its relative velocity less what the contact leaves of it.</summary>
    /// <param name="skin">The contact law.</param>
    /// <param name="arm">From the body's centre of mass to the node [m].</param>
    /// <param name="normal">Unit normal out of the body.</param>
    /// <param name="velocity">The node's velocity [m/s].</param>
    /// <param name="v">The body's [m/s].</param>
    /// <param name="w">Its angular velocity [rad/s].</param>
    public static Vector3<T> Loss<T>(RigidSkin<T> skin, Vector3<T> arm, Vector3<T> normal, Vector3<T> velocity, Vector3<T> v, Vector3<T> w)
        where T : unmanaged, IReal<T>
    {
        Vector3<T> relative = velocity - v - Vector3<T>.Cross(w, arm);
        return relative - GridContacts.Respond(skin.Mode, skin.Friction, skin.Restitution, normal, relative);
    }

    // What the node gives to the body, and in which directions the contact acts.
    private static Vector3<Real64> Impulse(
        in ContactedNode node, ContactSurface surface, Vector3<Real64> v, Vector3<Real64> w, out bool normal, out bool tangent)
    {
        Vector3<Real64> loss = Loss(RigidSkin<Real64>.From(surface), node.Arm, node.Normal, node.Velocity, v, w);
        Vector3<Real64> relative = node.Velocity - v - Vector3<Real64>.Cross(w, node.Arm), left = relative - loss;
        double approach = Vector3<Real64>.Dot(relative, node.Normal).Value;
        normal = surface.Mode is ContactMode.Sticky or ContactMode.Slip || approach < 0;
        Vector3<Real64> sliding = left - Vector3<Real64>.Dot(left, node.Normal) * node.Normal;
        tangent = surface.Mode == ContactMode.Sticky || (surface.Mode == ContactMode.Coulomb && approach < 0 && sliding.LengthSquared.Value == 0);
        return new Real64(node.Mass) * loss;
    }

    private static void Body(Span<double> system, double mass, in Matrix3x3<Real64> inertia)
    {
        for (int i = 0; i < 3; i++) system[7 * i + i] = mass;
        ReadOnlySpan<double> values = stackalloc double[]
        {
            inertia.M00.Value, inertia.M01.Value, inertia.M02.Value, inertia.M10.Value, inertia.M11.Value, inertia.M12.Value,
            inertia.M20.Value, inertia.M21.Value, inertia.M22.Value,
        };
        for (int i = 0; i < 9; i++) system[7 * (3 + i / 3) + 3 + i % 3] = values[i];
    }

    // Adds m A^T P A, A = (1, -[arm]x), P = all directions or the normal alone: sums of outer products of (d, arm x d).
    private static void Stiffen(Span<double> system, in ContactedNode node, bool tangent, double factor)
    {
        if (!tangent)
        {
            Add(system, node.Mass * factor, node.Normal, node.Arm);
            return;
        }

        Add(system, node.Mass, new(1, 0, 0), node.Arm);
        Add(system, node.Mass, new(0, 1, 0), node.Arm);
        Add(system, node.Mass, new(0, 0, 1), node.Arm);
    }

    private static void Add(Span<double> system, double mass, Vector3<Real64> direction, Vector3<Real64> arm)
    {
        Vector3<Real64> lever = Vector3<Real64>.Cross(arm, direction);
        ReadOnlySpan<double> row = stackalloc double[]
        {
            direction.X.Value, direction.Y.Value, direction.Z.Value, lever.X.Value, lever.Y.Value, lever.Z.Value,
        };
        for (int i = 0; i < 6; i++)
            for (int j = 0; j < 6; j++) system[7 * i + j] += mass * row[i] * row[j];
    }

    // Six equations, positive definite; the solution takes the place of the right-hand sides.
    private static void Eliminate(Span<double> a)
    {
        for (int k = 0; k < 6; k++)
        {
            for (int i = k + 1; i < 6; i++)
            {
                double factor = a[7 * i + k] / a[7 * k + k];
                for (int j = k; j < 7; j++) a[7 * i + j] -= factor * a[7 * k + j];
            }
        }

        for (int i = 5; i >= 0; i--)
        {
            for (int j = i + 1; j < 6; j++) a[7 * i + 6] -= a[7 * i + j] * a[7 * j + 6];
            a[7 * i + 6] /= a[7 * i + i];
        }
    }
}
