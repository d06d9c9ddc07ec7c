using System.Runtime.InteropServices;
using ILGPU;
using ILGPU.Runtime;
using Splatsim.Compute;
using Splatsim.Mathematics;

namespace Splatsim.Simulation.Kernels;

/// <summary>
/// Thin walls on a device: blocks of nodes for what lies behind them from a side, transfers that choose among these, and the walls' response.
/// The host finds sides, and solves for free walls in double.
/// </summary>
internal sealed class DeviceWalls : IDisposable
{
    private const string Purpose = "thin walls";

    private readonly DeviceMatter matter;
    private readonly WallSides walls;
    private readonly GridDomain domain;
    private readonly GeneralNumbers<Real32> numbers;
    private readonly DeviceSides sides;
    private readonly SidedBlocks blocks;
    private readonly DeviceList<GridContact<Real32>> contacts;
    private readonly Dictionary<long, int> stored = [];
    private readonly List<ContactedNode> contacted = [];
    private readonly Action<KernelConfig, ParticleViews, GridViews, NoteViews, StepNumbers, GeneralNumbers<Real32>, WallViews, ArrayView<float>, ArrayView<int>> scatter;
    private readonly Action<Index1D, ParticleViews, GridViews, GeneralNumbers<Real32>, WallViews, ArrayView<float>, ArrayView<int>, int> collect;
    private readonly Action<Index1D, ParticleViews, GridViews, StepNumbers, GeneralNumbers<Real32>, WallViews> gather;
    private readonly Action<Index1D, ArrayView<float>, ArrayView<long>, int, GridViews, StepNumbers, GeneralNumbers<Real32>, WallViews, int> carry;
    private readonly Action<Index1D, GridViews, WallFaceViews> respond;
    private readonly Action<Index1D, GridViews, ArrayView<long>, ArrayView<float>, WallViews> hold;
    private MemoryBuffer1D<int, Stride1D.Dense> walled, firstSided, walledOf, firstFaces, faceWalls;
    private MemoryBuffer1D<uint, Stride1D.Dense> nodeSides, keys;
    private MemoryBuffer1D<float, Stride1D.Dense> normals;
    private long[] placesOf = [];
    private bool isSorted;
    private bool isStale = true;
    private int version = -1;

    public DeviceWalls(SimulationSetup setup, DeviceMatter matter, WallSides walls)
    {
        (this.matter, this.walls, domain) = (matter, walls, setup.Domain);
        numbers = GeneralNumbers<Real32>.From(setup.Transfer, setup.Domain);
        sides = new(setup, matter, walls);
        blocks = new(walls.Field);
        ComputeDevice device = matter.Device;
        contacts = new(device, Purpose);
        (walled, firstSided, walledOf) = (device.Allocate<int>(1, Purpose), device.Allocate<int>(1, Purpose), device.Allocate<int>(1, Purpose));
        (firstFaces, faceWalls, normals) = (device.Allocate<int>(1, Purpose), device.Allocate<int>(1, Purpose), device.Allocate<float>(3, Purpose));
        (nodeSides, keys) = (device.Allocate<uint>(1, Purpose), device.Allocate<uint>(1, Purpose));
        scatter = device.Launcher(WallKernels.Scatter, a => a.LoadStreamKernel<
            ParticleViews, GridViews, NoteViews, StepNumbers, GeneralNumbers<Real32>, WallViews, ArrayView<float>, ArrayView<int>>(WallKernels.Scatter));
        collect = device.Launcher(WallKernels.Collect, a => a.LoadAutoGroupedStreamKernel<
            Index1D, ParticleViews, GridViews, GeneralNumbers<Real32>, WallViews, ArrayView<float>, ArrayView<int>, int>(WallKernels.Collect));
        gather = device.Launcher(WallKernels.Gather, a => a.LoadAutoGroupedStreamKernel<
            Index1D, ParticleViews, GridViews, StepNumbers, GeneralNumbers<Real32>, WallViews>(WallKernels.Gather));
        carry = device.Launcher(WallKernels.Carry, a => a.LoadAutoGroupedStreamKernel<
            Index1D, ArrayView<float>, ArrayView<long>, int, GridViews, StepNumbers, GeneralNumbers<Real32>, WallViews, int>(WallKernels.Carry));
        respond = device.Launcher(WallKernels.Respond, a => a.LoadAutoGroupedStreamKernel<Index1D, GridViews, WallFaceViews>(WallKernels.Respond));
        hold = device.Launcher(WallKernels.Hold, a => a.LoadAutoGroupedStreamKernel<
            Index1D, GridViews, ArrayView<long>, ArrayView<float>, WallViews>(WallKernels.Hold));
    }

