namespace Splatsim.Simulation;

/// <summary>The colliders of a simulation that are thin, numbered from 1: contacts, particles and nodes name them by number.</summary>
public sealed class ThinWalls
{
    /// <summary>Most thin walls of a simulation: one bit each.</summary>
    public const int Most = 32;

    private readonly (object Owner, ThinShape Shape)[] walls;

    /// <summary>Numbers the thin ones of some colliders and bodies.</summary>
    /// <param name="boundaries">Boundaries.</param>
    /// <param name="bodies">Rigid bodies.</param>
    /// <exception cref="SimulationSetupException">There are too many.</exception>
    public ThinWalls(IEnumerable<IGridBoundary> boundaries, IEnumerable<RigidBody> bodies)
    {
        IEnumerable<(object, ThinShape)> fixedWalls = boundaries.OfType<Collider>().Where(c => c.Shape is ThinShape).Select(c => ((object)c, (ThinShape)c.Shape));
        IEnumerable<(object, ThinShape)> freeWalls = bodies.Where(b => b.Shape is ThinShape).Select(b => ((object)b, (ThinShape)b.Shape));
        walls = [.. fixedWalls.Concat(freeWalls)];
        if (walls.Length > Most)
            throw new SimulationSetupException("Boundaries", $"there are {walls.Length} thin walls", $"join some into one mesh: at most {Most} can be told apart");
    }

    /// <summary>No walls.</summary>
    public static ThinWalls Empty { get; } = new([], []);

    /// <summary>Number of walls.</summary>
    public int Count => walls.Length;

    /// <summary>The form of a wall.</summary>
    /// <param name="number">Its number, from 1.</param>
    public ThinShape this[int number] => walls[number - 1].Shape;

    /// <summary>The number of a collider or rigid body; 0 for those that are not thin.</summary>
    /// <param name="owner">The collider or rigid body.</param>
    public int NumberOf(object owner) => Array.FindIndex(walls, w => ReferenceEquals(w.Owner, owner)) + 1;
}
