using System.Runtime.Intrinsics;
using Splatsim.Mathematics;
using static Splatsim.Simulation.Fast.PacketLayout;

namespace Splatsim.Simulation.Fast;

/// <summary>Where the first nodes of lanes of points lie in an arena, for transfers that are not the default.</summary>
/// <typeparam name="TKernel">The weights.</typeparam>
internal unsafe struct LaneNodes<TKernel>
    where TKernel : struct, ITransferKernel
{
    private fixed int corners[Lanes];
    private ulong active;

    /// <summary>Takes the nodes of lanes of points.</summary>
    /// <param name="state">Rows of positions, which count from half a cell above a node.</param>
    /// <param name="lanes">A bit per lane with a point inside the arena; the others read 0 and give nothing.</param>
    public ParticleNodes<TLanes, TKernel> Of<TLanes>(float* state, ulong lanes)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        TLanes half = TLanes.FromDouble(0.5);
        ParticleNodes<TLanes, TKernel> nodes = ParticleNodes<TLanes, TKernel>.Of(
            new(TLanes.Load(state) + half, TLanes.Load(state + Lanes) + half, TLanes.Load(state + 2 * Lanes) + half));
        float* first = stackalloc float[3 * Lanes];
        nodes.X.First.Store(first);
        nodes.Y.First.Store(first + Lanes);
        nodes.Z.First.Store(first + 2 * Lanes);
        active = lanes & ((1UL << TLanes.LaneCount) - 1);
        for (int lane = 0; lane < TLanes.LaneCount; lane++)
        {
            corners[lane] = IsActive(lane)
                ? ((int)first[lane] + 1) * ArenaX + ((int)first[Lanes + lane] + 1) * ArenaY + 4 * ((int)first[2 * Lanes + lane] + 1) : 0;
        }

        return nodes;
    }

    /// <summary>Offset of a node from the first one.</summary>
    /// <param name="node">Its number.</param>
    /// <param name="x">Its place along x.</param>
    /// <param name="y">Its place along y.</param>
    /// <param name="z">Its place along z.</param>
    public static int Offset(int node, out int x, out int y, out int z)
    {
        (x, y, z) = (node / (TKernel.NodeCount * TKernel.NodeCount), node / TKernel.NodeCount % TKernel.NodeCount, node % TKernel.NodeCount);
        return x * ArenaX + y * ArenaY + 4 * z;
    }

    /// <summary>The vectors of a node of each lane.</summary>
    /// <param name="arena">The arena.</param>
    /// <param name="offset">Offset of the node.</param>
    /// <param name="fourth">Receives the fourth numbers.</param>
    public readonly Vector3<TLanes> Load<TLanes>(float* arena, int offset, out TLanes fourth)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        float* records = stackalloc float[4 * Lanes], rows = stackalloc float[4 * Lanes];
        if (TLanes.LaneCount == 1)
        {
            records = IsActive(0) ? arena + corners[0] + offset : rows;
            if (!IsActive(0)) Vector128<float>.Zero.Store(rows);
            fourth = TLanes.Load(records + 3);
            return new(TLanes.Load(records), TLanes.Load(records + 1), TLanes.Load(records + 2));
        }

        for (int lane = 0; lane < TLanes.LaneCount; lane++)
        {
            Vector128<float> record = IsActive(lane) ? Vector128.Load(arena + corners[lane] + offset) : Vector128<float>.Zero;
            record.Store(records + 4 * lane);
            rows[3 * Lanes + lane] = record[3];
        }

        for (int lane = 0; lane < TLanes.LaneCount; lane += 8)
            Wide.LoadColumns(records + 4 * lane, 4, rows + lane, rows + Lanes + lane, rows + 2 * Lanes + lane);
        fourth = TLanes.Load(rows + 3 * Lanes);
        return new(TLanes.Load(rows), TLanes.Load(rows + Lanes), TLanes.Load(rows + 2 * Lanes));
    }

    /// <summary>Adds to the vectors of a node of each lane, lane by lane.</summary>
    /// <param name="value">What to add.</param>
    /// <param name="arena">The arena.</param>
    /// <param name="offset">Offset of the node.</param>
    public readonly void Add<TLanes>(Vector3<TLanes> value, float* arena, int offset)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        float* rows = stackalloc float[3 * Lanes];
        value.X.Store(rows);
        value.Y.Store(rows + Lanes);
        value.Z.Store(rows + 2 * Lanes);
        for (int lane = 0; lane < TLanes.LaneCount; lane++)
        {
            if (!IsActive(lane)) continue;
            float* node = arena + corners[lane] + offset;
            (Vector128.Load(node) + Vector128.Create(rows[lane], rows[Lanes + lane], rows[2 * Lanes + lane], 0)).Store(node);
        }
    }

    private readonly bool IsActive(int lane) => (active >> lane & 1) != 0;
}
