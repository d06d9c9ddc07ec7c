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
    private readonly Action<Index1D, GridViews, NodeViews> update, meet;
    private readonly Action<Index1D, GridViews, ArrayView<long>, ArrayView<float>> hold, release;
    private readonly DeviceFields fields;
    private readonly DeviceHolds stationary;
    private readonly DeviceHolds held;
    private MemoryBuffer1D<float, Stride1D.Dense> momentum;
    private MemoryBuffer1D<float, Stride1D.Dense> velocity;
    private MemoryBuffer1D<float, Stride1D.Dense> before;
    private MemoryBuffer1D<long, Stride1D.Dense> places;
    private readonly bool keepsBefore;
    private NodeViews nodes;
    private readonly DeviceList<GridContact<Real32>> contacts;

    public DeviceGrid(ComputeDevice device, GridDomain domain, FieldTable fieldTable, int lawCount, bool keepsBefore, bool? dense)
    {
        this.keepsBefore = keepsBefore;
        this.device = device;
        this.domain = domain;
        Directory = DeviceDirectory.Create(device, domain, lawCount, dense);
        momentum = device.Allocate<float>(4, "the grid");
        velocity = device.Allocate<float>(4, "the grid");
        before = device.Allocate<float>(3, "the grid");
        places = device.Allocate<long>(1, "the grid");
        contacts = new(device, "boundaries");
        fields = new(device, fieldTable);
        stationary = new(device);
        held = new(device);
        update = device.Launcher(NodeKernels.Update, a => a.LoadAutoGroupedStreamKernel<Index1D, GridViews, NodeViews>(NodeKernels.Update));
        meet = device.Launcher(NodeKernels.Meet, a => a.LoadAutoGroupedStreamKernel<Index1D, GridViews, NodeViews>(NodeKernels.Meet));
        hold = device.Launcher(NodeKernels.Hold, a => a.LoadAutoGroupedStreamKernel<Index1D, GridViews, ArrayView<long>, ArrayView<float>>(NodeKernels.Hold));
        release = device.Launcher(NodeAdjointKernels.Release, a => a.LoadAutoGroupedStreamKernel<Index1D, GridViews, ArrayView<long>, ArrayView<float>>(NodeAdjointKernels.Release));
    }

    /// <summary>Which blocks are stored.</summary>
    public DeviceDirectory Directory { get; }

    /// <summary>Blocks that are stored.</summary>
    public int StoredBlocks { get; private set; }

    public int StoredNodes => StoredBlocks * GridViews.NodesPerBlock;

    /// <summary>Blocks behind them that the directory does not find: what nodes of stored blocks are to the sides of thin walls.</summary>
    public int SidedBlocks { get; private set; }

    /// <summary>Nodes of stored and sided blocks.</summary>
    public int AllNodes => (StoredBlocks + SidedBlocks) * GridViews.NodesPerBlock;

    public GridViews Views => new()
    {
        Directory = Directory.Entries,
        Mask = Directory.Mask,
        Groups = Directory.Groups,
        Places = SidedBlocks > 0 ? places.View : Directory.Places,
        Momentum = momentum.View,
        Velocity = velocity.View,
        Before = before.View,
        KeepsBefore = keepsBefore ? 1 : 0,
        BlocksX = Blocks(End(domain.CountX)),
        BlocksY = Blocks(End(domain.CountY)),
        BlocksZ = Blocks(End(domain.CountZ)),
        FirstNode = domain.IsUnbounded ? -GridDomain.Reach : 0,
        NodesX = End(domain.CountX),
        NodesY = End(domain.CountY),
        NodesZ = End(domain.CountZ),
    };

    /// <summary>Blocks along an axis of so many nodes.</summary>
    public static int Blocks(int nodes) => (nodes + GridViews.BlockNodes - 1) / GridViews.BlockNodes;

    /// <summary>Makes room for blocks and forgets all momentum.</summary>
    public void Reserve(int blocks)
    {
        StoredBlocks = blocks;
        ReserveNodes(blocks)?.Dispose();
        if (blocks > 0) momentum.View.SubView(0, 4L * StoredNodes).MemSetToZero();
    }

    /// <summary>Forgets the sided blocks: before a sort, which numbers blocks anew.</summary>
    public void DropSided() => SidedBlocks = 0;

    /// <summary>Adds sided blocks, between an update and the transfer after it: nodes have no momentum, and stored ones keep their velocities.</summary>
    /// <param name="sided">Their <see cref="BlockPlace"/>s.</param>
    public void AddSided(long[] sided)
    {
        SidedBlocks = sided.Length;
        if (sided.Length == 0) return;
        int blocks = StoredBlocks + SidedBlocks;
        MemoryBuffer1D<float, Stride1D.Dense>? known = ReserveNodes(blocks);
        if (known is not null)
        {
            velocity.View.SubView(0, 4L * StoredNodes).CopyFrom(known.View.SubView(0, 4L * StoredNodes));
            known.Dispose();
        }

        momentum.View.SubView(0, 4L * AllNodes).MemSetToZero();
        GrowingBuffers.Reserve(device, ref places, blocks, "the grid");
        places.View.SubView(0, StoredBlocks).CopyFrom(Directory.Places.SubView(0, StoredBlocks));
        places.View.SubView(StoredBlocks, SidedBlocks).CopyFromCPU(sided);
    }

    /// <summary>Forgets what nodes had without forces, before a transfer.</summary>
    public void ClearBefore()
    {
        if (keepsBefore && StoredNodes > 0) before.View.SubView(0, 3L * StoredNodes).MemSetToZero();
    }

    /// <summary>What contacts refer to.</summary>
    public FieldViews Fields => fields.Views;

    /// <summary>From momentum to velocity, with all that happens at nodes but for held ones.</summary>
    /// <param name="work">The substep.</param>
    /// <param name="forces">Forces, already sent.</param>
    /// <param name="gravity">Acceleration of all nodes [m/s^2].</param>
    /// <param name="hasTension">Whether surface tension has laid down its part.</param>
    /// <param name="withContacts">False where something has to happen between forces and contacts; <see cref="Meet"/> makes up for it.</param>
    public void Update(SubstepWork work, DeviceForces forces, Vector3<Real64> gravity, bool hasTension, bool withContacts = true)
    {
        if (StoredBlocks == 0) return;
        contacts.Begin();
        foreach (GridContact<Real64> contact in work.Contacts)
            if (contact.Body == 0 && contact.Wall == 0) contacts.Add(GridContact<Real32>.From(in contact, domain));
        contacts.Send();
        Real32 timeStep = Real32.FromDouble(work.TimeStep);
        nodes = new()
        {
            Forces = forces.AtNodes,
            ForceCount = forces.NodeCount,
            Numbers = forces.Views,
            Contacts = contacts.View,
            ContactCount = contacts.Count,
            Fields = fields.Views,
            HasTension = hasTension ? 1 : 0,
            GravityStep = timeStep * Scalars.FromDouble<Real32>(gravity),
            TimeStep = timeStep,
        };
        update(AllNodes, Views, withContacts ? nodes : nodes with { ContactCount = 0 });
    }

    /// <summary>Contacts that <see cref="Update"/> has left out.</summary>
    public void Meet()
    {
        if (StoredBlocks > 0) meet(StoredNodes, Views, nodes);
    }

    /// <summary>Held nodes, then those of stationary matter.</summary>
    public void Hold(SubstepWork work, NodeHolds stationaryNodes) => Impose(work, stationaryNodes, hold);

    /// <summary>What the last update did at every node.</summary>
    public NodeViews LastWork => nodes;

    /// <summary>The adjoint of <see cref="Hold"/>, on derivatives in the place of momenta.</summary>
    public void Release(SubstepWork work, NodeHolds stationaryNodes) => Impose(work, stationaryNodes, release);

    /// <summary>The same on derivatives elsewhere, four numbers per node.</summary>
    public void Release(SubstepWork work, NodeHolds stationaryNodes, ArrayView<float> derivatives) =>
        Impose(work, stationaryNodes, Views with { Momentum = derivatives }, release);

    /// <summary>Runs a kernel on held nodes, then on those of stationary matter.</summary>
    /// <param name="work">The substep.</param>
    /// <param name="stationaryNodes">Nodes of stationary matter.</param>
    /// <param name="impose">The kernel.</param>
    public void Impose(SubstepWork work, NodeHolds stationaryNodes, Action<Index1D, GridViews, ArrayView<long>, ArrayView<float>> impose) =>
        Impose(work, stationaryNodes, Views, impose);

    public void Dispose()
    {
        Directory.Dispose();
        momentum.Dispose();
        velocity.Dispose();
        before.Dispose();
        places.Dispose();
        contacts.Dispose();
        fields.Dispose();
        stationary.Dispose();
        held.Dispose();
    }

    private void Impose(SubstepWork work, NodeHolds stationaryNodes, GridViews views, Action<Index1D, GridViews, ArrayView<long>, ArrayView<float>> impose)
    {
        if (StoredBlocks == 0) return;
        held.Apply(work.Holds, views, impose);
        stationary.Apply(stationaryNodes, views, impose);
    }

    // The velocities that there were, where they have not stayed.
    private MemoryBuffer1D<float, Stride1D.Dense>? ReserveNodes(int blocks)
    {
        if (momentum.Length >= 4L * GridViews.NodesPerBlock * blocks) return null;
        momentum.Dispose();
        MemoryBuffer1D<float, Stride1D.Dense> known = velocity;
        int capacity = blocks + blocks / 4;
        long nodes = (long)capacity * GridViews.NodesPerBlock;
        if (nodes > int.MaxValue)
            throw new SimulationSetupException("Domain", $"{blocks} blocks around matter are too many for one device", "use larger cells");
        momentum = device.Allocate<float>(4 * nodes, "the grid");
        velocity = device.Allocate<float>(4 * nodes, "the grid");
        if (!keepsBefore) return known;
        before.Dispose();
        before = device.Allocate<float>(3 * nodes, "the grid");
        return known;
    }

    private int End(int nodes) => domain.IsUnbounded ? GridDomain.Reach : nodes;
}
