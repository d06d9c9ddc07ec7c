using ILGPU;
using ILGPU.Runtime;
using Splatsim.Compute;
using Splatsim.Mathematics;

namespace Splatsim.Simulation.Kernels;

/// <summary>The grid's buffers and its update.</summary>
internal sealed class DeviceGrid : IDisposable
{
    private readonly ComputeDevice device;
    private readonly GridDomain domain;
    private readonly MemoryBuffer1D<int, Stride1D.Dense> directory;
    private readonly Action<Index1D, GridViews, NodeViews> update;
    private readonly Action<Index1D, GridViews, ArrayView<long>, ArrayView<float>> hold;
    private readonly DeviceFields fields;
    private readonly DeviceHolds stationary;
    private readonly DeviceHolds held;
    private readonly MemoryBuffer1D<int, Stride1D.Dense> places;
    private MemoryBuffer1D<float, Stride1D.Dense> momentum;
    private MemoryBuffer1D<float, Stride1D.Dense> velocity;
    private readonly DeviceList<GridContact<Real32>> contacts;

    public DeviceGrid(ComputeDevice device, GridDomain domain, FieldTable fieldTable, int lawCount)
    {
        this.device = device;
        this.domain = domain;
        long count = (long)Blocks(domain.CountX) * Blocks(domain.CountY) * Blocks(domain.CountZ);
        long largest = (1L << (32 - SortKernels.CellBits)) / Math.Max(1, lawCount);
        if (count > largest)
        {
            throw new SimulationSetupException(
                "Domain",
                $"{domain.CountX} x {domain.CountY} x {domain.CountZ} nodes with {lawCount} laws are more blocks than the device back end can number ({largest})",
                "use larger cells or a smaller domain, or the fast back end");
        }

        PlaceCount = (int)count;
        directory = device.AllocateZero<int>(PlaceCount, "the grid");
        places = device.Allocate<int>(PlaceCount, "the grid");
        momentum = device.Allocate<float>(4, "the grid");
        velocity = device.Allocate<float>(4, "the grid");
        contacts = new(device, "boundaries");
        fields = new(device, fieldTable);
        stationary = new(device);
        held = new(device);
        update = device.Launcher(NodeKernels.Update, a => a.LoadAutoGroupedStreamKernel<Index1D, GridViews, NodeViews>(NodeKernels.Update));
        hold = device.Launcher(NodeKernels.Hold, a => a.LoadAutoGroupedStreamKernel<Index1D, GridViews, ArrayView<long>, ArrayView<float>>(NodeKernels.Hold));
    }

    /// <summary>Blocks of the domain.</summary>
    public int PlaceCount { get; }

    /// <summary>Blocks that are stored.</summary>
    public int StoredBlocks { get; private set; }

    public int StoredNodes => StoredBlocks * GridViews.NodesPerBlock;

    public GridViews Views => new()
    {
        Directory = directory.View,
        Places = places.View,
        Momentum = momentum.View,
        Velocity = velocity.View,
        BlocksX = Blocks(domain.CountX),
        BlocksY = Blocks(domain.CountY),
        BlocksZ = Blocks(domain.CountZ),
        NodesX = domain.CountX,
        NodesY = domain.CountY,
        NodesZ = domain.CountZ,
    };

    /// <summary>Blocks along an axis of so many nodes.</summary>
    public static int Blocks(int nodes) => (nodes + GridViews.BlockNodes - 1) / GridViews.BlockNodes;

    public void ClearDirectory() => directory.MemSetToZero();

    /// <summary>Makes room for blocks and forgets all momentum.</summary>
    public void Reserve(int blocks)
    {
        StoredBlocks = blocks;
        if (momentum.Length < 4L * StoredNodes)
        {
            momentum.Dispose();
            velocity.Dispose();
            int capacity = blocks + blocks / 4;
            long nodes = (long)capacity * GridViews.NodesPerBlock;
            if (nodes > int.MaxValue)
                throw new SimulationSetupException("Domain", $"{blocks} blocks around matter are too many for one device", "use larger cells");
            momentum = device.Allocate<float>(4 * nodes, "the grid");
            velocity = device.Allocate<float>(4 * nodes, "the grid");
        }

        if (blocks > 0) momentum.View.SubView(0, 4L * StoredNodes).MemSetToZero();
    }

    /// <summary>From momentum to velocity.</summary>
    public void Update(SubstepWork work, DeviceForces forces, Vector3<Real64> gravity, NodeHolds stationaryNodes)
    {
        if (StoredBlocks == 0) return;
        contacts.Begin();
        foreach (GridContact<Real64> contact in work.Contacts) contacts.Add(GridContact<Real32>.From(in contact, domain));
        contacts.Send();
        Real32 timeStep = Real32.FromDouble(work.TimeStep);
        GridViews views = Views;
        update(StoredNodes, views, new()
        {
            Forces = forces.AtNodes,
            ForceCount = forces.NodeCount,
            Numbers = forces.Views,
            Contacts = contacts.View,
            ContactCount = contacts.Count,
            Fields = fields.Views,
            GravityStep = timeStep * Scalars.FromDouble<Real32>(gravity),
            TimeStep = timeStep,
        });
        held.Apply(work.Holds, views, hold);
        stationary.Apply(stationaryNodes, views, hold);
    }

    public void Dispose()
    {
        directory.Dispose();
        places.Dispose();
        momentum.Dispose();
        velocity.Dispose();
        contacts.Dispose();
        fields.Dispose();
        stationary.Dispose();
        held.Dispose();
    }
}
