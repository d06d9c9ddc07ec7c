namespace Splatsim.Simulation.Kernels;

/// <summary>Which nodes of a grid a particle or tracer deals with: all alike, or those of its side of thin walls.</summary>
/// <typeparam name="TSelf">The type itself.</typeparam>
internal interface INodeFinder<TSelf>
    where TSelf : struct, INodeFinder<TSelf>
{
    /// <summary>The same for one particle.</summary>
    /// <param name="owner">The user's index, or that of a tracer after all particles.</param>
    TSelf Of(int owner);

    /// <summary>Whether its nodes are those that the directory finds.</summary>
    bool AreCommon { get; }

    /// <summary>Index of a node; -1 where it is not stored.</summary>
    /// <param name="grid">The grid.</param>
    /// <param name="x">The node along x.</param>
    /// <param name="y">Along y.</param>
    /// <param name="z">Along z.</param>
    int Find(in GridViews grid, int x, int y, int z);

    /// <summary>Whether a node is the one that the particle deals with at its place.</summary>
    /// <param name="node">Index of the node.</param>
    bool Has(int node);
}

/// <summary>The nodes that all deal with where there are no walls.</summary>
internal readonly struct CommonNodes : INodeFinder<CommonNodes>
{
    public bool AreCommon => true;

    public CommonNodes Of(int owner) => this;

    public int Find(in GridViews grid, int x, int y, int z) => grid.Find(x, y, z);

    public bool Has(int node) => true;
}

/// <summary>The nodes that a particle or tracer has on its side of thin walls.</summary>
/// <param name="walls">The walls.</param>
/// <param name="owner">The particle or tracer.</param>
internal readonly struct NodesOfASide(WallViews walls, int owner = -1) : INodeFinder<NodesOfASide>
{
    public bool AreCommon => !walls.AreNear(owner);

    public NodesOfASide Of(int particle) => new(walls, particle);

    public int Find(in GridViews grid, int x, int y, int z) => walls.NodeOf(in grid, x, y, z, owner);

    public bool Has(int node) => walls.IsOf(node, owner);
}
