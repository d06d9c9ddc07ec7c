using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>Nodes whose velocity is imposed after all boundaries, by linear index (i * CountY + j) * CountZ + k.</summary>
public sealed class NodeHolds
{
    private readonly Dictionary<long, Vector3<Real64>> nodes = [];
    private readonly GridDomain domain;

    /// <summary>No nodes yet.</summary>
    /// <param name="domain">The grid.</param>
    public NodeHolds(GridDomain domain) => this.domain = domain;

    /// <summary>Number of held nodes.</summary>
    public int Count => nodes.Count;

    /// <summary>Rises with every change.</summary>
    public int Version { get; private set; }

    /// <summary>The held nodes and their velocities [m/s].</summary>
    public IReadOnlyDictionary<long, Vector3<Real64>> Nodes => nodes;

    /// <summary>Holds the 27 nodes that a particle touches.</summary>
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
        if (!domain.Holds(position)) return;
        Vector3<Real64> cells = domain.ToCells(position);
        int i = (int)Math.Floor(cells.X.Value - 0.5);
        int j = (int)Math.Floor(cells.Y.Value - 0.5);
        int k = (int)Math.Floor(cells.Z.Value - 0.5);
        for (int a = 0; a < 27; a++)
        {
            int x = i + a / 9, y = j + a / 3 % 3, z = k + a % 3;
            Vector3<Real64> velocity = motion.Velocity;
            if (turns) velocity = motion.At(domain.Origin + new Vector3<Real64>(dx * new Real64(x), dx * new Real64(y), dx * new Real64(z)));
            nodes[((long)x * domain.CountY + y) * domain.CountZ + z] = velocity;
        }

        Version++;
    }

    /// <summary>Forgets all nodes.</summary>
    public void Clear()
    {
        if (nodes.Count == 0) return;
        nodes.Clear();
        Version++;
    }
}
