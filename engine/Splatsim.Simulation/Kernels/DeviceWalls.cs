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
    private readonly bool leavesRest;
    private readonly GeneralNumbers<Real32> numbers;
    private readonly DeviceSides sides;
    private readonly SidedBlocks blocks;
    private readonly DeviceList<GridContact<Real32>> contacts;
    private readonly Dictionary<long, int> stored = [];
    private readonly List<ContactedNode> contacted = [];
    private readonly Action<KernelConfig, ParticleViews, GridViews, NoteViews, StepNumbers, GeneralNumbers<Real32>, WallViews, ArrayView<float>, ArrayView<int>> scatter;
    private readonly Action<Index1D, ParticleViews, GridViews, GeneralNumbers<Real32>, WallViews, ArrayView<float>, ArrayView<int>, int> collect;
    private readonly Action<KernelConfig, ParticleViews, GridViews, StepNumbers, GeneralNumbers<Real32>, WallViews, ArrayView<int>> gather;
    private readonly Action<Index1D, ArrayView<int>, int, ArrayView<int>, ArrayView<int>> mark;
    private readonly Action<Index1D, ArrayView<float>, ArrayView<long>, int, GridViews, StepNumbers, GeneralNumbers<Real32>, WallViews, int> carry;
    private readonly Action<Index1D, GridViews, WallFaceViews> respond;
    private readonly Action<Index1D, GridViews, ArrayView<long>, ArrayView<float>, WallViews> hold;
    private MemoryBuffer1D<int, Stride1D.Dense> walled, firstSided, walledOf, firstFaces, faceWalls, flags, starts;
    private MemoryBuffer1D<uint, Stride1D.Dense> nodeSides, keys;
    private MemoryBuffer1D<float, Stride1D.Dense> normals;
    private long[] placesOf = [];
    private bool isSorted;
    private bool isStale = true;
    private int version = -1;

    /// <summary>Thin walls.</summary>
    /// <param name="setup">The setup.</param>
    /// <param name="matter">Particles and grid.</param>
    /// <param name="walls">The walls, and who is on which side of them.</param>
    /// <param name="leavesRest">Whether chunks that are not near walls are somebody else's.</param>
    public DeviceWalls(SimulationSetup setup, DeviceMatter matter, WallSides walls, bool leavesRest)
    {
        (this.matter, this.walls, domain, this.leavesRest) = (matter, walls, setup.Domain, leavesRest);
        numbers = GeneralNumbers<Real32>.From(setup.Transfer, setup.Domain);
        sides = new(setup, matter, walls);
        blocks = new(walls.Field);
        ComputeDevice device = matter.Device;
        contacts = new(device, Purpose);
        (walled, firstSided, walledOf) = (device.Allocate<int>(1, Purpose), device.Allocate<int>(1, Purpose), device.Allocate<int>(1, Purpose));
        (firstFaces, faceWalls, normals) = (device.Allocate<int>(1, Purpose), device.Allocate<int>(1, Purpose), device.Allocate<float>(3, Purpose));
        (flags, starts) = (device.Allocate<int>(1, Purpose), device.Allocate<int>(1, Purpose));
        (nodeSides, keys) = (device.Allocate<uint>(1, Purpose), device.Allocate<uint>(1, Purpose));
        scatter = device.Launcher(WallKernels.Scatter, a => a.LoadStreamKernel<
            ParticleViews, GridViews, NoteViews, StepNumbers, GeneralNumbers<Real32>, WallViews, ArrayView<float>, ArrayView<int>>(WallKernels.Scatter));
        collect = device.Launcher(WallKernels.Collect, a => a.LoadAutoGroupedStreamKernel<
            Index1D, ParticleViews, GridViews, GeneralNumbers<Real32>, WallViews, ArrayView<float>, ArrayView<int>, int>(WallKernels.Collect));
        gather = device.Launcher(WallKernels.Gather, a => a.LoadStreamKernel<
            ParticleViews, GridViews, StepNumbers, GeneralNumbers<Real32>, WallViews, ArrayView<int>>(WallKernels.Gather));
        mark = device.Launcher(WallKernels.Mark, a => a.LoadAutoGroupedStreamKernel<Index1D, ArrayView<int>, int, ArrayView<int>, ArrayView<int>>(WallKernels.Mark));
        carry = device.Launcher(WallKernels.Carry, a => a.LoadAutoGroupedStreamKernel<
            Index1D, ArrayView<float>, ArrayView<long>, int, GridViews, StepNumbers, GeneralNumbers<Real32>, WallViews, int>(WallKernels.Carry));
        respond = device.Launcher(WallKernels.Respond, a => a.LoadAutoGroupedStreamKernel<Index1D, GridViews, WallFaceViews>(WallKernels.Respond));
        hold = device.Launcher(WallKernels.Hold, a => a.LoadAutoGroupedStreamKernel<
            Index1D, GridViews, ArrayView<long>, ArrayView<float>, WallViews>(WallKernels.Hold));
    }

    /// <summary>The sides of particles and nodes.</summary>
    public WallViews Views => new()
    {
        Sides = sides.View,
        Walled = walled.View,
        NodeSides = nodeSides.View,
        FirstSided = firstSided.View,
        Keys = keys.View,
        WalledOf = walledOf.View,
        StoredBlocks = matter.Grid.StoredBlocks,
    };

    /// <summary>The faces that act on the nodes of sided blocks, and the contacts of the last update.</summary>
    public WallFaceViews Faces => new()
    {
        First = firstFaces.View,
        Walls = faceWalls.View,
        Normals = normals.View,
        Contacts = contacts.View,
        FirstNode = matter.Grid.StoredNodes,
    };

    /// <summary>Nodes of sided blocks.</summary>
    public int SidedNodes => matter.Grid.AllNodes - matter.Grid.StoredNodes;

    /// <summary>First particles of all chunks, as complements where walls are near; see <see cref="TransferKernels.Bounds"/>.</summary>
    public ArrayView<int> ChunkStarts => starts.View;

    /// <summary>A particle has been put somewhere else.</summary>
    public void Forget(int particle) => sides.Forget(particle);

    /// <summary>The host has gone to other sides than the device has.</summary>
    public void ForgetAll() => isStale = true;

    /// <summary>Blocks have other numbers than before.</summary>
    public void AfterSort() => isSorted = true;

    /// <summary>Finds sides where they are due, and the blocks of nodes behind walls; before the transfer to the grid.</summary>
    /// <param name="substep">The substep's number.</param>
    /// <param name="tracers">The tracers.</param>
    /// <param name="unfinished">The last substep, where particles have not taken its end yet: those near walls do so now.</param>
    /// <param name="takesAll">Whether <see cref="Scatter(in StepNumbers, ArrayView{float}, int)"/> is asked for all chunks.</param>
    public void Find(long substep, DeviceTracers tracers, in StepNumbers? unfinished, bool takesAll = false)
    {
        if (isStale) sides.Send();
        else sides.SendForgotten();
        bool areDue = walls.AreDue(substep), hasMoved = version != walls.Field.Version;
        if (isSorted) ReadPlaces();
        bool isNew = areDue || isStale || hasMoved;
        if (isSorted || hasMoved) sides.FindCandidates(placesOf);
        if (isNew || isSorted) MarkChunks(takesAll || !leavesRest);
        if (unfinished is { } last) Gather(in last);
        if (isNew) blocks.Want(sides.Find(tracers, areDue));
        if (isNew || isSorted) Lay(hasMoved);
        (isSorted, isStale, version) = (false, false, walls.Field.Version);
    }

    /// <summary>Particles to grid, in any order, after their laws.</summary>
    public void Scatter(in StepNumbers step, ArrayView<float> impulses, int chunks) => scatter(
        new KernelConfig(chunks, TransferKernels.GroupSize), matter.Particles.Views, matter.Grid.Views, matter.Notes.Views, step, numbers, Views, impulses,
        ChunkStarts);

    /// <summary>Particles of a law to grid, in any order.</summary>
    public void Scatter(DeviceLaw law, in StepNumbers step, int firstChunk, int chunks) => law.ScatterWalled(
        chunks, matter.Particles.Views, matter.Grid.Views, matter.Notes.Views, in step, Views, ChunkStarts, firstChunk);

    /// <summary>Particles to grid, in a fixed order.</summary>
    public void Collect(ArrayView<float> impulses)
    {
        if (matter.Grid.AllNodes > 0)
            collect(matter.Grid.AllNodes, matter.Particles.Views, matter.Grid.Views, numbers, Views, impulses, matter.Sorter.Cells, matter.Sorter.MovingLaws);
    }

    /// <summary>Grid to particles.</summary>
    public void Gather(in StepNumbers step)
    {
        int chunks = matter.Sorter.DeformingChunks;
        if (chunks > 0)
            gather(new KernelConfig(chunks, TransferKernels.GroupSize), matter.Particles.Views, matter.Grid.Views, step, numbers, Views, ChunkStarts);
    }

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
        respond(SidedNodes, matter.Grid.Views, Faces);
    }

    /// <summary>A free wall meets the matter on both of its sides. Waits for the device.</summary>
    /// <param name="contact">The wall.</param>
    /// <param name="bodies">The free bodies.</param>
    public void Meet(in GridContact<Real64> contact, RigidBodies bodies)
    {
        contacted.Clear();
        float[] nodes = new float[4 * SidedNodes];
        int first = matter.Grid.StoredNodes;
        ArrayView<float> view = matter.Grid.Views.Velocity.SubView(4L * first, nodes.Length);
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
                    first + GridViews.NodesPerBlock * sided + i, node[3], bodies.Arm(contact.Body, position, domain),
                    WallResponse.Normal(in block.SiteOf(contact.Wall, i), key, contact.Wall), new(node[0], node[1], node[2])));
            }
        }

        bodies.Meet(in contact, contacted);
        if (contacted.Count == 0) return;
        foreach (ref readonly ContactedNode node in CollectionsMarshal.AsSpan(contacted))
        {
            Span<float> velocity = nodes.AsSpan(4 * ((int)node.Index - first), 3);
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
        flags.Dispose();
        starts.Dispose();
        nodeSides.Dispose();
        keys.Dispose();
        normals.Dispose();
    }

    private void MarkChunks(bool all)
    {
        int chunks = matter.Sorter.FirstChunks[matter.Sorter.MovingLaws];
        GrowingBuffers.Reserve(matter.Device, ref flags, chunks + 1L, Purpose);
        GrowingBuffers.Reserve(matter.Device, ref starts, chunks + 1L, Purpose);
        if (all)
        {
            flags.MemSet(1);
        }
        else
        {
            flags.MemSetToZero();
            sides.Flag(flags.View);
        }

        mark(chunks + 1, matter.Sorter.ChunkStarts, chunks, flags.View, starts.View);
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
        int[] numbers = new int[Math.Max(1, placesOf.Length)], of = new int[blocks.Entries.Count];
        long[] places = new long[of.Length];
        List<int> first = [];
        Array.Fill(numbers, -1);
        for (int sided = 0; sided < of.Length; sided++)
        {
            places[sided] = blocks.Entries[sided].Place;
            if (sided == 0 || places[sided] != places[sided - 1])
            {
                numbers[stored[places[sided]]] = first.Count;
                first.Add(sided);
            }

            of[sided] = first.Count - 1;
        }

        matter.Grid.AddSided(places);
        GrowingBuffers.Put(matter.Device, ref walled, numbers, Purpose);
        if (!areOthers && !hasMoved) return;
        GrowingBuffers.Put(matter.Device, ref walledOf, of, Purpose);
        SendNodeSides(places, first);
        SendFaces();
    }

    private void SendNodeSides(long[] places, List<int> first)
    {
        uint[] known = new uint[2 * WallBlock.Volume * first.Count], keysOf = new uint[2 * places.Length];
        for (int i = 0; i < first.Count; i++)
        {
            WallBlock block = blocks.BlockOf(places[first[i]]);
            for (int node = 0; node < WallBlock.Volume; node++)
            {
                int at = 2 * (WallBlock.Volume * i + node);
                (known[at], known[at + 1]) = (block.Front[node], block.Back[node]);
            }
        }

        for (int sided = 0; sided < places.Length; sided++)
            (keysOf[2 * sided], keysOf[2 * sided + 1]) = (blocks.Entries[sided].Key.Blocked, blocks.Entries[sided].Key.Front);
        GrowingBuffers.Put(matter.Device, ref nodeSides, known, Purpose);
        GrowingBuffers.Put(matter.Device, ref keys, keysOf, Purpose);
        GrowingBuffers.Put(matter.Device, ref firstSided, [.. first, places.Length], Purpose);
    }

    private void SendFaces()
    {
        List<int> first = new(WallBlock.Volume * blocks.Entries.Count + 1), wallOf = [];
        List<Vector3<Real64>> found = [];
        foreach ((long place, WallKey key) in blocks.Entries)
        {
            WallBlock block = blocks.BlockOf(place);
            for (int node = 0; node < WallBlock.Volume; node++)
            {
                first.Add(wallOf.Count);
                blocks.AddFaces(key, block, node, wallOf, found);
            }
        }

        first.Add(wallOf.Count);
        float[] normal = new float[3 * found.Count];
        for (int i = 0; i < found.Count; i++)
            (normal[3 * i], normal[3 * i + 1], normal[3 * i + 2]) = ((float)found[i].X.Value, (float)found[i].Y.Value, (float)found[i].Z.Value);
        GrowingBuffers.Put(matter.Device, ref firstFaces, [.. first], Purpose);
        GrowingBuffers.Put(matter.Device, ref faceWalls, [.. wallOf], Purpose);
        GrowingBuffers.Put(matter.Device, ref normals, normal, Purpose);
    }
}
