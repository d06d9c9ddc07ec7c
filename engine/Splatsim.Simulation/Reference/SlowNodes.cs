using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>What the particles of a level that takes several substeps at once have at the nodes, from the start of their step to its end.</summary>
/// <typeparam name="T">A number of one lane.</typeparam>
internal sealed class SlowNodes<T>
    where T : unmanaged, IReal<T>
{
    private readonly T[] mass;
    private readonly Vector3<T>[] momentum;
    private readonly Vector3<T>[] impulse;
    private readonly Vector3<T>[] path;
    private readonly int[] touchedAt;
    private readonly List<int> touched = [];
    private int round = 1;

    public SlowNodes(int nodes, StepLevel level)
    {
        mass = new T[nodes];
        momentum = new Vector3<T>[nodes];
        impulse = new Vector3<T>[nodes];
        path = new Vector3<T>[nodes];
        touchedAt = new int[nodes];
        Level = level;
    }

    /// <summary>The level.</summary>
    public StepLevel Level { get; }

    /// <summary>Where particles put mass and momentum.</summary>
    public MomentumNodes Momenta => new MomentumNodes(this);

    /// <summary>Where particles put the impulse of their force in a substep.</summary>
    public ImpulseNodes Impulses => new(this);

    /// <summary>Sum of the velocities of the substeps that are done.</summary>
    public PathNodes Paths => new(this);

    /// <summary>Forgets the last step.</summary>
    public void Clear()
    {
        foreach (int node in touched) (mass[node], momentum[node], impulse[node], path[node]) = (T.Zero, default, default, default);
        touched.Clear();
        round++;
    }

    /// <summary>Adds to a substep's nodes.</summary>
    public void Push(ReferenceGrid<T> grid)
    {
        foreach (int node in touched) grid.Add(node, mass[node], momentum[node] + impulse[node]);
    }

    /// <summary>Takes over the velocities after a substep.</summary>
    public void Pull(ReferenceGrid<T> grid)
    {
        foreach (int node in touched)
        {
            momentum[node] = mass[node] * grid.Velocity[node];
            path[node] += grid.Velocity[node];
        }
    }

    private void Touch(int node)
    {
        if (touchedAt[node] == round) return;
        touchedAt[node] = round;
        touched.Add(node);
    }

    /// <summary>Mass and momentum.</summary>
    public readonly struct MomentumNodes(SlowNodes<T> nodes) : INodeAccess<T>
    {
        public void Add(int node, T mass, Vector3<T> momentum)
        {
            nodes.Touch(node);
            nodes.mass[node] += mass;
            nodes.momentum[node] += momentum;
        }

        public Vector3<T> VelocityAt(int node) => default;
    }

    /// <summary>Impulse of a substep.</summary>
    public readonly struct ImpulseNodes(SlowNodes<T> nodes) : INodeAccess<T>
    {
        public void Add(int node, T mass, Vector3<T> momentum)
        {
            nodes.Touch(node);
            nodes.impulse[node] += momentum;
        }

        public Vector3<T> VelocityAt(int node) => default;
    }

    /// <summary>Sum of velocities.</summary>
    public readonly struct PathNodes(SlowNodes<T> nodes) : INodeAccess<T>
    {
        public void Add(int node, T mass, Vector3<T> velocity)
        {
            nodes.Touch(node);
            nodes.path[node] += velocity;
        }

        public Vector3<T> VelocityAt(int node) => nodes.path[node];
    }
}
