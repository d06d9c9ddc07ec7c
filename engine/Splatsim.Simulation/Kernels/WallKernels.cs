using ILGPU;
using Splatsim.Mathematics;
using Splatsim.Mechanics;

namespace Splatsim.Simulation.Kernels;

/// <summary>
/// Transfers where thin walls are near: what a particle gives to a node behind a wall, and takes from it, is that of its own side. See
/// <see cref="ReferenceWalls{T}"/> for what is computed.
/// </summary>
internal static class WallKernels
{
    /// <summary>Lists the particles whose sides may change or matter: those in blocks near walls, and those that were near any.</summary>
    /// <param name="index">Particle.</param>
    /// <param name="particles">The particles.</param>
    /// <param name="grid">The grid.</param>
    /// <param name="list">Takes them, in any order.</param>
    public static void List(Index1D index, ParticleViews particles, GridViews grid, WallListViews list)
    {
        if (particles.IsActive(index.X)) list.Add(in particles, in grid, index.X, particles.Identifier[index]);
    }

    /// <summary>The same for tracers, which are counted after the particles.</summary>
    /// <param name="index">Tracer.</param>
    /// <param name="data">Their columns.</param>
    /// <param name="places">The blocks that their positions are relative to.</param>
    /// <param name="count">How many there are.</param>
    /// <param name="grid">The grid.</param>
    /// <param name="list">Takes them, in any order.</param>
    /// <param name="particleCount">Number of particles.</param>
    public static void ListTracers(
        Index1D index, ArrayView<float> data, ArrayView<long> places, int count, GridViews grid, WallListViews list, int particleCount)
    {
        ParticleViews tracers = Tracers(data, places, count);
        list.Add(in tracers, in grid, index.X, particleCount + index.X);
    }

    /// <summary>Replaces the sides of some particles or tracers.</summary>
    public static void Assign(Index1D index, ArrayView<int> owners, ArrayView<uint> values, ArrayView<uint> sides)
    {
        long at = 2L * owners[index];
        sides[at] = values[2 * index.X];
        sides[at + 1] = values[2 * index.X + 1];
    }

    /// <summary>Notes the chunks in which particles are near walls, or may be.</summary>
    /// <param name="index">Particle.</param>
    /// <param name="particles">The particles, up to one move behind.</param>
    /// <param name="grid">The grid.</param>
    /// <param name="list">What is known of walls.</param>
    /// <param name="chunksBefore">Chunks before each particle.</param>
    /// <param name="flags">Takes 1 for such a chunk.</param>
    public static void Flag(Index1D index, ParticleViews particles, GridViews grid, WallListViews list, ArrayView<int> chunksBefore, ArrayView<int> flags)
    {
        if (particles.IsActive(index.X) && list.AreNear(in particles, in grid, index.X, particles.Identifier[index], out _))
            flags[chunksBefore[index.X + 1] - 1] = 1;
    }

    /// <summary>Writes the starts of those chunks as their complements; see <see cref="TransferKernels.Bounds"/>.</summary>
    /// <param name="index">Chunk; one more than there are, which is the end of the last.</param>
    /// <param name="chunkStarts">First particles.</param>
    /// <param name="chunks">Number of chunks.</param>
    /// <param name="flags">Not 0 for chunks near walls.</param>
    /// <param name="marked">Takes the starts.</param>
    public static void Mark(Index1D index, ArrayView<int> chunkStarts, int chunks, ArrayView<int> flags, ArrayView<int> marked) =>
        marked[index] = index.X < chunks && flags[index] != 0 ? ~chunkStarts[index] : chunkStarts[index];

    /// <summary>Particles to grid after their laws, one group per chunk near walls; see <see cref="GeneralKernels.Scatter"/>.</summary>
    public static void Scatter(
        ParticleViews particles, GridViews grid, NoteViews notes, StepNumbers step, GeneralNumbers<Real32> numbers, WallViews walls,
        ArrayView<float> impulses, ArrayView<int> chunkStarts)
    {
        ArrayView<float> arena = SharedMemory.Allocate<float>(4 * ParticleTransfer.ArenaPlane);
        TransferKernels.Bounds(chunkStarts, Grid.IdxX, isWalled: true, out int start, out int end);
        long place = particles.Place[start];
        int firstX = grid.FirstX(place), firstY = grid.FirstY(place), firstZ = grid.FirstZ(place);
        Clear(arena, start, end);
        Group.Barrier();
        for (int i = start + Group.IdxX; i < end; i += TransferKernels.GroupSize)
        {
            if (!particles.IsActive(i)) continue;
            NodeBlock<QuadraticKernel> block = NodeBlock<QuadraticKernel>.Of(
                in grid, particles.GetVector(ParticleViews.X, i), firstX, firstY, firstZ);
            if (!block.IsInside)
            {
                ParticleTransfer.NoteEscaped(in particles, in notes, in step, i);
                continue;
            }

            TransferGift<Real32> gift = GeneralKernels.GiftOf(in particles, in numbers, impulses, i);
            int owner = particles.Identifier[i];
            bool stored = walls.AreNear(owner)
                ? Give(in grid, in numbers, in walls, in block, in gift, owner)
                : GeneralKernels.Give(arena, in grid, in numbers, in block, in gift);
            if (!stored) notes.Single[NoteViews.Lost] = 1;
        }

        Group.Barrier();
        if (end > start) TransferKernels.Flush(arena, in grid, firstX, firstY, firstZ);
    }

