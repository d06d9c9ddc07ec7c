using ILGPU;
using Splatsim.Mathematics;

namespace Splatsim.Simulation.Kernels;

/// <summary>The grid's part of a substep, one thread per stored node.</summary>
internal static class NodeKernels
{
    /// <summary>Numbers of a touched node: place in cells, velocity, mass.</summary>
    public const int TouchedWidth = 7;

    /// <summary>
    /// Momentum to velocity, gravity, surface tension, forces, contacts; the momentum is left zero for the next transfer.
    /// </summary>
    public static void Update(Index1D index, GridViews grid, NodeViews work)
    {
        long at = 4L * index.X;
        Real32 mass = new(grid.Momentum[at + 3]);
        Vector3<Real32> velocity = default;
        if (grid.KeepsBefore != 0)
            grid.SetBefore(index.X, mass.Value > 0 ? (Real32.One / mass) * grid.BeforeOf(index.X) : default);
        if (mass.Value > 0)
        {
            Vector3<Real32> momentum = new(new(grid.Momentum[at]), new(grid.Momentum[at + 1]), new(grid.Momentum[at + 2]));
            velocity = (Real32.One / mass) * momentum + work.GravityStep;
            if (work.HasTension != 0) velocity += grid.VelocityOf(index.X);
            Vector3<Real32> node = grid.PositionOf(index.X);
            for (int i = 0; i < work.ForceCount; i++)
            {
                GridForce<Real32> force = work.Forces[i];
                GridForces.Apply(in force, in work.Numbers, node, mass, Real32.One, work.TimeStep, ref velocity);
            }

            Apply(in work, node, ref velocity);
        }

        grid.SetVelocity(index.X, velocity);
        grid.Velocity[at + 3] = mass.Value;
        grid.SetMomentum(index.X, default, Real32.Zero);
    }

    /// <summary>Contacts alone, on velocities.</summary>
    public static void Meet(Index1D index, GridViews grid, NodeViews work)
    {
        if (!(grid.Velocity[4L * index.X + 3] > 0)) return;
        Vector3<Real32> velocity = grid.VelocityOf(index.X);
        Apply(in work, grid.PositionOf(index.X), ref velocity);
        grid.SetVelocity(index.X, velocity);
    }

    /// <summary>Imposes velocities on nodes that have mass.</summary>
    /// <param name="index">Which of the held nodes.</param>
    /// <param name="grid">The grid.</param>
    /// <param name="nodes">Their linear indices in the domain.</param>
    /// <param name="velocities">Their velocities [m/s], three numbers each.</param>
    public static void Hold(Index1D index, GridViews grid, ArrayView<long> nodes, ArrayView<float> velocities)
    {
        int node = grid.FindLinear(nodes[index]);
        if (node < 0 || !(grid.Velocity[4L * node + 3] > 0)) return;
        grid.SetVelocity(node, new(new(velocities[3 * index.X]), new(velocities[3 * index.X + 1]), new(velocities[3 * index.X + 2])));
    }

    /// <summary>Lists the nodes with mass that a contact touches.</summary>
    /// <param name="index">Stored node.</param>
    /// <param name="grid">The grid.</param>
    /// <param name="contact">The contact.</param>
    /// <param name="fields">What it refers to.</param>
    /// <param name="count">Takes how many there are, also where the lists have no room for all.</param>
    /// <param name="nodes">Takes the stored nodes.</param>
    /// <param name="values">Takes <see cref="TouchedWidth"/> numbers of each.</param>
    public static void Touch(
        Index1D index, GridViews grid, GridContact<Real32> contact, FieldViews fields, ArrayView<int> count, ArrayView<int> nodes,
        ArrayView<float> values)
    {
        if (!(grid.Velocity[4L * index.X + 3] > 0)) return;
        Vector3<Real32> node = grid.PositionOf(index.X);
        if (!(ContactShapes.Distance(in contact, in fields, node, out _).Value <= contact.Tolerance.Value)) return;
        int at = Atomic.Add(ref count[0], 1);
        if (at >= nodes.Length) return;
        nodes[at] = index.X;
        values[TouchedWidth * at] = node.X.Value;
        values[TouchedWidth * at + 1] = node.Y.Value;
        values[TouchedWidth * at + 2] = node.Z.Value;
        for (int k = 0; k < 4; k++) values[TouchedWidth * at + 3 + k] = grid.Velocity[4L * index.X + k];
    }

    /// <summary>Replaces velocities of stored nodes.</summary>
    public static void Give(Index1D index, GridViews grid, ArrayView<int> nodes, ArrayView<float> velocities) => grid.SetVelocity(
        nodes[index], new(new(velocities[3 * index.X]), new(velocities[3 * index.X + 1]), new(velocities[3 * index.X + 2])));

    private static void Apply(in NodeViews work, Vector3<Real32> node, ref Vector3<Real32> velocity)
    {
        for (int i = 0; i < work.ContactCount; i++)
        {
            GridContact<Real32> contact = work.Contacts[i];
            GridContacts.Apply(in contact, in work.Fields, node, ref velocity);
        }
    }
}
