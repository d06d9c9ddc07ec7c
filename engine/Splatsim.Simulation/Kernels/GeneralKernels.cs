using ILGPU;
using Splatsim.Mathematics;
using Splatsim.Mechanics;

namespace Splatsim.Simulation.Kernels;

/// <summary>
/// Transfers in parts: first the laws, which lay down what their stresses give; then any kernel and gradient to the grid, and any scheme back.
/// </summary>
internal static class GeneralKernels
{
    /// <summary>Columns of the impulses -dt V0 tau [J s]: xx xy xz yy yz zz.</summary>
    public const int ImpulseColumns = 6;

    /// <summary>The law's step.</summary>
    /// <param name="index">Particle, from the first.</param>
    /// <param name="particles">The particles.</param>
    /// <param name="notes">Receives clamped particles.</param>
    /// <param name="step">The substep.</param>
    /// <param name="impulses">Takes the impulses.</param>
    /// <param name="firstParticle">First particle of the law.</param>
    public static void Press<TLaw>(
        Index1D index, ParticleViews particles, NoteViews notes, StepNumbers step, ArrayView<float> impulses, int firstParticle)
        where TLaw : struct, ILaw
    {
        int i = firstParticle + index.X;
        if (!particles.IsActive(i)) return;
        ParticleTransfer.Update<TLaw>(
            in particles, in notes, in step, i, particles.GetMatrix(particles.Gradient, i), out LawStep<Real32> done);
        Lay(in particles, in step, i, in done.Kirchhoff, impulses);
    }

    /// <summary>The law's step, and the energy that it turns into heat.</summary>
    /// <param name="index">Particle, from the first.</param>
    /// <param name="particles">The particles.</param>
    /// <param name="notes">Receives clamped particles.</param>
    /// <param name="step">The substep.</param>
    /// <param name="impulses">Takes the impulses.</param>
    /// <param name="firstParticle">First particle of the law.</param>
    /// <param name="heat">Energies of the frame by the user's index [J]; added to.</param>
    public static void PressWithHeat<TLaw>(
        Index1D index, ParticleViews particles, NoteViews notes, StepNumbers step, ArrayView<float> impulses, int firstParticle,
        ArrayView<float> heat)
        where TLaw : struct, ILaw
    {
        int i = firstParticle + index.X;
        if (!particles.IsActive(i)) return;
        Matrix3x3<Real32> l = particles.GetMatrix(particles.Gradient, i);
        ParticleTransfer.Update<TLaw>(in particles, in notes, in step, i, in l, out LawStep<Real32> done);
        Lay(in particles, in step, i, in done.Kirchhoff, impulses);
        LawParameters<Real32> prepared = particles.GetParameters(particles.Row[i]);
        Real32 density = LawEnergy.Dissipated<TLaw, Real32>(
            in done.Trial, in done.Returned, in l, in prepared, in done.Before, in done.After, step.TimeStep);
        heat[particles.Identifier[i]] += (particles.Get(ParticleViews.Volume, i) * density).Value;
    }

    /// <summary>Particles to grid, one group per chunk; see <see cref="TransferKernels"/>.</summary>
    public static void Scatter<TKernel>(
        ParticleViews particles, GridViews grid, NoteViews notes, StepNumbers step, GeneralNumbers<Real32> numbers,
        ArrayView<float> impulses, ArrayView<int> chunkStarts, int firstChunk)
        where TKernel : struct, ITransferKernel
    {
        ArrayView<float> arena = SharedMemory.Allocate<float>(7 * ParticleTransfer.ArenaPlane);
        int chunk = firstChunk + Grid.IdxX;
        int start = chunkStarts[chunk], end = chunkStarts[chunk + 1];
        long place = particles.Place[start];
        int firstX = grid.FirstX(place), firstY = grid.FirstY(place), firstZ = grid.FirstZ(place);
        int planes = grid.KeepsBefore != 0 ? 7 : 4;
        for (int n = Group.IdxX; n < planes * ParticleTransfer.ArenaPlane; n += TransferKernels.GroupSize) arena[n] = 0;
        Group.Barrier();
        for (int i = start + Group.IdxX; i < end; i += TransferKernels.GroupSize)
        {
            if (!particles.IsActive(i)) continue;
            NodeBlock<TKernel> block = NodeBlock<TKernel>.Of(in grid, particles.GetVector(ParticleViews.X, i), firstX, firstY, firstZ);
            if (!block.IsInside)
            {
                ParticleTransfer.NoteEscaped(in particles, in notes, in step, i);
                continue;
            }

            TransferGift<Real32> gift = GiftOf(in particles, in numbers, impulses, i);
            if (!Give(arena, in grid, in numbers, in block, in gift)) notes.Single[NoteViews.Lost] = 1;
        }

        Group.Barrier();
        TransferKernels.Flush(arena, in grid, firstX, firstY, firstZ);
        if (grid.KeepsBefore != 0) FlushBefore(arena, in grid, firstX, firstY, firstZ);
    }

