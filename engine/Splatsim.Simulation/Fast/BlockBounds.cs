namespace Splatsim.Simulation.Fast;

/// <summary>Base nodes that particles of a block may have [cells from the block's first node].</summary>
internal struct BlockBounds
{
    public float LowX, LowY, LowZ, HighX, HighY, HighZ;
}
