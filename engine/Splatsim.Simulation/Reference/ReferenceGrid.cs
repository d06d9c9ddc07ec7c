using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>A dense grid that remembers which nodes were touched, so that an empty region costs nothing per substep.</summary>
/// <typeparam name="T">A number of one lane.</typeparam>
internal sealed class ReferenceGrid<T>
    where T : unmanaged, IReal<T>
{
    private readonly int[] touchedAt;
    private readonly List<int> touched = [];
    private int round = 1;

    public ReferenceGrid(GridDomain domain, bool keepsVelocityBefore = false)
    {
        if (domain.NodeCount > Array.MaxLength)
        {
            throw new SimulationSetupException(
                "Domain", $"{domain.NodeCount} nodes do not fit the reference back end's dense grid", "use the fast back end");
        }

        Domain = domain;
        Mass = new T[domain.NodeCount];
        Velocity = new Vector3<T>[domain.NodeCount];
        touchedAt = new int[domain.NodeCount];
        VelocityBefore = keepsVelocityBefore ? new Vector3<T>[domain.NodeCount] : [];
    }

    public GridDomain Domain { get; }

    public T[] Mass { get; }

    /// <summary>Momentum during the transfer to the grid, velocity after the update.</summary>
    public Vector3<T>[] Velocity { get; }

    /// <summary>Momentum, then velocity, without the forces of the substep; empty unless a transfer needs it.</summary>
    public Vector3<T>[] VelocityBefore { get; }

    /// <summary>Linear indices of the nodes with particles around, in the order of first touch.</summary>
    public IReadOnlyList<int> Touched => touched;

    public int IndexOf(int i, int j, int k) => (i * Domain.CountY + j) * Domain.CountZ + k;

    public (int I, int J, int K) NodeOf(int index) =>
        (index / Domain.CountZ / Domain.CountY, index / Domain.CountZ % Domain.CountY, index % Domain.CountZ);

    /// <summary>Forgets all mass and momentum.</summary>
    public void Clear()
    {
        foreach (int node in touched)
        {
            Mass[node] = T.Zero;
            Velocity[node] = default;
            if (VelocityBefore.Length > 0) VelocityBefore[node] = default;
        }

        touched.Clear();
        round++;
    }

    public void Add(int node, T mass, Vector3<T> momentum)
    {
        if (!IsTouched(node))
        {
            touchedAt[node] = round;
            touched.Add(node);
        }

        Mass[node] += mass;
        Velocity[node] += momentum;
    }

    /// <summary>True for nodes with particles around; the others stand still.</summary>
    public bool IsTouched(long node) => touchedAt[node] == round;
}