    /// <summary>The same with the law's step; see <see cref="TransferKernels.Scatter"/>.</summary>
    public static void ScatterWhole<TLaw>(
        ParticleViews particles, GridViews grid, NoteViews notes, StepNumbers step, WallViews walls, ArrayView<int> chunkStarts, int firstChunk)
        where TLaw : struct, ILaw
    {
        ArrayView<float> arena = SharedMemory.Allocate<float>(4 * ParticleTransfer.ArenaPlane);
        TransferKernels.Bounds(chunkStarts, firstChunk + Grid.IdxX, isWalled: true, out int start, out int end);
        long place = particles.Place[start];
        int firstX = grid.FirstX(place), firstY = grid.FirstY(place), firstZ = grid.FirstZ(place);
        Clear(arena, start, end);
        Group.Barrier();
        for (int i = start + Group.IdxX; i < end; i += TransferKernels.GroupSize)
        {
            if (!particles.IsActive(i)) continue;
            Stencil32 stencil = Stencil32.Of(in grid, particles.GetVector(ParticleViews.X, i), firstX, firstY, firstZ);
            if (!stencil.IsInside)
            {
                ParticleTransfer.NoteEscaped(in particles, in notes, in step, i);
                continue;
            }

            Matrix3x3<Real32> c = particles.GetMatrix(ParticleViews.C, i);
            Vector3<Real32> v = particles.GetVector(ParticleViews.V, i);
            ParticleTransfer.Stress<TLaw>(in particles, in notes, in step, i, in c, out Matrix3x3<Real32> affine);
            int owner = particles.Identifier[i];
            if (!walls.AreNear(owner))
            {
                TransferKernels.Give(arena, in particles, in grid, in notes, firstX, firstY, firstZ, in stencil, i, v, in affine);
                continue;
            }

            Real32 mass = particles.Get(ParticleViews.Mass, i);
            if (!NodeSums.Scatter(in grid, in walls, owner, firstX, firstY, firstZ, in stencil, mass, v, in affine)) notes.Single[NoteViews.Lost] = 1;
        }

        Group.Barrier();
        if (end > start) TransferKernels.Flush(arena, in grid, firstX, firstY, firstZ);
    }

    /// <summary>One node, or what it is to one side of walls, adds up the particles around it in their order; see <see cref="GeneralKernels.Collect"/>.</summary>
    public static void Collect(
        Index1D index, ParticleViews particles, GridViews grid, GeneralNumbers<Real32> numbers, WallViews walls, ArrayView<float> impulses,
        ArrayView<int> cells, int laws)
    {
        grid.Locate(index.X, out int x, out int y, out int z);
        Vector3<Real32> momentum = default;
        Real32 mass = Real32.Zero;
        for (int law = 0; law < laws; law++)
        {
            for (int cell = 0; cell < 27; cell++)
            {
                int cellX = x - cell / 9, cellY = y - cell / 3 % 3, cellZ = z - cell % 3;
                int first = grid.Find(cellX, cellY, cellZ);
                if (first < 0) continue;
                long entry = 2L * ((long)law * walls.StoredBlocks * GridViews.NodesPerBlock + first);
                int end = cells[entry + 1];
                for (int p = cells[entry]; p < end; p++)
                {
                    if (!particles.IsActive(p) || !walls.IsOf(index.X, particles.Identifier[p])) continue;
                    GeneralKernels.AddShare<QuadraticKernel>(
                        in particles, in grid, in numbers, impulses, p, x, y, z, cellX, cellY, cellZ, ref mass, ref momentum, out _);
                }
            }
        }

        grid.SetMomentum(index.X, momentum, mass);
    }

