using System.Runtime.InteropServices;
using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>
/// The adjoint of thin walls in one substep: derivatives by the nodes behind them, and the walls' response to these. On which side of a wall
/// particles and nodes are is a choice, which has no derivative.
/// </summary>
/// <typeparam name="T">A number of one lane.</typeparam>
internal sealed class WallAdjoint<T>(ReferenceSimulator<T> simulator)
    where T : unmanaged, IReal<T>
{
    private readonly ReferenceWalls<T> walls = simulator.NodesBehindWalls;
    private readonly WallResponseAdjoint<T> response = new();
    private Vector3<T>[] momenta = [], velocities = [];
    private T[] masses = [];

    /// <summary>The nodes.</summary>
    public ReadOnlySpan<WallNode<T>> Nodes => walls.Nodes;

    /// <summary>Momenta of <see cref="Nodes"/> before the update.</summary>
    public ReadOnlySpan<Vector3<T>> Momenta => momenta;

    /// <summary>Derivatives by the velocities of <see cref="Nodes"/>, later by their momenta.</summary>
    public Span<Vector3<T>> Velocities => velocities;

    /// <summary>Derivatives by the masses of <see cref="Nodes"/>, as far as the update is reversed.</summary>
    public Span<T> Masses => masses;

    /// <summary>Takes down what the update of the grid starts from; all derivatives are 0.</summary>
    public void Begin()
    {
        ReadOnlySpan<WallNode<T>> nodes = walls.Nodes;
        if (momenta.Length < nodes.Length)
            (momenta, velocities, masses) = (new Vector3<T>[2 * nodes.Length], new Vector3<T>[2 * nodes.Length], new T[2 * nodes.Length]);
        for (int i = 0; i < nodes.Length; i++) momenta[i] = nodes[i].Velocity;
        Array.Clear(velocities);
        Array.Clear(masses);
    }

    /// <summary>Whether walls are near a particle, or a tracer counted after the particles.</summary>
    public bool AreNear(int index) => walls.AreNear(index);

    /// <summary>Whether a particle or tracer deals with a node itself; else the place behind a wall that it has there, or -1.</summary>
    public bool IsOwn(int index, int node, out int behind)
    {
        WallKey key = walls.KeyOf(index, node);
        behind = key.IsOwn ? -1 : walls.IndexOf(node, key);
        return key.IsOwn;
    }

    /// <summary>Velocity after the update; false where there is no matter.</summary>
    public bool TryVelocity(int behind, out Vector3<T> velocity)
    {
        velocity = behind < 0 ? default : walls.Nodes[behind].Velocity;
        return behind >= 0;
    }

    /// <summary>Adds to the derivatives by a velocity.</summary>
    public void Add(int behind, Vector3<T> byVelocity) => velocities[behind] += byVelocity;

    /// <summary>Derivatives by momentum and mass, once the update is reversed. A particle has given to all nodes of its side.</summary>
    public Vector3<T> ByMomentum(int behind, out T byMass)
    {
        byMass = masses[behind];
        return velocities[behind];
    }

    /// <summary>Reverses what the walls did to a node.</summary>
    /// <param name="node">The node.</param>
    /// <param name="contacts">The contacts of the substep.</param>
    /// <param name="place">The node's indices as numbers [cells].</param>
    /// <param name="velocity">Its velocity before the walls [m/s].</param>
    /// <param name="bar">Derivatives by the velocity after them; replaced by those by the velocity before.</param>
    /// <param name="sums">Receives the derivatives by the contacts, added.</param>
    public void Reverse(
        in WallNode<T> node, List<GridContact<T>> contacts, Vector3<T> place, Vector3<T> velocity, ref Vector3<T> bar,
        ContactCotangents<Real64>[] sums)
    {
        WallBlock block = walls.BlockOf(in node, out int number);
        response.Reverse(block, number, node.Key, CollectionsMarshal.AsSpan(contacts), place, velocity, ref bar, sums);
    }
}
