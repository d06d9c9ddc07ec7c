namespace Splatsim.Coupling;

/// <summary>What a cell of the density grid is; flags of one byte.</summary>
[Flags]
internal enum CellKind : byte
{
    /// <summary>Free, and not yet known to be outside: a cavity if it stays so.</summary>
    None = 0,

    /// <summary>Dense enough to belong to the shell.</summary>
    Shell = 1,

    /// <summary>Below the plane that closes the body: a wall for the tests, never filled.</summary>
    Floor = 2,

    /// <summary>Reached by the flood from the border.</summary>
    Outside = 4,

    /// <summary>Free of splats, and inside.</summary>
    Interior = 8,

    /// <summary>Far enough from everything empty to be filled without a look at the surface.</summary>
    Core = 16,
}
