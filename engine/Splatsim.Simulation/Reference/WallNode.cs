using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>What the matter on one side of some walls has at a node behind them.</summary>
/// <typeparam name="T">A number of one lane.</typeparam>
internal struct WallNode<T>
    where T : unmanaged, IReal<T>
{
    /// <summary>Index of the node.</summary>
    public int Node;

    /// <summary>The walls between, and the side.</summary>
    public WallKey Key;

    /// <summary>Mass [kg].</summary>
    public T Mass;

    /// <summary>Momentum [kg m/s] while particles give theirs, then velocity [m/s].</summary>
    public Vector3<T> Velocity;
}
