namespace Splatsim.Simulation.Fast;

/// <summary>The velocities that matter on one side of some walls has at a block's nodes behind them.</summary>
/// <param name="Block">Number of the block of nodes.</param>
/// <param name="Key">The walls and the side.</param>
/// <param name="Address">Its nodes: (v_x, v_y, v_z, m) each.</param>
internal readonly unsafe record struct SidedBlock(int Block, WallKey Key, nint Address)
{
    /// <summary>A block with given memory.</summary>
    public SidedBlock(int block, WallKey key, float* nodes)
        : this(block, key, (nint)nodes)
    {
    }

    /// <summary>Its nodes.</summary>
    public float* Nodes => (float*)Address;
}
