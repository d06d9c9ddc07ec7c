using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>Nodes whose velocity is imposed after all boundaries, by <see cref="GridDomain.IndexOf"/>.</summary>
public sealed class NodeHolds
{
    private readonly Dictionary<long, Vector3<Real64>> nodes = [];
    private readonly GridDomain domain;
    private readonly TransferKernel kernel;

    /// <summary>No nodes yet.</summary>
    /// <param name="domain">The grid.</param>
    /// <param name="kernel">Which nodes a particle touches.</param>
    public NodeHolds(GridDomain domain, TransferKernel kernel = TransferKernel.Quadratic) => (this.domain, this.kernel) = (domain, kernel);

    /// <summary>Number of held nodes.</summary>
    public int Count => nodes.Count;

    /// <summary>Rises with every change.</summary>
    public int Version { get; private set; }

    /// <summary>The held nodes and their velocities [m/s].</summary>
    public IReadOnlyDictionary<long, Vector3<Real64>> Nodes => nodes;

    /// <summary>Holds the nodes that a particle touches, 27 or 64.</summary>
    /// <param name="position">Position of the particle [m]; outside the domain nothing is held.</param>
    /// <param name="velocity">Velocity of the nodes [m/s].</param>
    public void HoldAround(Vector3<Real64> position, Vector3<Real64> velocity) =>
        HoldAround(position, new RigidStep(default, velocity, default));

    /// <summary>Holds the 27 nodes that a particle touches, each with the velocity that a rigid motion has there.</summary>
    /// <param name="position">Position of the particle [m]; outside the domain nothing is held.</param>
    /// <param name="motion">The motion.</param>
    public void HoldAround(Vector3<Real64> position, in RigidStep motion)
    {
        bool turns = motion.Turn.SquaredNorm.Value > 0;
        Real64 dx = domain.CellSize;
        if (!domain.Holds(position, kernel)) return;
        Vector3<Real64> cells = domain.ToCells(position);
        // The first node of either kernel, and how many follow on each axis.
        (double back, int count) = kernel == TransferKernel.Cubic ? (1.0, CubicKernel.NodeCount) : (0.5, QuadraticKernel.NodeCount);
        int i = (int)Math.Floor(cells.X.Value - back);
        int j = (int)Math.Floor(cells.Y.Value - back);
        int k = (int)Math.Floor(cells.Z.Value - back);
        for (int a = 0; a < count * count * count; a++)
        {
            int x = i + a / (count * count), y = j + a / count % count, z = k + a % count;
            Vector3<Real64> velocity = motion.Velocity;
            if (turns) velocity = motion.At(domain.Origin + new Vector3<Real64>(dx * new Real64(x), dx * new Real64(y), dx * new Real64(z)));
            nodes[domain.IndexOf(x, y, z)] = velocity;
        }

        Version++;
    }

    /// <summary>Node of a linear index.</summary>
    internal (int X, int Y, int Z) NodeOf(long index) => domain.NodeOf(index);

    /// <summary>Forgets all nodes.</summary>
    public void Clear()
    {
        if (nodes.Count == 0) return;
        nodes.Clear();
        Version++;
    }
}