    /// <summary>
    /// One node adds up the particles around it in their order, as <see cref="ParticleKernels.Collect"/> does: by law, cell and index.
    /// </summary>
    /// <remarks>Cells are those of the quadratic kernel, so that the cubic one looks at a cell more on either side.</remarks>
    public static void Collect<TKernel>(
        Index1D index, ParticleViews particles, GridViews grid, GeneralNumbers<Real32> numbers, ArrayView<float> impulses, ArrayView<int> cells,
        int laws, int storedBlocks)
        where TKernel : struct, ITransferKernel
    {
        grid.Locate(index.X, out int x, out int y, out int z);
        int width = TKernel.NodeCount == 3 ? 3 : 5, ahead = TKernel.NodeCount == 3 ? 0 : 1;
        Vector3<Real32> momentum = default, before = default;
        Real32 mass = Real32.Zero;
        for (int law = 0; law < laws; law++)
        {
            for (int cell = 0; cell < width * width * width; cell++)
            {
                int cellX = x + ahead - cell / (width * width), cellY = y + ahead - cell / width % width, cellZ = z + ahead - cell % width;
                int first = grid.Find(cellX, cellY, cellZ);
                if (first < 0) continue;
                long entry = 2L * ((long)law * storedBlocks * GridViews.NodesPerBlock + first);
                int end = cells[entry + 1];
                for (int p = cells[entry]; p < end; p++)
                {
                    if (!particles.IsActive(p)) continue;
                    AddShare<TKernel>(
                        in particles, in grid, in numbers, impulses, p, x, y, z, cellX, cellY, cellZ, ref mass, ref momentum, out Vector3<Real32> inertia);
                    before += inertia;
                }
            }
        }

        grid.SetMomentum(index.X, momentum, mass);
        if (grid.KeepsBefore != 0) grid.SetBefore(index.X, before);
    }

    /// <summary>Notes particles that have not all their nodes in the domain.</summary>
    public static void NoteEscaped<TKernel>(Index1D index, ParticleViews particles, GridViews grid, NoteViews notes, StepNumbers step)
        where TKernel : struct, ITransferKernel
    {
        int i = index.X;
        if (!particles.IsActive(i)) return;
        if (!BlockOf<TKernel>(in particles, in grid, i).IsInside) ParticleTransfer.NoteEscaped(in particles, in notes, in step, i);
    }

    /// <summary>Grid to particles.</summary>
    public static void Gather<TKernel, TScheme>(
        Index1D index, ParticleViews particles, GridViews grid, StepNumbers step, GeneralNumbers<Real32> numbers)
        where TKernel : struct, ITransferKernel
        where TScheme : struct, ITransferScheme
    {
        int i = index.X;
        if (!particles.IsActive(i)) return;
        NodeBlock<TKernel> block = BlockOf<TKernel>(in particles, in grid, i);
        if (!block.IsInside) return;
        Take<TKernel>(in grid, in numbers, in block, TScheme.NeedsVelocityBefore, out TransferSample<Real32> sample);
        Move<TScheme>(in particles, in step, in numbers, i, ref sample);
    }

    /// <summary>Carries one tracer with the grid; see <see cref="TracerKernels.Advance"/>.</summary>
    public static void Carry<TKernel>(
        Index1D index, ArrayView<float> data, ArrayView<long> places, int count, GridViews grid, StepNumbers step, GeneralNumbers<Real32> numbers)
        where TKernel : struct, ITransferKernel
    {
        ParticleViews tracers = default;
        tracers.Data = data;
        tracers.Place = places;
        tracers.Count = count;
        NodeBlock<TKernel> block = BlockOf<TKernel>(in tracers, in grid, index.X);
        if (!block.IsInside) return;
        Take<TKernel>(in grid, in numbers, in block, false, out TransferSample<Real32> sample);
        TracerKernels.Move(in tracers, in grid, in step, index.X, sample.Velocity, in sample.Gradient);
    }

