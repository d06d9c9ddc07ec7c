using ILGPU;
using ILGPU.Runtime;
using Splatsim.Compute;
using Splatsim.Mathematics;

namespace Splatsim.Simulation.Kernels;

/// <summary>
/// On which sides of thin walls the particles and tracers on a device are: it lists those near walls, the host finds their sides, where the
/// walls' geometry is, and sends them back.
/// </summary>
internal sealed class DeviceSides : IDisposable
{
    private const string Purpose = "sides of thin walls";
    private const int PerTask = 1024, BlocksPerTask = 32;

    // Positions of a block's particles start half a cell above its first node, and end a block later; they may be behind by a move, which is
    // less than a cell at the largest Courant number [cells].
    private const double Middle = 0.5 * GridViews.BlockNodes + 0.5, Radius = 0.5 * GridViews.BlockNodes + 1;

    private readonly DeviceMatter matter;
    private readonly WallSides sides;
    private readonly WorkerPool pool;
    private readonly List<int> forgotten = [];
    private readonly MemoryBuffer1D<uint, Stride1D.Dense> known;
    private readonly MemoryBuffer1D<int, Stride1D.Dense> count;
    private readonly Action<Index1D, ParticleViews, GridViews, WallListViews, ArrayView<int>, ArrayView<int>> flag;
    private readonly Action<Index1D, ParticleViews, GridViews, WallListViews> list;
    private readonly Action<Index1D, ArrayView<float>, ArrayView<long>, int, GridViews, WallListViews, int> listTracers;
    private readonly Action<Index1D, ArrayView<int>, ArrayView<uint>, ArrayView<uint>> assign;
    private MemoryBuffer1D<uint, Stride1D.Dense> candidates, values;
    private MemoryBuffer1D<int, Stride1D.Dense> owners, blocks, moved;
    private MemoryBuffer1D<long, Stride1D.Dense> places;
    private MemoryBuffer1D<float, Stride1D.Dense> positions;
    private uint[] candidatesOf = [];

    public DeviceSides(SimulationSetup setup, DeviceMatter matter, WallSides sides)
    {
        (this.matter, this.sides) = (matter, sides);
        pool = setup.Workers ?? WorkerPool.Shared;
        ComputeDevice device = matter.Device;
        known = device.AllocateZero<uint>(2L * sides.Near.Length, Purpose);
        count = device.Allocate<int>(1, Purpose);
        (candidates, values) = (device.Allocate<uint>(1, Purpose), device.Allocate<uint>(2, Purpose));
        (owners, blocks, places) = (device.Allocate<int>(1, Purpose), device.Allocate<int>(1, Purpose), device.Allocate<long>(1, Purpose));
        (positions, moved) = (device.Allocate<float>(3, Purpose), device.Allocate<int>(1, Purpose));
        flag = device.Launcher(WallKernels.Flag, a => a.LoadAutoGroupedStreamKernel<
            Index1D, ParticleViews, GridViews, WallListViews, ArrayView<int>, ArrayView<int>>(WallKernels.Flag));
        list = device.Launcher(WallKernels.List, a => a.LoadAutoGroupedStreamKernel<Index1D, ParticleViews, GridViews, WallListViews>(WallKernels.List));
        listTracers = device.Launcher(WallKernels.ListTracers, a => a.LoadAutoGroupedStreamKernel<
            Index1D, ArrayView<float>, ArrayView<long>, int, GridViews, WallListViews, int>(WallKernels.ListTracers));
        assign = device.Launcher(WallKernels.Assign, a => a.LoadAutoGroupedStreamKernel<Index1D, ArrayView<int>, ArrayView<uint>, ArrayView<uint>>(WallKernels.Assign));
    }

    /// <summary>The sides as the device knows them; see <see cref="WallViews.Sides"/>.</summary>
    public ArrayView<uint> View => known.View;

    private int Moving => matter.Particles.LawStarts[matter.Sorter.MovingLaws];

    private WallListViews Lists => new()
    {
        Sides = known.View,
        Candidates = candidates.View,
        Count = count.View,
        Owners = owners.View,
        Blocks = blocks.View,
        Places = places.View,
        Positions = positions.View,
    };

    /// <summary>A particle has been put somewhere else; the host has forgotten its sides.</summary>
    public void Forget(int particle) => forgotten.Add(particle);

    /// <summary>Sends the sides that the host has.</summary>
    public void Send()
    {
        forgotten.Clear();
        uint[] all = new uint[2 * sides.Near.Length];
        for (int i = 0; i < sides.Near.Length; i++) (all[2 * i], all[2 * i + 1]) = (sides.Near[i], sides.Front[i]);
        if (all.Length > 0) known.View.SubView(0, all.Length).CopyFromCPU(all);
    }

    /// <summary>Sends that some particles have no sides any more.</summary>
    public void SendForgotten()
    {
        if (forgotten.Count == 0) return;
        GrowingBuffers.Put(matter.Device, ref moved, [.. forgotten], Purpose);
        Assign(moved.View, new uint[2 * forgotten.Count]);
        forgotten.Clear();
    }

