using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>Fields read by lanes, each from its own node.</summary>
/// <typeparam name="TLanes">The register width.</typeparam>
internal readonly unsafe struct LaneFields<TLanes>(FieldTable table) : IFieldReader<TLanes>
    where TLanes : unmanaged, ILanes<TLanes>
{
    private const int MostLanes = 16;

    /// <inheritdoc/>
    public TLanes Read(int field, TLanes x, TLanes y, TLanes z)
    {
        float* nodes = stackalloc float[3 * MostLanes];
        float* result = stackalloc float[MostLanes];
        x.Store(nodes);
        y.Store(nodes + MostLanes);
        z.Store(nodes + 2 * MostLanes);
        GridField values = table[field];
        for (int i = 0; i < TLanes.LaneCount; i++)
            result[i] = values.At((int)nodes[i], (int)nodes[MostLanes + i], (int)nodes[2 * MostLanes + i]);
        return TLanes.Load(result);
    }
}
