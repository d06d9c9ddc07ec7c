using System.Runtime.Intrinsics;
using Splatsim.Compute;
using Splatsim.Mathematics;
using static Splatsim.Simulation.Fast.PacketLayout;

namespace Splatsim.Simulation.Fast;

/// <summary>
/// Runs a substep's passes over all nodes: sums to velocities, gravity, forces, contacts, held nodes. Workers take blocks as they come; whatever they
/// write belongs to the block.
/// </summary>
/// <typeparam name="TLanes">The register width.</typeparam>
internal sealed unsafe class NodeUpdate<TLanes>
    where TLanes : unmanaged, ILanes<TLanes>
{
    private const int BlocksPerTask = 4;

    // A cache line, so that workers do not wait for each other's.
    private const int LineFloats = 16;

    private readonly WorkerPool pool;
    private readonly BlockGrid grid;
    private readonly GridDomain domain;
    private readonly Vector3<Real64> gravity;
    private readonly ContactKernel<TLanes> contacts;
    private readonly ForceKernel<TLanes> forces;
    private readonly HeldNodes held = new();
    private readonly HeldNodes stationary = new();
    private readonly List<ContactedNode> contactedNodes = [];
    private readonly float[] fastest;
    private readonly Action<int, int> wholeTask, collectTask, finishTask, pieceTask, meetTask, sideTask, holdTask;
    private Vector128<float> kick;
    private double timeStep;
    private Part part;
    private bool isHolding;

    /// <param name="pool">Who computes.</param>
    /// <param name="grid">The blocks.</param>
    /// <param name="domain">The grid's place and cell size.</param>
    /// <param name="gravity">Acceleration of all nodes [m/s^2].</param>
    /// <param name="forces">The forces; those on nodes act here.</param>
    /// <param name="fields">Fields that contacts sample.</param>
    public NodeUpdate(WorkerPool pool, BlockGrid grid, GridDomain domain, Vector3<Real64> gravity, ForceKernel<TLanes> forces, FieldTable fields)
    {
        (this.pool, this.grid, this.domain, this.gravity, this.forces) = (pool, grid, domain, gravity, forces);
        contacts = new(fields);
        fastest = new float[pool.WorkerCount * LineFloats];
        wholeTask = (task, worker) => EachBlock(task, worker, collect: true, finish: true);
        collectTask = (task, worker) => EachBlock(task, worker, collect: true, finish: false);
        finishTask = (task, worker) => EachBlock(task, worker, collect: false, finish: true);
        (pieceTask, meetTask, sideTask, holdTask) = (EachPiece, EachMeeting, EachSide, EachHold);
    }

    /// <summary>Surface tension by worker; null for none.</summary>
    public SurfaceTensionKernel[]? Tension { get; init; }

    /// <summary>Thin walls; null for none.</summary>
    public FastWalls? Walls { get; init; }

    /// <summary>Whether <see cref="MeetBodies"/> follows every update: nodes are held after it, not before.</summary>
    public bool MeetsBodies { get; init; }

    /// <summary>Particles that take several substeps at once.</summary>
    public SlowBlocks? Slow { get; init; }

    /// <summary>Where blocks have added up, if they have.</summary>
    public required NodeSums Sums { get; init; }

    /// <summary>Pieces of cut matter; null for none.</summary>
    public FastPieces? Pieces { get; init; }

    /// <summary>Takes momenta and masses before the update; null where nobody asks.</summary>
    public NodeMomenta? Momenta { get; set; }

    /// <summary>Largest component of a node's velocity in the last update [m/s].</summary>
    public float Fastest => fastest.Max();

    /// <summary>The contacts of the last update.</summary>
    internal ContactKernel<TLanes> Contacts => contacts;

    /// <summary>The nodes that the last update held.</summary>
    internal HeldNodes Held => held;

    /// <summary>The nodes that are held always.</summary>
    internal HeldNodes Stationary => stationary;

    /// <summary>Takes note of a new order of blocks.</summary>
    public void AfterSort(NodeHolds stationaryNodes) => stationary.Rebuild(stationaryNodes, grid);

    /// <summary>Sums to velocities, gravity, forces, contacts, held nodes.</summary>
    public void Run(SubstepWork substep)
    {
        (timeStep, isHolding) = (substep.TimeStep, !MeetsBodies);
        contacts.Set(substep.Contacts, domain);
        held.Rebuild(substep.Holds, grid);
        kick = Vector128.Create((float)(substep.TimeStep * gravity.X.Value), (float)(substep.TimeStep * gravity.Y.Value), (float)(substep.TimeStep * gravity.Z.Value), 0);
        Array.Clear(fastest);
        if (Pieces is { Blocks.Count: > 0 })
        {
            RunPieces(Pieces);
            return;
        }

        if (Tension is null)
        {
            pool.Run(Tasks, wholeTask);
            if (Walls is not null) RunSides(Walls);
        }
        else
        {
            pool.Run(Tasks, collectTask);
            pool.Run(Tasks, finishTask);
        }

        Sums.End();
    }

    /// <summary>
    /// The same in two parts, with something in between: that which sees the velocities before contacts (rigid bodies meet boundaries as a
    /// whole).
    /// </summary>
    public void Run(SubstepWork substep, Action beforeContacts)
    {
        part = Part.BeforeContacts;
        Run(substep);
        beforeContacts();
        part = Part.Contacts;
        pool.Run(Tasks, wholeTask);
        if (Walls is not null) pool.Run(TasksOf(Walls.Blocks.Count), sideTask);
        part = Part.Whole;
    }

    // The same with pieces of cut matter, which meet each other before the boundaries.
    private void RunPieces(FastPieces pieces)
    {
        part = Part.BeforeContacts;
        pool.Run(Tasks, wholeTask);
        pool.Run(TasksOf(pieces.Blocks.Count), pieceTask);
        pool.Run(TasksOf(pieces.Crossed.Count), meetTask);
        part = Part.Contacts;
        pool.Run(Tasks, wholeTask);
        pool.Run(TasksOf(pieces.Blocks.Count), pieceTask);
        part = Part.Whole;
    }

    private void EachPiece(int task, int worker)
    {
        FastPieces pieces = Pieces!;
        int end = Math.Min((task + 1) * BlocksPerTask, pieces.Blocks.Count);
        for (int i = task * BlocksPerTask; i < end; i++)
        {
            int block = pieces.Blocks[i].Block;
            float* nodes = pieces.Nodes(i);
            (int x, int y, int z) = BlockGrid.Coordinates(grid.Places[block]);
            if (part == Part.BeforeContacts)
            {
                pieces.Collect(i);
                GridKernels.Accelerate(nodes, kick);
                forces.ApplyToNodes(nodes, BlockNodes * x, BlockNodes * y, BlockNodes * z);
                continue;
            }

            contacts.Apply(nodes, BlockNodes * x, BlockNodes * y, BlockNodes * z);
            Hold(block, nodes, worker);
        }
    }

    private void EachMeeting(int task, int worker)
    {
        int end = Math.Min((task + 1) * BlocksPerTask, Pieces!.Crossed.Count);
        for (int i = task * BlocksPerTask; i < end; i++) Pieces.Meet(i, worker, timeStep);
    }

    // The same for what lies behind walls.
    private void RunSides(FastWalls walls)
    {
        walls.ListBlocks();
        pool.Run(TasksOf(walls.Blocks.Count), sideTask);
    }

    private void EachSide(int task, int worker)
    {
        FastWalls walls = Walls!;
        int end = Math.Min((task + 1) * BlocksPerTask, walls.Blocks.Count);
        for (int i = task * BlocksPerTask; i < end; i++)
        {
            SidedBlock block = walls.Blocks[i];
            (int x, int y, int z) = BlockGrid.Coordinates(grid.Places[block.Block]);
            if (part != Part.Contacts)
            {
                walls.Collect(in block);
                GridKernels.Accelerate(block.Nodes, kick);
                forces.ApplyToNodes(block.Nodes, BlockNodes * x, BlockNodes * y, BlockNodes * z);
            }

            if (part != Part.BeforeContacts)
            {
                contacts.Apply(block.Nodes, BlockNodes * x, BlockNodes * y, BlockNodes * z);
                walls.Respond(in block, domain);
            }

            Hold(block.Block, block.Nodes, worker);
        }
    }

    /// <summary>Contacts of free bodies, after the others; then nodes are held.</summary>
    public void MeetBodies(SubstepWork substep, RigidBodies bodies, FieldTable table)
    {
        ScalarFields<Real64> fields = new(table);
        foreach (GridContact<Real64> contact in substep.Contacts)
        {
            if (contact.Body == 0) continue;
            contactedNodes.Clear();
            // A thin body touches the nodes behind it; another one is on the other side of walls than the matter of nodes behind these.
            if (contact.Wall == 0)
                for (int block = 0; block < grid.Places.Count; block++) Collect(in contact, block, bodies, table, in fields);
            for (int side = 0; side < (contact.Wall == 0 ? 0 : Walls!.Blocks.Count); side++)
            {
                SidedBlock block = Walls!.Blocks[side];
                CollectBehind(in contact, in block, side + 1, bodies);
            }

            bodies.Meet(in contact, contactedNodes);
            foreach (ContactedNode node in contactedNodes)
            {
                float* velocity = NodesOf(node.Index) + node.Index % NodeFloats;
                (velocity[0], velocity[1], velocity[2]) = ((float)node.Velocity.X.Value, (float)node.Velocity.Y.Value, (float)node.Velocity.Z.Value);
            }

            long last = -1;
            foreach (ContactedNode node in contactedNodes)
            {
                long block = node.Index / NodeFloats;
                if (block == last) continue;
                last = block;
                Hold(BlockOf(block), NodesOf(node.Index), worker: 0);
            }
        }

        isHolding = true;
        if (!held.Any && !stationary.Any) return;
        pool.Run(Tasks, holdTask);
        foreach (SidedBlock side in Walls?.Blocks ?? []) Hold(side.Block, side.Nodes, worker: 0);
    }

    private void EachHold(int task, int worker)
    {
        int end = Math.Min((task + 1) * BlocksPerTask, grid.Places.Count);
        for (int block = task * BlocksPerTask; block < end; block++) Hold(block, NodesOf(block), worker);
    }

    private int Tasks => TasksOf(grid.Places.Count);

    private static int TasksOf(int blocks) => (blocks + BlocksPerTask - 1) / BlocksPerTask;

    private float* NodesOf(int block) => grid.Nodes.Pointer + (long)block * NodeFloats;

    // Contacted nodes are numbered through the blocks of nodes, then through those behind walls.
    private float* NodesOf(long index)
    {
        int block = (int)(index / NodeFloats);
        return block < grid.Places.Count ? NodesOf(block) : Walls!.Blocks[block - grid.Places.Count].Nodes;
    }

    private int BlockOf(long block) => block < grid.Places.Count ? (int)block : Walls!.Blocks[(int)block - grid.Places.Count].Block;

    private void CollectBehind(in GridContact<Real64> contact, in SidedBlock block, int side, RigidBodies bodies)
    {
        if (!block.Key.IsBehind(contact.Wall)) return;
        (int x, int y, int z) = BlockGrid.Coordinates(grid.Places[block.Block]);
        WallBlock walls = Walls!.Field.BlockAt(x, y, z);
        for (int i = 0; i < BlockVolume; i++)
        {
            float* node = block.Nodes + 4 * i;
            if (!(node[3] > 0)) continue;
            (int a, int b, int c) = (BlockNodes * x + i / (BlockNodes * BlockNodes), BlockNodes * y + i / BlockNodes % BlockNodes, BlockNodes * z + i % BlockNodes);
            double mass = bodies.Shares?.RestOf(a, b, c, block.Key, node[3]) ?? node[3];
            if (mass == 0) continue;
            Vector3<Real64> position = new(a, b, c);
            contactedNodes.Add(new(
                (grid.Places.Count + side - 1L) * NodeFloats + 4 * i, mass, bodies.Arm(contact.Body, position, domain),
                WallResponse.Normal(in walls.SiteOf(contact.Wall, i), block.Key, contact.Wall), new(node[0], node[1], node[2])));
        }
    }

    private void Collect(in GridContact<Real64> contact, int block, RigidBodies bodies, FieldTable table, in ScalarFields<Real64> fields)
    {
        float* nodes = NodesOf(block);
        long first = (long)block * NodeFloats;
        (int x, int y, int z) = BlockGrid.Coordinates(grid.Places[block]);
        (x, y, z) = (BlockNodes * x, BlockNodes * y, BlockNodes * z);
        if (!ContactReach.Touches(in contact, table, in fields, x, y, z, BlockNodes)) return;
        for (int i = 0; i < BlockVolume; i++)
        {
            float* node = nodes + 4 * i;
            if (!(node[3] > 0)) continue;
            Vector3<Real64> position = new(x + i / (BlockNodes * BlockNodes), y + i / BlockNodes % BlockNodes, z + i % BlockNodes);
            if (ContactShapes.Distance(in contact, in fields, position, out Vector3<Real64> normal).Value > contact.Tolerance.Value) continue;
            contactedNodes.Add(new(first + 4 * i, node[3], bodies.Arm(contact.Body, position, domain), normal, new(node[0], node[1], node[2])));
        }
    }

    // In one visit, unless nodes must know the masses of other blocks before they are finished.
    private void EachBlock(int task, int worker, bool collect, bool finish)
    {
        int end = Math.Min((task + 1) * BlocksPerTask, grid.Places.Count);
        for (int block = task * BlocksPerTask; block < end; block++)
        {
            float* nodes = NodesOf(block);
            if (collect && part != Part.Contacts)
            {
                if (Sums.IsUsed && Momenta is null) GridKernels.Take(Sums.Of(block), kick, nodes);
                else Collect(block, nodes);
            }

            if (!finish) continue;
            (int x, int y, int z) = BlockGrid.Coordinates(grid.Places[block]);
            if (part != Part.Contacts)
            {
                Tension?[worker].Apply(grid, grid.Places[block], nodes, (float)timeStep);
                forces.ApplyToNodes(nodes, BlockNodes * x, BlockNodes * y, BlockNodes * z);
            }

            if (part != Part.BeforeContacts) contacts.Apply(nodes, BlockNodes * x, BlockNodes * y, BlockNodes * z);
            Hold(block, nodes, worker);
        }
    }

    // By way of the momenta where somebody asks for them, unless these are known already.
    private void Collect(int block, float* nodes)
    {
        if (Momenta is { } momenta)
        {
            if (!momenta.IsWhole) AddUp(block, momenta.Of(block));
            new Span<float>(momenta.Of(block), NodeFloats).CopyTo(new(nodes, NodeFloats));
        }
        else
        {
            AddUp(block, nodes);
        }

        if (grid.ArenasBefore.Length > 0) UpdateBefore(block, nodes);
        GridKernels.Accelerate(nodes, kick);
    }

    // What the particles gave.
    private void AddUp(int block, float* nodes)
    {
        if (Sums.IsUsed)
        {
            Sums.Take(block, nodes);
        }
        else if (Slow is { Any: true })
        {
            Slow.Collect(block, nodes);
        }
        else
        {
            if (block + 1 < grid.Places.Count) GridKernels.AskForSources(grid.Sources(block + 1), grid.Arenas.Pointer);
            GridKernels.Collect(grid.Sources(block), grid.Arenas.Pointer, grid.Zeros.Pointer, nodes);
        }
    }

    private void Hold(int block, float* nodes, int worker)
    {
        if (isHolding)
        {
            held.Apply(block, nodes);
            stationary.Apply(block, nodes);
        }

        ref float largest = ref fastest[worker * LineFloats];
        largest = Math.Max(largest, GridKernels.Fastest(nodes));
    }

    private void UpdateBefore(int block, float* nodes)
    {
        float* before = grid.NodesBefore.Pointer + (long)block * NodeFloats;
        GridKernels.Collect(grid.Sources(block), grid.ArenasBefore.Pointer, grid.Zeros.Pointer, before);
        GridKernels.Divide(before, nodes);
    }

    private enum Part
    {
        Whole,
        BeforeContacts,
        Contacts,
    }
}
