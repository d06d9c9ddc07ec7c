namespace Splatsim.Simulation;

/// <summary>
/// Which of a node's velocities a particle deals with: that of the node itself, or one of those that matter behind a wall has there. A
/// bit per wall.
/// </summary>
/// <param name="Blocked">The walls between the particle and the node.</param>
/// <param name="Front">On whose front side the particle is, among these.</param>
internal readonly record struct WallKey(uint Blocked, uint Front) : IComparable<WallKey>
{
    /// <summary>The velocity of the node itself.</summary>
    public bool IsOwn => Blocked == 0;

    /// <summary>Whether the particle is in front of a wall that is between.</summary>
    /// <param name="wall">Number of the wall, from 1.</param>
    public bool IsInFront(int wall) => (Front & (1u << (wall - 1))) != 0;

    /// <summary>Whether a wall is between.</summary>
    /// <param name="wall">Number of the wall, from 1.</param>
    public bool IsBehind(int wall) => (Blocked & (1u << (wall - 1))) != 0;

    /// <summary>The key of a particle at a node.</summary>
    /// <param name="near">The walls that the particle is near.</param>
    /// <param name="front">On whose front side it is.</param>
    /// <param name="nodeFront">Walls that the node is in front of or on.</param>
    /// <param name="nodeBack">Walls that the node is behind or on.</param>
    public static WallKey Of(uint near, uint front, uint nodeFront, uint nodeBack)
    {
        // A node on a wall belongs to neither side: both meet the wall there, as matter meets the node on a collider's surface.
        uint same = (front & nodeFront & ~nodeBack) | (~front & nodeBack & ~nodeFront);
        uint blocked = near & (nodeFront | nodeBack) & ~same;
        return new(blocked, front & blocked);
    }

    /// <inheritdoc/>
    public int CompareTo(WallKey other) => Blocked != other.Blocked ? Blocked.CompareTo(other.Blocked) : Front.CompareTo(other.Front);
}