    private WallViews Views => new()
    {
        Sides = sides.View,
        Walled = walled.View,
        NodeSides = nodeSides.View,
        FirstSided = firstSided.View,
        Keys = keys.View,
        WalledOf = walledOf.View,
        StoredBlocks = matter.Grid.StoredBlocks,
    };

    private int SidedNodes => matter.Grid.AllNodes - matter.Grid.StoredNodes;

    /// <summary>A particle has been put somewhere else.</summary>
    public void Forget(int particle) => sides.Forget(particle);

    /// <summary>The host has gone to other sides than the device has.</summary>
    public void ForgetAll() => isStale = true;

    /// <summary>Blocks have other numbers than before.</summary>
    public void AfterSort() => isSorted = true;

    /// <summary>Finds sides where they are due, and the blocks of nodes behind walls; before the transfer to the grid.</summary>
    /// <param name="substep">The substep's number.</param>
    /// <param name="tracers">The tracers.</param>
    public void Find(long substep, DeviceTracers tracers)
    {
        if (isStale) sides.Send();
        else sides.SendForgotten();
        bool areDue = walls.AreDue(substep), hasMoved = version != walls.Field.Version;
        if (isSorted) ReadPlaces();
        bool isNew = areDue || isStale || hasMoved;
        if (isSorted || hasMoved) sides.FindCandidates(placesOf);
        if (isNew) blocks.Want(sides.Find(tracers, areDue));
        if (isNew || isSorted) Lay(hasMoved);
        (isSorted, isStale, version) = (false, false, walls.Field.Version);
    }

    /// <summary>Particles to grid, in any order.</summary>
    public void Scatter(in StepNumbers step, ArrayView<float> impulses, int chunks) => scatter(
        new KernelConfig(chunks, TransferKernels.GroupSize), matter.Particles.Views, matter.Grid.Views, matter.Notes.Views, step, numbers, Views, impulses,
        matter.Sorter.ChunkStarts);

    /// <summary>Particles to grid, in a fixed order.</summary>
    public void Collect(ArrayView<float> impulses)
    {
        if (matter.Grid.AllNodes > 0)
            collect(matter.Grid.AllNodes, matter.Particles.Views, matter.Grid.Views, numbers, Views, impulses, matter.Sorter.Cells, matter.Sorter.MovingLaws);
    }

    /// <summary>Grid to particles.</summary>
    public void Gather(in StepNumbers step) =>
        gather(matter.Sorter.DeformingParticles, matter.Particles.Views, matter.Grid.Views, step, numbers, Views);

    /// <summary>Grid to tracers.</summary>
    public void Carry(DeviceTracers tracers, in StepNumbers step)
    {
        if (tracers.Count > 0) carry(tracers.Count, tracers.Data, tracers.Places, tracers.Count, matter.Grid.Views, step, numbers, Views, matter.Particles.Count);
    }

    /// <summary>The walls act on what lies behind them; free ones answer later.</summary>
    public void Respond(SubstepWork work)
    {
        if (SidedNodes == 0) return;
        contacts.Begin();
        foreach (GridContact<Real64> contact in work.Contacts)
        {
            // By number: walls that do not act in this substep keep their places.
            while (contact.Wall > contacts.Count) contacts.Add(GridContact<Real32>.From(in walls.Field.Contact(contacts.Count + 1), domain));
        }

        contacts.Send();
        respond(SidedNodes, matter.Grid.Views, new()
        {
            First = firstFaces.View,
            Walls = faceWalls.View,
            Normals = normals.View,
            Contacts = contacts.View,
            FirstNode = matter.Grid.StoredNodes,
        });
    }