    /// <summary>Finds the walls that may be near the particles of each stored block.</summary>
    public void FindCandidates(long[] stored)
    {
        candidatesOf = new uint[stored.Length];
        pool.Run((stored.Length + BlocksPerTask - 1) / BlocksPerTask, (task, _) =>
        {
            for (int block = task * BlocksPerTask; block < Math.Min((task + 1) * BlocksPerTask, stored.Length); block++)
            {
                Vector3<Real64> first = FirstNode(stored[block]);
                candidatesOf[block] = sides.Field.Candidates(first + new Vector3<Real64>(Middle, Middle, Middle), Math.Sqrt(3) * Radius);
            }
        });
        GrowingBuffers.Put(matter.Device, ref candidates, candidatesOf, Purpose);
    }

    /// <summary>Flags the chunks in which someone is or may be near walls.</summary>
    /// <param name="flags">One number per chunk, 0 before.</param>
    public void Flag(ArrayView<int> flags)
    {
        if (Moving > 0) flag(Moving, matter.Particles.Views, matter.Grid.Views, Lists, matter.Sorter.ChunksBefore, flags);
    }

    /// <summary>Lists who is near walls. Waits for the device.</summary>
    /// <param name="tracers">The tracers.</param>
    /// <param name="areDue">Whether sides are found anew.</param>
    /// <returns>The blocks that they are in, with the walls near and those that they are in front of.</returns>
    public HashSet<(long Place, uint Near, uint Front)> Find(DeviceTracers tracers, bool areDue)
    {
        int found = List(tracers);
        int[] who = new int[found], block = new int[found];
        long[] place = new long[found];
        float[] position = new float[3 * found];
        HashSet<(long, uint, uint)> all = [];
        if (found == 0) return all;
        owners.View.SubView(0, found).CopyToCPU(who);
        blocks.View.SubView(0, found).CopyToCPU(block);
        places.View.SubView(0, found).CopyToCPU(place);
        positions.View.SubView(0, 3 * found).CopyToCPU(position);
        uint[] value = new uint[2 * found];
        pool.Run((found + PerTask - 1) / PerTask, (task, _) =>
        {
            HashSet<(long, uint, uint)> here = [];
            for (int i = task * PerTask; i < Math.Min((task + 1) * PerTask, found); i++)
            {
                Vector3<Real64> cells = FirstNode(place[i]) + new Vector3<Real64>(position[3 * i], position[3 * i + 1], position[3 * i + 2]);
                if (areDue) sides.Update(who[i], cells, block[i] < 0 ? sides.Field.Candidates(cells, 0) : candidatesOf[block[i]]);
                (uint near, uint front) = (value[2 * i], value[2 * i + 1]) = (sides.Near[who[i]], sides.Front[who[i]]);
                if (near != 0) here.Add((BlockOf(cells), near, front));
            }

            lock (all) all.UnionWith(here);
        });
        if (areDue) Assign(owners.View, value);
        return all;
    }

    public void Dispose()
    {
        known.Dispose();
        count.Dispose();
        candidates.Dispose();
        values.Dispose();
        owners.Dispose();
        blocks.Dispose();
        places.Dispose();
        positions.Dispose();
        moved.Dispose();
    }

    private int List(DeviceTracers tracers)
    {
        int[] found = new int[1];
        while (true)
        {
            WallListViews views = Lists;
            count.MemSetToZero();
            if (Moving > 0) list(Moving, matter.Particles.Views, matter.Grid.Views, views);
            if (tracers.Count > 0) listTracers(tracers.Count, tracers.Data, tracers.Places, tracers.Count, matter.Grid.Views, views, matter.Particles.Count);
            count.CopyToCPU(found);
            if (found[0] <= owners.Length) return found[0];
            long room = found[0] + found[0] / 4;
            owners.Dispose();
            blocks.Dispose();
            places.Dispose();
            positions.Dispose();
            ComputeDevice device = matter.Device;
            (owners, blocks, places) = (device.Allocate<int>(room, Purpose), device.Allocate<int>(room, Purpose), device.Allocate<long>(room, Purpose));
            positions = device.Allocate<float>(3 * room, Purpose);
        }
    }

    private void Assign(ArrayView<int> who, uint[] value)
    {
        GrowingBuffers.Put(matter.Device, ref values, value, Purpose);
        assign(value.Length / 2, who, values.View, known.View);
    }

    private static Vector3<Real64> FirstNode(long place)
    {
        const double nodes = GridViews.BlockNodes;
        return new(nodes * BlockPlace.X(place), nodes * BlockPlace.Y(place), nodes * BlockPlace.Z(place));
    }

    // The block of the middle one of the nodes around a point: those around it hold all nodes, also after a move of three cells, which is more
    // than what the largest Courant number allows between two times at which sides are due.
    private static long BlockOf(Vector3<Real64> cells)
    {
        return BlockPlace.Of(Along(cells.X), Along(cells.Y), Along(cells.Z));

        static int Along(Real64 at) => (int)Math.Floor(at.Value + 0.5) >> 2;
    }
}
