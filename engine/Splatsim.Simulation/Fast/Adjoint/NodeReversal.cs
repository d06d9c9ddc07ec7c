using System.Runtime.Intrinsics;
using Splatsim.Compute;
using Splatsim.Mathematics;
using static Splatsim.Simulation.Fast.PacketLayout;

namespace Splatsim.Simulation.Fast;

/// <summary>
/// The adjoint of the update of the grid, block by block: held nodes, contacts, forces, gravity and the division by the mass, last to first. Sums by
/// contacts, forces and gravity are kept per task and added up in order, so that no order of workers matters.
/// </summary>
/// <typeparam name="TLanes">The register width.</typeparam>
internal sealed unsafe partial class NodeReversal<TLanes>
    where TLanes : unmanaged, ILanes<TLanes>
{
    private const int BlocksPerTask = 4;

    private readonly WorkerPool pool;
    private readonly BlockGrid grid;
    private readonly Vector3<Real64> gravity;
    private readonly GridDomain domain;
    private readonly NodeUpdate<TLanes> update;
    private readonly ForceKernel<TLanes> forces;
    private readonly Scratch[] scratches;
    private readonly Action<int, int> blockTask, sideTask, takeTask, takeSideTask, finishTask, finishSideTask;
    private ContactCotangents<Real64>[] byContacts = [];
    private ForceCotangents<Real64>[] byForces = [];
    private Vector3<Real64>[] byGravity = [];
    private Vector3<TLanes> kick;
    private Vector128<float> kickOfNode;
    private AlignedArray<float> arenas = new(0), nodes = new(0);
    private NodeMomenta momenta = new();
    private NodeSums sums;
    private double timeStep;

    public NodeReversal(WorkerPool pool, BlockGrid grid, SimulationSetup setup, NodeUpdate<TLanes> update, ForceKernel<TLanes> forces)
    {
        (this.pool, this.grid, gravity, domain, this.update, this.forces) = (pool, grid, setup.Gravity, setup.Domain, update, forces);
        scratches = new Scratch[pool.WorkerCount];
        for (int i = 0; i < scratches.Length; i++) scratches[i] = new();
        blockTask = (task, worker) => EachBlock(task, worker, take: true, finish: true);
        takeTask = (task, worker) => EachBlock(task, worker, take: true, finish: false);
        finishTask = (task, worker) => EachBlock(task, worker, take: false, finish: true);
        sideTask = (task, worker) => EachSide(task, worker, take: true, finish: true);
        takeSideTask = (task, worker) => EachSide(task, worker, take: true, finish: false);
        (patchTask, spreadTask) = (EachPatch, EachSpread);
        if (setup.SurfaceTension is { } options && new SurfaceTensionSums(options, setup) is { Any: true } numbers)
        {
            tension = numbers;
            patches = [.. scratches.Select(_ => numbers.NewPatch())];
        }

        finishSideTask = (task, worker) => EachSide(task, worker, take: false, finish: true);
        sums = update.Sums;
    }

    /// <summary>From derivatives by the nodes' velocities to those by their momenta and masses.</summary>
    /// <param name="substep">What the substep had to do; the update of its grid is the last one that was run.</param>
    /// <param name="given">What the nodes got in it.</param>
    /// <param name="byVelocity">Derivatives by velocities, block by block, or in arenas near walls.</param>
    /// <param name="byVelocityOfOwners">These arenas.</param>
    /// <param name="result">Receives the derivatives by (p_x, p_y, p_z, m) of each block of nodes.</param>
    public void Run(SubstepWork substep, NodeMomenta given, NodeSums byVelocity, AlignedArray<float> byVelocityOfOwners, AlignedArray<float> result)
    {
        (momenta, sums, arenas, nodes, timeStep) = (given, byVelocity, byVelocityOfOwners, result, substep.TimeStep);
        kick = new(
            TLanes.FromDouble(timeStep * gravity.X.Value), TLanes.FromDouble(timeStep * gravity.Y.Value), TLanes.FromDouble(timeStep * gravity.Z.Value));
        kickOfNode = Vector128.Create(
            (float)(timeStep * gravity.X.Value), (float)(timeStep * gravity.Y.Value), (float)(timeStep * gravity.Z.Value), 0);
        BeginSides(substep);
        Clear(ref byContacts, AllTasks * update.Contacts.Count);
        Clear(ref byForces, AllTasks * forces.NodeForceCount);
        Clear(ref byGravity, AllTasks);
        foreach (Scratch scratch in scratches) scratch.Reserve(update.Contacts.Count + forces.NodeForceCount);
        BeginTension();
        if (Bodies is { HasMet: true })
        {
            RunWithBodies(Bodies);
        }
        else
        {
            pool.Run(Tasks, blockTask);
            pool.Run(SideTasks, sideTask);
        }

        sums.End();
        ReverseTension();
    }

    /// <summary>Derivatives by gravity in the last substep.</summary>
    public Vector3<Real64> ByGravity
    {
        get
        {
            Vector3<Real64> total = default;
            for (int task = 0; task < AllTasks; task++) total += byGravity[task];
            return new Real64(timeStep) * total;
        }
    }

    /// <summary>Derivatives by one of the contacts that act on nodes in the last substep.</summary>
    public ContactCotangents<Real64> ByContact(int contact)
    {
        ContactCotangents<Real64> total = default;
        for (int task = 0; task < AllTasks; task++) total.Add(in byContacts[task * update.Contacts.Count + contact]);
        return total;
    }

    /// <summary>Derivatives by a force on nodes in the last substep.</summary>
    public ForceCotangents<Real64> ByForce(int force)
    {
        ForceCotangents<Real64> total = default;
        for (int task = 0; task < AllTasks; task++) total.Add(in byForces[task * forces.NodeForceCount + force]);
        return total;
    }

    private int Tasks => (grid.Places.Count + BlocksPerTask - 1) / BlocksPerTask;

    private static void Clear<T>(ref T[] array, int length)
    {
        if (array.Length < length) array = new T[length];
        Array.Clear(array);
    }

    // In one visit, unless free bodies have met the nodes of several blocks at once.
    private void EachBlock(int task, int worker, bool take, bool finish)
    {
        Scratch scratch = scratches[worker];
        int end = Math.Min((task + 1) * BlocksPerTask, grid.Places.Count);
        for (int block = task * BlocksPerTask; block < end; block++)
        {
            float* bars = nodes.Pointer + (long)block * NodeFloats;
            float* velocities = grid.Nodes.Pointer + (long)block * NodeFloats;
            if (take)
            {
                if (sums.IsUsed) sums.Take(block, bars);
                else GridKernels.Collect(grid.Sources(block), arenas.Pointer, grid.Zeros.Pointer, bars);
                KeepHeavy(velocities, bars);
                update.Held.Release(block, bars);
                update.Stationary.Release(block, bars);
            }

            if (!finish) continue;
            (int x, int y, int z) = BlockGrid.Coordinates(grid.Places[block]);
            (x, y, z) = (BlockNodes * x, BlockNodes * y, BlockNodes * z);
            update.Contacts.List(x, y, z, scratch.Touching);
            if (BeforeContacts is not null) TakeBeforeContacts(scratch, block, velocities);
            if (tension is null && scratch.Touching.Count == 0 && forces.NodeForceCount == 0)
            {
                // Gravity alone, or held nodes, which answer to nobody: the velocities say what the momenta were.
                if (BeforeContacts is not null) Add(scratch.Before, bars);
                Finish(velocities, bars, kickOfNode, ref byGravity[task]);
                continue;
            }

            new Span<float>(momenta.Of(block), NodeFloats).CopyTo(new(scratch.Momenta, NodeFloats));
            GridKernels.Accelerate(scratch.Momenta, Vector128<float>.Zero);
            if (tension is not null) FindTension(scratch, block, worker);
            Reverse(scratch, bars, x, y, z, task, default);
            if (tension is not null) KeepByAccelerations(block, bars);
            Finish(scratch.Momenta, bars, Vector128<float>.Zero, ref byGravity[task]);
        }
    }

    // Nodes without mass answer to nobody; the fourth number is free for the derivative by the mass.
    private static void KeepHeavy(float* nodes, float* bars)
    {
        Vector128<float> first = Vector128.Create(-1, -1, -1, 0).AsSingle();
        for (int i = 0; i < NodeFloats; i += 4)
        {
            Vector128<float> heavy = Vector128.GreaterThan(Vector128.Create(nodes[i + 3]), Vector128<float>.Zero);
            (Vector128.Load(bars + i) & heavy & first).Store(bars + i);
        }
    }

    // u = p/m + dt g: by p, u-bar/m; by m, that of the forces less u-bar . p/m^2.
    private static void Finish(float* nodes, float* bars, Vector128<float> added, ref Vector3<Real64> byGravity)
    {
        Vector128<float> sum = default, first = Vector128.Create(-1, -1, -1, 0).AsSingle();
        for (int i = 0; i < NodeFloats; i += 4)
        {
            float mass = nodes[i + 3];
            if (!(mass > 0)) continue;
            Vector128<float> bar = Vector128.Load(bars + i);
            float byForces = bars[i + 3];
            sum += bar;
            Vector128<float> byMomentum = (bar / Vector128.Create(mass)) & first;
            float along = Vector128.Dot(byMomentum, Vector128.Load(nodes + i) - added);
            byMomentum.Store(bars + i);
            bars[i + 3] = byForces - along;
        }

        byGravity += new Vector3<Real64>(sum[0], sum[1], sum[2]);
    }

    // Contacts and forces, lanes of nodes at a time.
    private void Reverse(Scratch scratch, float* bars, int x, int y, int z, int task, in SidedBlock side)
    {
        float* rows = stackalloc float[8 * BlockVolume];
        for (int i = 0; i < BlockVolume; i++)
        {
            float mass = scratch.Momenta[4 * i + 3];
            for (int axis = 0; axis < 3; axis++)
            {
                rows[axis * BlockVolume + i] = mass > 0 ? scratch.Momenta[4 * i + axis] : 0;
                rows[(4 + axis) * BlockVolume + i] = bars[4 * i + axis];
            }

            rows[3 * BlockVolume + i] = mass > 0 ? mass : 1;
        }

        for (int i = 0; i < BlockVolume; i += TLanes.LaneCount) ReverseLanes(scratch, rows, i, x, y, z, task, in side);
        for (int i = 0; i < BlockVolume; i++)
        {
            if (!(scratch.Momenta[4 * i + 3] > 0)) continue;
            for (int axis = 0; axis < 3; axis++) bars[4 * i + axis] = rows[(4 + axis) * BlockVolume + i];
            bars[4 * i + 3] = rows[7 * BlockVolume + i];
        }
    }

    private void ReverseLanes(Scratch scratch, float* rows, int i, int x, int y, int z, int task, in SidedBlock side)
    {
        Vector3<TLanes> velocity = Load(rows + i) + kick, cotangent = Load(rows + 4 * BlockVolume + i), node = Places(i, x, y, z);
        if (tension is not null) velocity += Load(scratch.TensionRows + i);
        TLanes mass = TLanes.Load(rows + 3 * BlockVolume + i);
        int count = forces.NodeForceCount, contacts = update.Contacts.Count;
        Vector3<TLanes>[] velocities = scratch.Velocities;
        forces.ApplyToNodes(velocities, node, mass, ref velocity);
        for (int c = 0; c < scratch.Touching.Count; c++)
        {
            velocities[count + c] = velocity;
            update.Contacts.Apply(scratch.Touching[c], node, ref velocity);
        }

        if (!side.Key.IsOwn) ReverseWalls(scratch, in side, i, x, y, z, task - Tasks, velocity, ref cotangent);
        for (int c = scratch.Touching.Count - 1; c >= 0; c--)
            update.Contacts.Reverse(scratch.Touching[c], node, velocities[count + c], ref cotangent, ref byContacts[task * contacts + scratch.Touching[c]]);
        if (BeforeContacts is not null) cotangent += Load(scratch.BeforeRows + i);
        forces.ReverseNodes(velocities, node, mass, ref cotangent, out TLanes byMass, byForces.AsSpan(task * count, count));
        float* bar = rows + 4 * BlockVolume + i;
        cotangent.X.Store(bar);
        cotangent.Y.Store(bar + BlockVolume);
        cotangent.Z.Store(bar + 2 * BlockVolume);
        byMass.Store(bar + 3 * BlockVolume);
    }

    private static Vector3<TLanes> Load(float* row) =>
        new(TLanes.Load(row), TLanes.Load(row + BlockVolume), TLanes.Load(row + 2 * BlockVolume));

    private static Vector3<TLanes> Places(int first, int x, int y, int z)
    {
        float* places = stackalloc float[3 * Lanes];
        for (int lane = 0; lane < TLanes.LaneCount; lane++)
        {
            int i = first + lane;
            places[lane] = x + i / (BlockNodes * BlockNodes);
            places[Lanes + lane] = y + i / BlockNodes % BlockNodes;
            places[2 * Lanes + lane] = z + i % BlockNodes;
        }

        return new(TLanes.Load(places), TLanes.Load(places + Lanes), TLanes.Load(places + 2 * Lanes));
    }

    private sealed class Scratch
    {
        private readonly AlignedArray<float> momenta = new(NodeFloats), before = new(NodeFloats + 6 * BlockVolume);

        public float* Momenta => momenta.Pointer;

        public float* Before => before.Pointer;

        public float* BeforeRows => before.Pointer + NodeFloats;

        public float* TensionRows => BeforeRows + 3 * BlockVolume;

        public List<int> Touching { get; } = [];

        public WallResponseAdjoint<Real32> Walls { get; } = new();

        public Vector3<TLanes>[] Velocities { get; private set; } = [];

        public void Reserve(int count)
        {
            if (Velocities.Length < count) Velocities = new Vector3<TLanes>[count];
        }
    }
}
