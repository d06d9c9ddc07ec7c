using Splatsim.Mathematics;
using static Splatsim.Simulation.Fast.PacketLayout;

namespace Splatsim.Simulation.Fast;

/// <summary>
/// Momentum and mass of the nodes as particles gave them in one substep, before the update of the grid: what its reversal starts from. Sixteen bytes a
/// node are a few hundredths of what the particles of a full block take.
/// </summary>
internal sealed unsafe class NodeMomenta
{
    private AlignedArray<float> floats = new(0);

    /// <summary>Length of the substep that is in it [s]; NaN while none is as a whole. A frame may be done again with another one.</summary>
    public double TimeStep { get; private set; } = double.NaN;

    /// <summary>Whether all of a substep is in it.</summary>
    public bool IsWhole => !double.IsNaN(TimeStep);

    /// <summary>Memory of so many blocks of nodes [bytes].</summary>
    public static long BytesOf(int blocks) => sizeof(float) * (long)NodeFloats * blocks;

    /// <summary>(p_x, p_y, p_z, m) of the nodes of a block.</summary>
    public float* Of(int block) => floats.Pointer + (long)block * NodeFloats;

    /// <summary>What is in it belongs to nothing any more.</summary>
    public void Forget() => TimeStep = double.NaN;

    /// <summary>All of a substep is in it.</summary>
    /// <param name="timeStep">Its length [s].</param>
    public void End(double timeStep) => TimeStep = timeStep;

    /// <summary>Makes room for a substep.</summary>
    public void Begin(int blocks)
    {
        Forget();
        if (floats.Length < blocks * NodeFloats) floats = AlignedArray<float>.Uninitialized(checked((blocks + blocks / 32) * NodeFloats));
    }
}