    /// <summary>Adds what a particle in a given cell gives to a node.</summary>
    /// <param name="particles">The particles; all have been sorted since they moved.</param>
    /// <param name="grid">The grid.</param>
    /// <param name="numbers">The numbers of the transfer.</param>
    /// <param name="impulses">What the laws have laid down.</param>
    /// <param name="p">Which particle.</param>
    /// <param name="x">The node along x.</param>
    /// <param name="y">Along y.</param>
    /// <param name="z">Along z.</param>
    /// <param name="cellX">The particle's cell along x.</param>
    /// <param name="cellY">Along y.</param>
    /// <param name="cellZ">Along z.</param>
    /// <param name="mass">The node's mass [kg].</param>
    /// <param name="momentum">Its momentum [kg m/s].</param>
    /// <param name="inertia">The part of it that the particle brought along [kg m/s].</param>
    internal static void AddShare<TKernel>(
        in ParticleViews particles, in GridViews grid, in GeneralNumbers<Real32> numbers, ArrayView<float> impulses, int p,
        int x, int y, int z, int cellX, int cellY, int cellZ, ref Real32 mass, ref Vector3<Real32> momentum, out Vector3<Real32> inertia)
        where TKernel : struct, ITransferKernel
    {
        inertia = default;
        // All have been sorted since they moved: their blocks are those of their cells.
        NodeBlock<TKernel> block = NodeBlock<TKernel>.Of(
            in grid, particles.GetVector(ParticleViews.X, p), cellX & ~3, cellY & ~3, cellZ & ~3);
        int i = x - block.I, j = y - block.J, k = z - block.K;
        bool touches = i >= 0 && j >= 0 && k >= 0 && i < TKernel.NodeCount && j < TKernel.NodeCount && k < TKernel.NodeCount;
        if (!block.IsInside || !touches) return;
        TransferGift<Real32> gift = GiftOf(in particles, in numbers, impulses, p);
        gift.At(in block.Nodes, numbers.IsClassic, i, j, k, out Real32 part, out inertia, out Vector3<Real32> force);
        mass += part;
        momentum += inertia + force;
    }

    /// <summary>A particle takes what the grid says, as the scheme wants it, and moves.</summary>
    internal static void Move<TScheme>(
        in ParticleViews particles, in StepNumbers step, in GeneralNumbers<Real32> numbers, int i, ref TransferSample<Real32> sample)
        where TScheme : struct, ITransferScheme
    {
        sample.VolumeRatio = particles.GetMatrix(ParticleViews.F, i).Determinant;
        sample.TimeStep = step.TimeStep;
        Vector3<Real32> velocity = particles.GetVector(ParticleViews.V, i);
        TScheme.Update(in sample, in numbers.Scheme, ref velocity, out Matrix3x3<Real32> affine, out Vector3<Real32> drift);
        particles.Set(ParticleViews.X, i, particles.GetVector(ParticleViews.X, i) + step.StepInCells * drift);
        particles.Set(ParticleViews.V, i, velocity);
        particles.Set(ParticleViews.C, i, in affine);
        if (particles.Gradient != ParticleViews.C) particles.Set(particles.Gradient, i, in sample.Gradient);
    }

    /// <summary>Adds an arena's planes of momentum without forces to the grid.</summary>
    internal static void FlushBefore(ArrayView<float> arena, in GridViews grid, int firstX, int firstY, int firstZ)
    {
        for (int n = Group.IdxX; n < ParticleTransfer.ArenaNodes; n += TransferKernels.GroupSize)
        {
            Vector3<Real32> sum = Plane(arena, 4, ParticleTransfer.InPlane(n));
            if (sum.X.Value == 0 && sum.Y.Value == 0 && sum.Z.Value == 0) continue;
            grid.AddBeforeAt(
                firstX + ParticleTransfer.ArenaFirst + (n >> 6), firstY + ParticleTransfer.ArenaFirst + ((n >> 3) & 7),
                firstZ + ParticleTransfer.ArenaFirst + (n & 7), sum);
        }
    }

    /// <summary>The impulse of a particle [J s].</summary>
    internal static SymmetricMatrix3x3<Real32> ImpulseOf(in ParticleViews particles, ArrayView<float> impulses, int i)
    {
        ParticleViews source = particles;
        source.Data = impulses;
        Vector3<Real32> x = source.GetVector(0, i), rest = source.GetVector(3, i);
        return new(x.X, x.Y, x.Z, rest.X, rest.Y, rest.Z);
    }

    private static void Lay(
        in ParticleViews particles, in StepNumbers step, int i, in SymmetricMatrix3x3<Real32> kirchhoff, ArrayView<float> impulses)
    {
        SymmetricMatrix3x3<Real32> impulse = (-step.TimeStep * particles.Get(ParticleViews.Volume, i)) * kirchhoff;
        ParticleViews target = particles;
        target.Data = impulses;
        target.Set(0, i, new Vector3<Real32>(impulse.XX, impulse.XY, impulse.XZ));
        target.Set(3, i, new Vector3<Real32>(impulse.YY, impulse.YZ, impulse.ZZ));
    }

