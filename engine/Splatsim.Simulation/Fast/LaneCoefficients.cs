using System.Runtime.CompilerServices;
using Splatsim.Mathematics;
using Splatsim.Mechanics;

namespace Splatsim.Simulation.Fast;

/// <summary>
/// Prepared coefficients as laws want them: one register per coefficient. Those of a material are broadcast once and stay
/// until another material's turn; only as many as the law has are written and read.
/// </summary>
internal sealed unsafe class LaneCoefficients
{
    private const int Capacity = LawParameters<Real32>.Capacity;
    private readonly AlignedArray<float> uniform = new(Capacity * PacketLayout.Lanes);
    private readonly AlignedArray<float> mixed = new(Capacity * PacketLayout.Lanes);
    private int row = -1;
    private int uniformCount;
    private int mixedCount;

    /// <summary>Forgets what was broadcast: the table has changed.</summary>
    public void Forget() => row = -1;

    /// <summary>The coefficients of one register of a packet.</summary>
    /// <param name="group">The group.</param>
    /// <param name="packet">Its packet.</param>
    /// <param name="lane">First lane of the register in the packet.</param>
    /// <param name="count">Coefficients that the law has.</param>
    public ref readonly LawParameters<TLanes> Of<TLanes>(in ParticleGroup group, int packet, int lane, int count)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        int shared = group.UniformRows[packet];
        if (shared >= 0) return ref Uniform<TLanes>(group.Table, shared, count);
        if (lane == 0) Collect<TLanes>(group.Table, group.Rows + packet * PacketLayout.Lanes, count);
        return ref Mixed<TLanes>(lane);
    }

    // One material's coefficients in every lane.
    private ref readonly LawParameters<TLanes> Uniform<TLanes>(float* table, int wanted, int count)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        if (wanted != row) Broadcast<TLanes>(table + (long)wanted * Capacity, count);
        row = wanted;
        return ref Unsafe.AsRef<LawParameters<TLanes>>(uniform.Pointer);
    }

    /// <summary>Gathers the coefficients of a packet whose particles differ.</summary>
    /// <param name="table">The parameter table.</param>
    /// <param name="rows">Row of each particle of the packet.</param>
    /// <param name="count">Coefficients that the law has.</param>
    public void Collect<TLanes>(float* table, int* rows, int count)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        if (count < mixedCount) mixed.Span.Clear();
        mixedCount = count;
        for (int lane = 0; lane < PacketLayout.Lanes; lane++)
        {
            float* source = table + (long)rows[lane] * Capacity;
            float* target = mixed.Pointer + lane / TLanes.LaneCount * TLanes.LaneCount * Capacity + lane % TLanes.LaneCount;
            for (int k = 0; k < count; k++) target[k * TLanes.LaneCount] = source[k];
        }
    }

    /// <summary>The gathered coefficients of the register that starts at a lane.</summary>
    public ref readonly LawParameters<TLanes> Mixed<TLanes>(int lane)
        where TLanes : unmanaged, ILanes<TLanes> =>
        ref Unsafe.AsRef<LawParameters<TLanes>>(mixed.Pointer + lane * Capacity);

    private void Broadcast<TLanes>(float* source, int count)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        if (count < uniformCount) uniform.Span.Clear();
        uniformCount = count;
        for (int k = 0; k < count; k++) TLanes.Broadcast(source[k]).Store(uniform.Pointer + k * TLanes.LaneCount);
    }
}
