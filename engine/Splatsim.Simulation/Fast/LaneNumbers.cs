using Splatsim.Mathematics;

namespace Splatsim.Simulation.Fast;

/// <summary>A substep's numbers for lanes: one for all, or a gather.</summary>
/// <typeparam name="TLanes">The register width.</typeparam>
/// <param name="numbers">The numbers in single precision.</param>
/// <param name="fields">The fields.</param>
internal readonly unsafe struct LaneNumbers<TLanes>(float[] numbers, List<VectorField> fields) : IForceNumbers<TLanes>
    where TLanes : unmanaged, ILanes<TLanes>
{
    public TLanes Number(int index) => TLanes.Broadcast(numbers[index]);

    public TLanes Value(int field, int first, TLanes index)
    {
        float* lanes = stackalloc float[PacketLayout.Lanes];
        index.Store(lanes);
        float[] values = fields[field].Values;
        for (int lane = 0; lane < TLanes.LaneCount; lane++) lanes[lane] = values[first + (int)lanes[lane]];
        return TLanes.Load(lanes);
    }
}
