using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>
/// Derivatives of a loss by the grid of one substep. They live as long as the substep's reversal: first by the nodes' velocities, then, once
/// the update of the grid is reversed, by their masses and momenta.
/// </summary>
/// <typeparam name="T">A number of one lane.</typeparam>
internal sealed class GridCotangents<T>(GridDomain domain, bool keepsVelocityBefore)
    where T : unmanaged, IReal<T>
{
    private readonly bool[] isTouched = new bool[domain.NodeCount];
    private readonly List<int> touched = [];

    public T[] Mass { get; } = new T[domain.NodeCount];

    /// <summary>By the velocity, later by the momentum.</summary>
    public Vector3<T>[] Velocity { get; } = new Vector3<T>[domain.NodeCount];

    /// <summary>By the velocity, later the momentum, without the forces of the substep; empty unless a transfer needs it.</summary>
    public Vector3<T>[] VelocityBefore { get; } = keepsVelocityBefore ? new Vector3<T>[domain.NodeCount] : [];

    public void Clear()
    {
        foreach (int node in touched)
        {
            Mass[node] = T.Zero;
            Velocity[node] = default;
            if (VelocityBefore.Length > 0) VelocityBefore[node] = default;
            isTouched[node] = false;
        }

        touched.Clear();
    }

    public void Add(int node, Vector3<T> byVelocity)
    {
        Touch(node);
        Velocity[node] += byVelocity;
    }

    /// <summary>Replaces the derivatives by a velocity.</summary>
    public void Replace(int node, Vector3<T> byVelocity)
    {
        Touch(node);
        Velocity[node] = byVelocity;
    }

    /// <summary>Adds to the derivative by a mass.</summary>
    public void AddMass(int node, T byMass)
    {
        Touch(node);
        Mass[node] += byMass;
    }

    /// <summary>Sets what the reversed update of the grid found.</summary>
    public void Set(int node, T byMass, Vector3<T> byMomentum)
    {
        Touch(node);
        (Mass[node], Velocity[node]) = (byMass, byMomentum);
    }

    private void Touch(int node)
    {
        if (isTouched[node]) return;
        isTouched[node] = true;
        touched.Add(node);
    }
}
