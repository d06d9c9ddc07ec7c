using Splatsim.Mathematics;

namespace Splatsim.Simulation.Fast;

/// <summary>What the particles of a level that takes several substeps at once have at the nodes, from the start of their step to its end.</summary>
/// <param name="level">The level.</param>
/// <param name="isLast">Whether tracers step with it: then velocities are summed at the nodes around those too.</param>
internal sealed class SlowLevel(StepLevel level, bool isLast)
{
    /// <summary>The level.</summary>
    public StepLevel Level { get; } = level;

    /// <summary>Whether tracers step with it.</summary>
    public bool HasTracers { get; } = isLast;

    /// <summary>Impulse of a substep and mass, by owner: [owner][x][y][z].</summary>
    public AlignedArray<float> Arenas { get; private set; } = new(0);

    /// <summary>Impulse of a substep and mass, by node: [block][x][y][z].</summary>
    public AlignedArray<float> Parts { get; private set; } = new(0);

    /// <summary>Sum of the velocities of all substeps of the step but the last, by node; only where its particles, or tracers that step with it, reach.</summary>
    public AlignedArray<float> Path { get; private set; } = new(0);

    /// <summary>The numbers of the step that was begun last.</summary>
    public SlowConstants Constants { get; private set; }

    /// <summary>Memory [bytes].</summary>
    public long Bytes => sizeof(float) * ((long)Arenas.Length + Parts.Length + Path.Length);

    /// <summary>Begins a step with the substep at hand.</summary>
    /// <param name="timeStep">Length of the substep [s].</param>
    /// <param name="cellSize">dx [m].</param>
    public void Begin(double timeStep, double cellSize) => Constants = new(Level, Level.Planned, timeStep, cellSize);

    /// <summary>Makes room for the blocks at hand.</summary>
    public void Reserve(int owners, int blocks)
    {
        if (Arenas.Length < owners * PacketLayout.ArenaFloats) Arenas = new((owners + owners / 8) * PacketLayout.ArenaFloats);
        if (Parts.Length >= blocks * PacketLayout.NodeFloats) return;
        Parts = new((blocks + blocks / 8) * PacketLayout.NodeFloats);
        Path = new(Parts.Length);
    }
}
