using ILGPU;
using Splatsim.Mathematics;

namespace Splatsim.Simulation.Kernels;

/// <summary>
/// The adjoint of the update of the grid, last to first: holds, contacts, forces, gravity and the division by the mass. Derivatives lie in the
/// place of the nodes' momenta and masses: by velocities and, where forces have added them, by masses.
/// </summary>
internal static class NodeAdjointKernels
{
    /// <summary>Nodes with an imposed velocity do not follow what they would have had.</summary>
    /// <param name="index">Which of the held nodes.</param>
    /// <param name="grid">The grid.</param>
    /// <param name="nodes">Their linear indices in the domain.</param>
    /// <param name="velocities">Their velocities, unused.</param>
    public static void Release(Index1D index, GridViews grid, ArrayView<long> nodes, ArrayView<float> velocities)
    {
        int node = grid.FindLinear(nodes[index]);
        if (node >= 0) grid.SetMomentum(node, default, Real32.Zero);
    }

    /// <summary>One contact.</summary>
    /// <param name="grid">The grid.</param>
    /// <param name="work">The substep.</param>
    /// <param name="transferred">Momenta and masses before the update.</param>
    /// <param name="nodes">Number of stored nodes.</param>
    /// <param name="contact">Which contact.</param>
    /// <param name="parts">Takes the sums of the derivatives by the contact's numbers.</param>
    public static void Meet(GridViews grid, NodeViews work, ArrayView<float> transferred, int nodes, int contact, ArrayView<float> parts)
    {
        ArrayView<float> shared = GroupSums.Allocate();
        ContactCotangents<Real32> sum = default;
        for (int node = GroupSums.Thread; node < nodes; node += GroupSums.Threads)
        {
            Vector3<Real32> bar = Bar(in grid, node);
            if (!HasMass(transferred, node) || IsZero(bar)) continue;
            Vector3<Real32> place = grid.PositionOf(node), velocity = Before(in work, transferred, node, place, work.ForceCount, contact);
            GridContact<Real32> of = work.Contacts[contact];
            GridContactsAdjoint.Apply(in of, in work.Fields, place, velocity, ref bar, ref sum);
            Set(in grid, node, bar);
        }

        Put(shared, parts, contact, in sum);
    }

    /// <summary>One force.</summary>
    /// <param name="grid">The grid.</param>
    /// <param name="work">The substep.</param>
    /// <param name="transferred">Momenta and masses before the update.</param>
    /// <param name="nodes">Number of stored nodes.</param>
    /// <param name="force">Which force.</param>
    /// <param name="slot">Place of its sums.</param>
    /// <param name="parts">Takes the sums of the derivatives by the force's numbers.</param>
    public static void Apply(
        GridViews grid, NodeViews work, ArrayView<float> transferred, int nodes, int force, int slot, ArrayView<float> parts)
    {
        ArrayView<float> shared = GroupSums.Allocate();
        ForceCotangents<Real32> sum = default;
        for (int node = GroupSums.Thread; node < nodes; node += GroupSums.Threads)
        {
            Vector3<Real32> bar = Bar(in grid, node);
            if (!HasMass(transferred, node) || IsZero(bar)) continue;
            Vector3<Real32> place = grid.PositionOf(node), velocity = Before(in work, transferred, node, place, force, 0);
            GridForce<Real32> of = work.Forces[force];
            GridForcesAdjoint.Apply(
                in of, in work.Numbers, place, new Real32(transferred[4L * node + 3]), Real32.One, work.TimeStep, velocity, ref bar,
                out Real32 byMass, out _, out _, ref sum);
            Set(in grid, node, bar);
            grid.Momentum[4L * node + 3] += byMass.Value;
        }

        ForceAdjointKernels.Put(shared, parts, slot, in sum);
    }