    /// <summary>Grid to particles, one group per chunk near walls.</summary>
    public static void Gather(
        ParticleViews particles, GridViews grid, StepNumbers step, GeneralNumbers<Real32> numbers, WallViews walls, ArrayView<int> chunkStarts)
    {
        TransferKernels.Bounds(chunkStarts, Grid.IdxX, isWalled: true, out int start, out int end);
        for (int i = start + Group.IdxX; i < end; i += TransferKernels.GroupSize)
        {
            if (!particles.IsActive(i)) continue;
            NodeBlock<QuadraticKernel> block = GeneralKernels.BlockOf<QuadraticKernel>(in particles, in grid, i);
            if (!block.IsInside) continue;
            GeneralKernels.Take<QuadraticKernel, NodesOfASide>(
                in grid, in numbers, new(walls, particles.Identifier[i]), in block, false, out TransferSample<Real32> sample);
            GeneralKernels.Move<ApicScheme>(in particles, in step, in numbers, i, ref sample);
        }
    }

    /// <summary>Carries one tracer with the grid; see <see cref="TracerKernels.Advance"/>.</summary>
    public static void Carry(
        Index1D index, ArrayView<float> data, ArrayView<long> places, int count, GridViews grid, StepNumbers step, GeneralNumbers<Real32> numbers,
        WallViews walls, int particleCount)
    {
        ParticleViews tracers = Tracers(data, places, count);
        NodeBlock<QuadraticKernel> block = GeneralKernels.BlockOf<QuadraticKernel>(in tracers, in grid, index.X);
        if (!block.IsInside) return;
        GeneralKernels.Take<QuadraticKernel, NodesOfASide>(
            in grid, in numbers, new(walls, particleCount + index.X), in block, false, out TransferSample<Real32> sample);
        TracerKernels.Move(in tracers, in grid, in step, index.X, sample.Velocity, in sample.Gradient);
    }

    /// <summary>The walls act on what lies behind them.</summary>
    /// <param name="index">Node of the sided blocks.</param>
    /// <param name="grid">The grid, with velocities.</param>
    /// <param name="faces">What acts.</param>
    public static void Respond(Index1D index, GridViews grid, WallFaceViews faces)
    {
        int node = faces.FirstNode + index.X;
        if (!(grid.Velocity[4L * node + 3] > 0)) return;
        Vector3<Real32> velocity = grid.VelocityOf(node), position = grid.PositionOf(node);
        for (int face = faces.First[index]; face < faces.First[index.X + 1]; face++)
        {
            GridContact<Real32> contact = faces.Contacts[faces.Walls[face]];
            velocity = GridContacts.Allowed(in contact, faces.Normal(face), position, velocity);
        }

        grid.SetVelocity(node, velocity);
    }

    /// <summary>Imposes velocities on what nodes that have mass are to the sides of walls; see <see cref="NodeKernels.Hold"/>.</summary>
    public static void Hold(Index1D index, GridViews grid, ArrayView<long> nodes, ArrayView<float> velocities, WallViews walls)
    {
        int node = grid.FindLinear(nodes[index]);
        if (node < 0) return;
        int walled = walls.Walled[node / GridViews.NodesPerBlock];
        if (walled < 0) return;
        Vector3<Real32> velocity = new(new(velocities[3 * index.X]), new(velocities[3 * index.X + 1]), new(velocities[3 * index.X + 2]));
        for (int sided = walls.FirstSided[walled]; sided < walls.FirstSided[walled + 1]; sided++)
        {
            int behind = (walls.StoredBlocks + sided) * GridViews.NodesPerBlock + node % GridViews.NodesPerBlock;
            if (grid.Velocity[4L * behind + 3] > 0) grid.SetVelocity(behind, velocity);
        }
    }

    private static ParticleViews Tracers(ArrayView<float> data, ArrayView<long> places, int count)
    {
        ParticleViews tracers = default;
        tracers.Data = data;
        tracers.Place = places;
        tracers.Count = count;
        return tracers;
    }

    private static void Clear(ArrayView<float> arena, int start, int end)
    {
        if (end <= start) return;
        for (int n = Group.IdxX; n < 4 * ParticleTransfer.ArenaPlane; n += TransferKernels.GroupSize) arena[n] = 0;
    }

    // Particles near walls go to the grid directly. False where a node is not stored.
    private static bool Give(
        in GridViews grid, in GeneralNumbers<Real32> numbers, in WallViews walls, in NodeBlock<QuadraticKernel> block, in TransferGift<Real32> gift,
        int owner)
    {
        bool stored = true;
        for (int i = 0; i < 3; i++)
        {
            for (int j = 0; j < 3; j++)
            {
                for (int k = 0; k < 3; k++)
                {
                    gift.At(in block.Nodes, numbers.IsClassic, i, j, k, out Real32 mass, out Vector3<Real32> inertia, out Vector3<Real32> force);
                    stored &= grid.Add(walls.NodeOf(in grid, block.I + i, block.J + j, block.K + k, owner), inertia + force, mass);
                }
            }
        }

        return stored;
    }
}