    /// <summary>A free wall meets the matter on both of its sides. Waits for the device.</summary>
    /// <param name="contact">The wall.</param>
    /// <param name="bodies">The free bodies.</param>
    public void Meet(in GridContact<Real64> contact, RigidBodies bodies)
    {
        contacted.Clear();
        float[] nodes = new float[4 * SidedNodes];
        ArrayView<float> view = matter.Grid.Views.Velocity.SubView(4L * matter.Grid.StoredNodes, nodes.Length);
        if (nodes.Length > 0) view.CopyToCPU(nodes);
        for (int sided = 0; sided < matter.Grid.SidedBlocks; sided++)
        {
            (long place, WallKey key) = blocks.Entries[sided];
            if (!key.IsBehind(contact.Wall)) continue;
            WallBlock block = blocks.BlockOf(place);
            for (int i = 0; i < GridViews.NodesPerBlock; i++)
            {
                ReadOnlySpan<float> node = nodes.AsSpan(4 * (GridViews.NodesPerBlock * sided + i), 4);
                if (!(node[3] > 0)) continue;
                Vector3<Real64> position = new(
                    GridViews.BlockNodes * BlockPlace.X(place) + (i >> 4), GridViews.BlockNodes * BlockPlace.Y(place) + ((i >> 2) & 3),
                    GridViews.BlockNodes * BlockPlace.Z(place) + (i & 3));
                contacted.Add(new(
                    GridViews.NodesPerBlock * sided + i, node[3], bodies.Arm(contact.Body, position, domain),
                    WallResponse.Normal(in block.SiteOf(contact.Wall, i), key, contact.Wall), new(node[0], node[1], node[2])));
            }
        }

        bodies.Meet(contact.Body, contacted);
        if (contacted.Count == 0) return;
        foreach (ref readonly ContactedNode node in CollectionsMarshal.AsSpan(contacted))
        {
            Span<float> velocity = nodes.AsSpan(4 * (int)node.Index, 3);
            (velocity[0], velocity[1], velocity[2]) = ((float)node.Velocity.X.Value, (float)node.Velocity.Y.Value, (float)node.Velocity.Z.Value);
        }

        view.CopyFromCPU(nodes);
    }

    /// <summary>Held nodes, then those of stationary matter, for all sides.</summary>
    public void Hold(SubstepWork work, NodeHolds stationaryNodes)
    {
        WallViews views = Views;
        if (SidedNodes > 0)
            matter.Grid.Impose(work, stationaryNodes, (count, grid, nodes, velocities) => hold(count, grid, nodes, velocities, views));
    }

    public void Dispose()
    {
        sides.Dispose();
        contacts.Dispose();
        walled.Dispose();
        firstSided.Dispose();
        walledOf.Dispose();
        firstFaces.Dispose();
        faceWalls.Dispose();
        nodeSides.Dispose();
        keys.Dispose();
        normals.Dispose();
    }

    private void ReadPlaces()
    {
        placesOf = new long[matter.Grid.StoredBlocks];
        if (placesOf.Length > 0) matter.Grid.Directory.Places.SubView(0, placesOf.Length).CopyToCPU(placesOf);
        stored.Clear();
        for (int block = 0; block < placesOf.Length; block++) stored.Add(placesOf[block], block);
    }

    // Places the sided blocks behind the stored ones, and sends what is known of their nodes where that has changed.
    private void Lay(bool hasMoved)
    {
        bool areOthers = blocks.List(stored.ContainsKey);
        int[] numbers = new int[Math.Max(1, placesOf.Length)];
        Array.Fill(numbers, -1);
        List<int> first = [], of = [];
        List<long> places = [];
        foreach ((long place, _) in blocks.Entries)
        {
            if (places.Count == 0 || places[^1] != place)
            {
                numbers[stored[place]] = first.Count;
                first.Add(of.Count);
            }

            of.Add(first.Count - 1);
            places.Add(place);
        }

        matter.Grid.AddSided([.. places]);
        DeviceBuffers.Put(matter.Device, ref walled, numbers, Purpose);
        if (!areOthers && !hasMoved) return;
        DeviceBuffers.Put(matter.Device, ref walledOf, [.. of], Purpose);
        DeviceBuffers.Put(matter.Device, ref firstSided, [.. first, of.Count], Purpose);
        DeviceBuffers.Put(matter.Device, ref keys, [.. blocks.Entries.SelectMany(e => (uint[])[e.Key.Blocked, e.Key.Front])], Purpose);
        DeviceBuffers.Put(matter.Device, ref nodeSides, [.. places.Distinct().Select(blocks.BlockOf).SelectMany(
            b => Enumerable.Range(0, WallBlock.Volume).SelectMany(i => (uint[])[b.Front[i], b.Back[i]]))], Purpose);
        SendFaces();
    }

    private void SendFaces()
    {
        List<int> first = [], wallOf = [];
        List<float> normal = [];
        foreach ((long Place, WallKey Key) entry in blocks.Entries)
        {
            WallBlock block = blocks.BlockOf(entry.Place);
            for (int node = 0; node < WallBlock.Volume; node++)
            {
                first.Add(wallOf.Count);
                blocks.FacesOf(entry, block, node, (wall, n) =>
                {
                    wallOf.Add(wall - 1);
                    normal.AddRange([(float)n.X.Value, (float)n.Y.Value, (float)n.Z.Value]);
                });
            }
        }

        DeviceBuffers.Put(matter.Device, ref firstFaces, [.. first, wallOf.Count], Purpose);
        DeviceBuffers.Put(matter.Device, ref faceWalls, [.. wallOf], Purpose);
        DeviceBuffers.Put(matter.Device, ref normals, [.. normal], Purpose);
    }
}