    /// <summary>From derivatives by velocities to those by momenta and masses.</summary>
    /// <param name="grid">The grid.</param>
    /// <param name="transferred">Momenta and masses before the update.</param>
    /// <param name="byBefore">Derivatives by velocities before forces; replaced by those by momenta.</param>
    /// <param name="nodes">Number of stored nodes.</param>
    /// <param name="timeStep">dt [s].</param>
    /// <param name="slot">Place of the sum.</param>
    /// <param name="parts">Takes the sum of the derivatives by gravity.</param>
    public static void Update(
        GridViews grid, ArrayView<float> transferred, ArrayView<float> byBefore, int nodes, Real32 timeStep, int slot, ArrayView<float> parts)
    {
        ArrayView<float> shared = GroupSums.Allocate();
        Vector3<Real32> sum = default;
        for (int node = GroupSums.Thread; node < nodes; node += GroupSums.Threads)
        {
            Vector3<Real32> bar = Bar(in grid, node);
            if (!HasMass(transferred, node))
            {
                grid.SetMomentum(node, default, Real32.Zero);
                continue;
            }

            sum += timeStep * bar;
            Real32 inverse = Real32.One / new Real32(transferred[4L * node + 3]);
            Vector3<Real32> byMomentum = inverse * bar;
            Real32 byMass = new Real32(grid.Momentum[4L * node + 3]) - Vector3<Real32>.Dot(byMomentum, inverse * Three(transferred, 4L * node));
            if (grid.KeepsBefore != 0)
            {
                // What the grid holds now is the quotient already.
                Vector3<Real32> by = inverse * Three(byBefore, 3L * node);
                byMass -= Vector3<Real32>.Dot(by, grid.BeforeOf(node));
                byBefore[3L * node] = by.X.Value;
                byBefore[3L * node + 1] = by.Y.Value;
                byBefore[3L * node + 2] = by.Z.Value;
            }

            grid.SetMomentum(node, byMomentum, byMass);
        }

        GroupSums.Put(shared, parts, slot, 0, sum);
    }

    /// <summary>Sums the derivatives by a contact over the group; all threads take part.</summary>
    internal static void Put(ArrayView<float> shared, ArrayView<float> parts, int slot, in ContactCotangents<Real32> sum)
    {
        GroupSums.Put(shared, parts, slot, 0, sum.Friction);
        GroupSums.Put(shared, parts, slot, 1, sum.Restitution);
        GroupSums.Put(shared, parts, slot, 2, sum.Velocity);
        GroupSums.Put(shared, parts, slot, 5, sum.VelocityGradient.Row0);
        GroupSums.Put(shared, parts, slot, 8, sum.VelocityGradient.Row1);
        GroupSums.Put(shared, parts, slot, 11, sum.VelocityGradient.Row2);
        GroupSums.Put(shared, parts, slot, 14, sum.Point);
        GroupSums.Put(shared, parts, slot, 17, sum.Turn);
    }

    /// <summary>The velocity of a node before one of the forces, or after them and before one of the contacts.</summary>
    internal static Vector3<Real32> Before(
        in NodeViews work, ArrayView<float> transferred, int node, Vector3<Real32> place, int forces, int contacts)
    {
        Real32 mass = new(transferred[4L * node + 3]);
        Vector3<Real32> velocity = (Real32.One / mass) * Three(transferred, 4L * node) + work.GravityStep;
        for (int i = 0; i < forces; i++)
        {
            GridForce<Real32> force = work.Forces[i];
            GridForces.Apply(in force, in work.Numbers, place, mass, Real32.One, work.TimeStep, ref velocity);
        }

        for (int i = 0; i < contacts; i++)
        {
            GridContact<Real32> contact = work.Contacts[i];
            GridContacts.Apply(in contact, in work.Fields, place, ref velocity);
        }

        return velocity;
    }

    internal static Vector3<Real32> Bar(in GridViews grid, int node) => Three(grid.Momentum, 4L * node);

    internal static void Set(in GridViews grid, int node, Vector3<Real32> bar)
    {
        grid.Momentum[4L * node] = bar.X.Value;
        grid.Momentum[4L * node + 1] = bar.Y.Value;
        grid.Momentum[4L * node + 2] = bar.Z.Value;
    }

    internal static bool HasMass(ArrayView<float> transferred, int node) => transferred[4L * node + 3] > 0;

    internal static bool IsZero(Vector3<Real32> v) => v.X.Value == 0 && v.Y.Value == 0 && v.Z.Value == 0;

    private static Vector3<Real32> Three(ArrayView<float> values, long first) => new(new(values[first]), new(values[first + 1]), new(values[first + 2]));
}