    /// <summary>What a particle gives to its nodes.</summary>
    internal static TransferGift<Real32> GiftOf(in ParticleViews particles, in GeneralNumbers<Real32> numbers, ArrayView<float> impulses, int i)
    {
        SymmetricMatrix3x3<Real32> impulse = ImpulseOf(in particles, impulses, i);
        return TransferGift<Real32>.Of(
            particles.Get(ParticleViews.Mass, i), particles.GetVector(ParticleViews.V, i), particles.GetMatrix(ParticleViews.C, i), in impulse, in numbers);
    }

    /// <summary>The nodes of a particle.</summary>
    internal static NodeBlock<TKernel> BlockOf<TKernel>(in ParticleViews particles, in GridViews grid, int i)
        where TKernel : struct, ITransferKernel
    {
        long place = particles.Place[i];
        return NodeBlock<TKernel>.Of(
            in grid, particles.GetVector(ParticleViews.X, i), grid.FirstX(place), grid.FirstY(place), grid.FirstZ(place));
    }

    /// <summary>Gives a particle's gift to the arena, or to the grid where that does not reach; false where a node is not stored.</summary>
    internal static bool Give<TKernel>(
        ArrayView<float> arena, in GridViews grid, in GeneralNumbers<Real32> numbers, in NodeBlock<TKernel> block, in TransferGift<Real32> gift)
        where TKernel : struct, ITransferKernel
    {
        bool stored = true;
        for (int i = 0; i < TKernel.NodeCount; i++)
        {
            for (int j = 0; j < TKernel.NodeCount; j++)
            {
                for (int k = 0; k < TKernel.NodeCount; k++)
                {
                    gift.At(in block.Nodes, numbers.IsClassic, i, j, k, out Real32 mass, out Vector3<Real32> inertia, out Vector3<Real32> force);
                    Vector3<Real32> momentum = inertia + force;
                    if (block.IsInArena)
                    {
                        int n = block.ArenaIndex + i * ParticleTransfer.ArenaStride + j * ParticleTransfer.ArenaEdge + k;
                        Add(arena, 0, n, momentum);
                        Atomic.Add(ref arena[3 * ParticleTransfer.ArenaPlane + n], mass.Value);
                        if (grid.KeepsBefore != 0) Add(arena, 4, n, inertia);
                        continue;
                    }

                    stored &= grid.AddAt(block.I + i, block.J + j, block.K + k, momentum, mass);
                    if (grid.KeepsBefore != 0) grid.AddBeforeAt(block.I + i, block.J + j, block.K + k, inertia);
                }
            }
        }

        return stored;
    }

    /// <summary>What the grid says at a point.</summary>
    internal static void Take<TKernel>(
        in GridViews grid, in GeneralNumbers<Real32> numbers, in NodeBlock<TKernel> block, bool withBefore, out TransferSample<Real32> sample)
        where TKernel : struct, ITransferKernel =>
        Take<TKernel, CommonNodes>(in grid, in numbers, default, in block, withBefore, out sample);

    /// <summary>What the grid says at a point that has nodes of its own.</summary>
    internal static void Take<TKernel, TNodes>(
        in GridViews grid, in GeneralNumbers<Real32> numbers, TNodes nodes, in NodeBlock<TKernel> block, bool withBefore,
        out TransferSample<Real32> sample)
        where TKernel : struct, ITransferKernel
        where TNodes : struct, INodeFinder<TNodes>
    {
        TransferTake<Real32> sums = default;
        for (int i = 0; i < TKernel.NodeCount; i++)
        {
            for (int j = 0; j < TKernel.NodeCount; j++)
            {
                for (int k = 0; k < TKernel.NodeCount; k++)
                {
                    int node = nodes.Find(in grid, block.I + i, block.J + j, block.K + k);
                    // A side without matter there is at rest.
                    if (node < 0) continue;
                    sums.Add(
                        in block.Nodes, numbers.IsClassic, i, j, k, grid.VelocityOf(node),
                        withBefore ? grid.BeforeOf(node) : default);
                }
            }
        }

        sums.Finish(in numbers, out sample);
    }

    /// <summary>Adds to three planes of an arena.</summary>
    internal static void Add(ArrayView<float> arena, int plane, int node, Vector3<Real32> value)
    {
        Atomic.Add(ref arena[plane * ParticleTransfer.ArenaPlane + node], value.X.Value);
        Atomic.Add(ref arena[(plane + 1) * ParticleTransfer.ArenaPlane + node], value.Y.Value);
        Atomic.Add(ref arena[(plane + 2) * ParticleTransfer.ArenaPlane + node], value.Z.Value);
    }

    private static Vector3<Real32> Plane(ArrayView<float> arena, int plane, int node) => new(
        new(arena[plane * ParticleTransfer.ArenaPlane + node]), new(arena[(plane + 1) * ParticleTransfer.ArenaPlane + node]),
        new(arena[(plane + 2) * ParticleTransfer.ArenaPlane + node]));
}
