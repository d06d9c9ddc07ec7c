using System.Runtime.InteropServices;
using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>The adjoint of the update of the grid, node by node: holds, contacts, forces, gravity and the division by the mass, last to first.</summary>
/// <typeparam name="T">A number of one lane.</typeparam>
internal sealed class NodeAdjoint<T>(SimulationSetup setup, ReferenceSimulator<T> simulator)
    where T : unmanaged, IReal<T>
{
    private readonly List<GridForce<T>> forces = [];
    private readonly List<int> forceIndices = [];
    private readonly List<GridContact<T>> contacts = [];
    private ContactCotangents<Real64>[] contactSums = [];
    private readonly SurfaceTensionAdjoint<T>? tension = setup.SurfaceTension is { } options ? new(options, setup, simulator.Grid) : null;
    private Vector3<T>[] velocities = [];

    /// <summary>Derivatives by the contacts of the substep, in their order.</summary>
    public Span<ContactCotangents<Real64>> ContactSums => contactSums.AsSpan(0, contacts.Count);

    /// <summary>From derivatives by the nodes' velocities before they are held to those by their masses and momenta.</summary>
    /// <param name="work">What the substep had to do.</param>
    /// <param name="momentum">Momenta before the update.</param>
    /// <param name="grid">The derivatives, replaced.</param>
    /// <param name="forceSums">Receives the derivatives by forces, added.</param>
    /// <param name="sums">Receives the derivative by gravity, added.</param>
    /// <param name="beforeContacts">Derivatives by velocities before contacts, or null.</param>
    /// <param name="byMasses">Further derivatives by the nodes' masses.</param>
    /// <param name="walls">The nodes behind thin walls, whose derivatives are replaced likewise.</param>
    public void UpdateGrid(
        SubstepWork work, Vector3<T>[] momentum, GridCotangents<T> grid, ForceCotangents<Real64>[] forceSums, ParameterSums sums,
        GridCotangents<T>? beforeContacts, Dictionary<int, double> byMasses, WallAdjoint<T> walls)
    {
        T dt = T.FromDouble(work.TimeStep);
        Vector3<T> gravityStep = dt * Scalars.FromDouble<T>(setup.Gravity);
        HostNumbers<T> numbers = new(work);
        ScalarFields<T> fields = simulator.BoundaryFields;
        foreach (int node in simulator.Grid.Touched)
        {
            T mass = simulator.Grid.Mass[node];
            if (!T.Any(mass > simulator.NodeMassThreshold))
            {
                grid.Set(node, T.Zero, default);
                continue;
            }

            Vector3<T> place = PlaceOf(node);
            T inverse = T.One / mass;
            Forward(inverse * momentum[node] + gravityStep + dt * simulator.TensionAt(node), place, mass, dt, in numbers, in fields);
            Vector3<T> bar = grid.Velocity[node];
            ReverseContacts(place, in fields, ref bar);
            if (beforeContacts is not null && !IsHeld(work, node)) bar += beforeContacts.Velocity[node];
            T byMass = T.FromDouble(byMasses.GetValueOrDefault(node));
            ReverseForces(place, mass, dt, in numbers, forceSums, ref bar, ref byMass);
            sums.Gravity += Scalars.ToDouble(dt * bar);
            tension?.Add(node, dt * bar);
            Vector3<T> byMomentum = inverse * bar;
            byMass -= Vector3<T>.Dot(byMomentum, inverse * momentum[node]);
            if (grid.VelocityBefore.Length > 0)
            {
                // What the grid holds now is the quotient already.
                Vector3<T> byBefore = inverse * grid.VelocityBefore[node];
                byMass -= Vector3<T>.Dot(byBefore, simulator.Grid.VelocityBefore[node]);
                grid.VelocityBefore[node] = byBefore;
            }

            grid.Set(node, byMass, byMomentum);
        }

        tension?.AddTo(grid, sums);
        for (int i = 0; i < walls.Nodes.Length; i++)
        {
            ref readonly WallNode<T> node = ref walls.Nodes[i];
            ref Vector3<T> bar = ref walls.Velocities[i];
            if (!T.Any(node.Mass > simulator.NodeMassThreshold))
            {
                bar = default;
                continue;
            }

            Vector3<T> place = PlaceOf(node.Node);
            T inverse = T.One / node.Mass;
            Vector3<T> met = Forward(inverse * walls.Momenta[i] + gravityStep, place, node.Mass, dt, in numbers, in fields);
            walls.Reverse(in node, contacts, place, met, ref bar, contactSums);
            ReverseContacts(place, in fields, ref bar);
            ReverseForces(place, node.Mass, dt, in numbers, forceSums, ref bar, ref walls.Masses[i]);
            sums.Gravity += Scalars.ToDouble(dt * bar);
            bar = inverse * bar;
            walls.Masses[i] -= Vector3<T>.Dot(bar, inverse * walls.Momenta[i]);
        }
    }

    /// <summary>The adjoint of holds: the velocities that they give follow nothing.</summary>
    /// <param name="work">What the substep had to do.</param>
    /// <param name="grid">Derivatives by velocities; those of held nodes become 0.</param>
    /// <param name="walls">The nodes behind thin walls, likewise.</param>
    public void Release(SubstepWork work, GridCotangents<T> grid, WallAdjoint<T> walls)
    {
        if (work.Holds.Count + simulator.HeldAlways.Count == 0) return;
        foreach (int node in simulator.Grid.Touched)
            if (IsHeld(work, node)) grid.Replace(node, default);
        for (int i = 0; i < walls.Nodes.Length; i++)
            if (IsHeld(work, walls.Nodes[i].Node)) walls.Velocities[i] = default;
    }

    /// <summary>Takes the forces and contacts of a substep.</summary>
    public void Begin(SubstepWork work)
    {
        forces.Clear();
        forceIndices.Clear();
        contacts.Clear();
        for (int f = 0; f < work.Forces.Count; f++)
        {
            GridForce<Real64> force = work.Forces[f];
            if (force.Site != ForceSite.Nodes) continue;
            forces.Add(GridForce<T>.From(in force));
            forceIndices.Add(f);
        }

        foreach (GridContact<Real64> contact in work.Contacts) contacts.Add(GridContact<T>.From(in contact, setup.Domain));
        if (contactSums.Length < contacts.Count) contactSums = new ContactCotangents<Real64>[contacts.Count];
        Array.Clear(contactSums);
        if (velocities.Length < forces.Count + contacts.Count) velocities = new Vector3<T>[forces.Count + contacts.Count];
    }

    // Velocities before every force and every contact, and the one after all.
    private Vector3<T> Forward(
        Vector3<T> velocity, Vector3<T> place, T mass, T dt, in HostNumbers<T> numbers, in ScalarFields<T> fields)
    {
        int at = 0;
        foreach (ref readonly GridForce<T> force in CollectionsMarshal.AsSpan(forces))
        {
            velocities[at++] = velocity;
            GridForces.Apply(in force, in numbers, place, mass, T.One, dt, ref velocity);
        }

        foreach (ref readonly GridContact<T> contact in CollectionsMarshal.AsSpan(contacts))
        {
            velocities[at++] = velocity;
            if (IsMet(in contact)) GridContacts.Apply(in contact, in fields, place, ref velocity);
        }

        return velocity;
    }

    private void ReverseContacts(Vector3<T> place, in ScalarFields<T> fields, ref Vector3<T> bar)
    {
        for (int c = contacts.Count - 1; c >= 0; c--)
        {
            ref readonly GridContact<T> contact = ref CollectionsMarshal.AsSpan(contacts)[c];
            if (!IsMet(in contact)) continue;
            ContactCotangents<T> sum = default;
            GridContactsAdjoint.Apply(in contact, in fields, place, velocities[forces.Count + c], ref bar, ref sum);
            contactSums[c].Add(in sum);
        }
    }

    private void ReverseForces(
        Vector3<T> place, T mass, T dt, in HostNumbers<T> numbers, ForceCotangents<Real64>[] forceSums, ref Vector3<T> bar, ref T byMass)
    {
        for (int f = forces.Count - 1; f >= 0; f--)
        {
            ForceCotangents<T> sum = default;
            GridForcesAdjoint.Apply(
                in CollectionsMarshal.AsSpan(forces)[f], in numbers, place, mass, T.One, dt, velocities[f], ref bar,
                out T share, out _, out _, ref sum);
            byMass += share;
            forceSums[forceIndices[f]].Add(in sum);
        }
    }

    private Vector3<T> PlaceOf(int node)
    {
        (int i, int j, int k) = simulator.Grid.NodeOf(node);
        return new(T.FromDouble(i), T.FromDouble(j), T.FromDouble(k));
    }

    // Free bodies meet all their nodes at once, and thin walls those behind them.
    private static bool IsMet(in GridContact<T> contact) => contact.Body == 0 && contact.Wall == 0;

    // Whether the velocity of a node is given.
    private bool IsHeld(SubstepWork work, int node) =>
        work.Holds.Nodes.ContainsKey(node) || simulator.HeldAlways.Nodes.ContainsKey(node);
}
