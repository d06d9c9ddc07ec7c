using ILGPU;
using Splatsim.Mathematics;

namespace Splatsim.Simulation.Kernels;

/// <summary>The grid's part of a substep, one thread per stored node.</summary>
internal static class NodeKernels
{
    /// <summary>Momentum to velocity, gravity, forces, contacts; the momentum is left zero for the next transfer.</summary>
    public static void Update(Index1D index, GridViews grid, NodeViews work)
    {
        long at = 4L * index.X;
        Real32 mass = new(grid.Momentum[at + 3]);
        Vector3<Real32> velocity = default;
        if (mass.Value > 0)
        {
            Vector3<Real32> momentum = new(new(grid.Momentum[at]), new(grid.Momentum[at + 1]), new(grid.Momentum[at + 2]));
            velocity = (Real32.One / mass) * momentum + work.GravityStep;
            int place = grid.Places[index.X / GridViews.NodesPerBlock];
            int local = index.X % GridViews.NodesPerBlock;
            Vector3<Real32> node = new(
                new(grid.FirstX(place) + (local >> 4)), new(grid.FirstY(place) + ((local >> 2) & 3)), new(grid.FirstZ(place) + (local & 3)));
            for (int i = 0; i < work.ForceCount; i++)
            {
                GridForce<Real32> force = work.Forces[i];
                GridForces.Apply(in force, in work.Numbers, node, mass, Real32.One, work.TimeStep, ref velocity);
            }

            for (int i = 0; i < work.ContactCount; i++)
            {
                GridContact<Real32> contact = work.Contacts[i];
                GridContacts.Apply(in contact, in work.Fields, node, ref velocity);
            }
        }

        grid.Velocity[at] = velocity.X.Value;
        grid.Velocity[at + 1] = velocity.Y.Value;
        grid.Velocity[at + 2] = velocity.Z.Value;
        grid.Velocity[at + 3] = mass.Value;
        for (int k = 0; k < 4; k++) grid.Momentum[at + k] = 0;
    }

    /// <summary>Imposes velocities on nodes that have mass.</summary>
    /// <param name="index">Which of the held nodes.</param>
    /// <param name="grid">The grid.</param>
    /// <param name="nodes">Their linear indices in the domain.</param>
    /// <param name="velocities">Their velocities [m/s], three numbers each.</param>
    public static void Hold(Index1D index, GridViews grid, ArrayView<long> nodes, ArrayView<float> velocities)
    {
        long linear = nodes[index];
        int z = (int)(linear % grid.NodesZ), y = (int)(linear / grid.NodesZ % grid.NodesY), x = (int)(linear / grid.NodesZ / grid.NodesY);
        int node = grid.Find(x, y, z);
        if (node < 0 || !(grid.Velocity[4L * node + 3] > 0)) return;
        for (int k = 0; k < 3; k++) grid.Velocity[4L * node + k] = velocities[3 * index.X + k];
    }
}
