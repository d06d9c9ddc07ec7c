using Splatsim.Compute;
using Splatsim.Mathematics;
using Splatsim.Mechanics;
using static Splatsim.Simulation.Fast.PacketLayout;

namespace Splatsim.Simulation.Fast;

/// <summary>Reads and changes particles in packets by the user's indices.</summary>
internal sealed unsafe class PacketReader
{
    private const int SpansPerTask = 16;

    private readonly WorkerPool pool;
    private readonly PacketStore store;
    private readonly BlockGrid grid;
    private readonly CellFrame frame;
    private readonly SimulationSetup setup;
    private readonly MaterialKernel<Real64>[] materials;
    private readonly bool[] stationary;
    private readonly int count;
    private readonly Predicate<int> isActive;
    private int[] slots = [];
    private long[] places = [];
    private bool current;

    public PacketReader(WorkerPool pool, PacketStore store, BlockGrid grid, CellFrame frame, SimulationSetup setup, Predicate<int> isActive)
    {
        (this.pool, this.store, this.grid, this.frame, this.setup, this.isActive) = (pool, store, grid, frame, setup, isActive);
        materials = [.. setup.Materials.Select(MaterialKernel<Real64>.For)];
        stationary = [.. setup.Materials.Select(m => m.IsStationary)];
        count = setup.Particles.Count;
    }

    /// <summary>Memory of the index [bytes]; none until particles are looked up one by one.</summary>
    public long Bytes => sizeof(int) * (long)slots.Length + sizeof(long) * (long)places.Length;

    /// <summary>Replaces a material's coefficients, which energies are computed with.</summary>
    public void Set(int material, in LawParameters<Real64> prepared) => materials[material].Set(in prepared);

    /// <summary>Forgets where particles lie.</summary>
    public void AfterSort() => current = false;

    /// <summary>Writes the particles in the user's order.</summary>
    public void CopyTo(ParticleSet target)
    {
        if (target.Count != count)
            throw new ArgumentException($"a set of {target.Count} cannot receive {count} particles", nameof(target));
        target.History ??= new double[ParticleSet.HistoryWidth * count];
        if (store.IsSeparate) target.VelocityGradient ??= new double[9 * count];
        setup.Particles.Mass.CopyTo(target.Mass, 0);
        setup.Particles.RestVolume.CopyTo(target.RestVolume, 0);
        setup.Particles.Material.CopyTo(target.Material, 0);
        EachParticle((identifier, slot, place) =>
        {
            if (identifier >= count) return;
            Scalars.Write(PositionAt(slot, place), target.X.AsSpan(3 * identifier, 3));
            Scalars.Write(VelocityAt(slot), target.V.AsSpan(3 * identifier, 3));
            Write(store.AffineVelocities, slot, target.C.AsSpan(9 * identifier, 9));
            if (target.VelocityGradient is { } gradients) Write(store.Affine, slot, gradients.AsSpan(9 * identifier, 9));
            Write(store.Deformation, slot, target.F.AsSpan(9 * identifier, 9));
            LawHistory<Real64> history = HistoryAt(slot);
            Scalars.Write(in history, target.History.AsSpan(ParticleSet.HistoryWidth * identifier, ParticleSet.HistoryWidth));
        });
    }

    /// <summary>Writes the tracers in the user's order.</summary>
    public void CopyTo(TracerSet target) => EachParticle((identifier, slot, place) =>
    {
        int tracer = identifier - count;
        if (tracer < 0) return;
        Scalars.Write(PositionAt(slot, place), target.X.AsSpan(3 * tracer, 3));
        Write(store.Deformation, slot, target.F.AsSpan(9 * tracer, 9));
    });

    /// <summary>Sums over the particles, in the user's order.</summary>
    public SimulationStatistics Statistics(double time, int clamped, double dissipated)
    {
        StatisticsSum sum = new(setup);
        for (int p = 0; p < count; p++)
        {
            if (!isActive(p)) continue;
            int slot = SlotOf(p);
            Matrix3x3<Real64> f = MatrixAt(store.Deformation, slot), c = MatrixAt(store.AffineVelocities, slot);
            LawHistory<Real64> history = HistoryAt(slot);
            double energy = materials[setup.Particles.Material[p]].EnergyDensity(in f, in history);
            sum.Add(
                PositionOf(p), VelocityAt(slot), in c, setup.Particles.Mass[p], setup.Particles.RestVolume[p],
                f.Determinant.Value, energy);
        }

        return sum.Result(time, clamped, dissipated);
    }

    /// <summary>Position of a particle [m].</summary>
    public Vector3<Real64> PositionOf(int particle)
    {
        int slot = SlotOf(particle);
        return PositionAt(slot, places[slot >> 4]);
    }

    /// <summary>Number of particles.</summary>
    public int Count => count;

    /// <summary>The slot of a particle and its block.</summary>
    public (int Slot, (int X, int Y, int Z) Block) Find(int particle)
    {
        int slot = SlotOf(particle);
        return (slot, BlockGrid.Coordinates(places[slot >> 4]));
    }

    /// <summary>Velocity of a particle [m/s].</summary>
    public Vector3<Real64> VelocityOf(int particle) => VelocityAt(SlotOf(particle));

    /// <summary>Adds to a particle's velocity, unless it is stationary.</summary>
    public void AddVelocity(int particle, Vector3<Real64> change)
    {
        if (!Moves(particle)) return;
        float* v = store.State.Pointer + Offset(SlotOf(particle)) + Velocity;
        v[0] += (float)change.X.Value;
        v[Lanes] += (float)change.Y.Value;
        v[2 * Lanes] += (float)change.Z.Value;
    }

    /// <summary>Replaces a particle's velocity and C, unless it is stationary.</summary>
    public void SetVelocity(int particle, Vector3<Real64> velocity, in Matrix3x3<Real64> affine)
    {
        if (!Moves(particle)) return;
        int slot = SlotOf(particle);
        float* v = store.State.Pointer + Offset(slot) + Velocity;
        (v[0], v[Lanes], v[2 * Lanes]) = ((float)velocity.X.Value, (float)velocity.Y.Value, (float)velocity.Z.Value);
        Span<double> values = stackalloc double[9];
        Scalars.Write(in affine, values);
        float* c = store.Affine.Pointer + Offset(slot), separate = store.AffineVelocities.Pointer + Offset(slot);
        for (int i = 0; i < 9; i++) c[i * Lanes] = separate[i * Lanes] = (float)values[i];
    }

    /// <summary>Largest speed of a particle [m/s]. Padding is at rest.</summary>
    public double MaximumSpeed()
    {
        double largest = 0;
        for (int packet = 0; packet < store.PacketCount; packet++)
        {
            float* v = store.State.Pointer + (long)packet * Stride + Velocity;
            for (int lane = 0; lane < Lanes; lane++)
            {
                double x = v[lane], y = v[Lanes + lane], z = v[2 * Lanes + lane];
                double squared = x * x + y * y + z * z;
                // Written so that NaN is kept: the caller must not take it for rest.
                largest = squared <= largest ? largest : squared;
            }
        }

        return Math.Sqrt(largest);
    }

    /// <summary>Lowest index of the particles whose state is not finite, or -1.</summary>
    public int FirstNotFinite()
    {
        int first = int.MaxValue;
        for (int packet = 0; packet < store.PacketCount; packet++)
        {
            float sum = Sum(store.State, packet, Mass / Lanes) + Sum(store.Affine, packet, 9) + Sum(store.Deformation, packet, 9);
            if (float.IsFinite(sum)) continue;
            for (int lane = 0; lane < Lanes; lane++)
            {
                int slot = packet * Lanes + lane, identifier = store.Identifiers[slot];
                if ((uint)identifier < (uint)Math.Min(first, count) && !IsFiniteAt(slot)) first = identifier;
            }
        }

        return first == int.MaxValue ? -1 : first;
    }

    /// <summary>Lowest index of the particles whose nodes are not all in the domain, or -1.</summary>
    public int FirstOutside()
    {
        int first = int.MaxValue;
        foreach (PacketSpan span in store.Spans)
        {
            (int blockX, int blockY, int blockZ) = BlockGrid.Coordinates(grid.Owners[span.Owner]);
            for (int i = 0; i < span.Count; i++)
            {
                int slot = span.FirstPacket * Lanes + i;
                float* x = store.State.Pointer + Offset(slot);
                bool inside = grid.Holds(blockX, x[0], grid.NodesX) && grid.Holds(blockY, x[Lanes], grid.NodesY) && grid.Holds(blockZ, x[2 * Lanes], grid.NodesZ);
                if (!inside && store.Identifiers[slot] < count) first = Math.Min(first, store.Identifiers[slot]);
            }
        }

        return first == int.MaxValue ? -1 : first;
    }

    /// <summary>Whether all numbers of a particle are finite.</summary>
    public bool IsFinite(int particle) => IsFiniteAt(SlotOf(particle));

    /// <summary>Position of a slot in a block [m].</summary>
    public Vector3<Real64> PositionAt(float* x, long place)
    {
        (int blockX, int blockY, int blockZ) = BlockGrid.Coordinates(place);
        (double worldX, double worldY, double worldZ) = frame.ToWorld(
            x[0] + (double)BlockNodes * blockX, x[Lanes] + (double)BlockNodes * blockY, x[2 * Lanes] + (double)BlockNodes * blockZ);
        return new(worldX, worldY, worldZ);
    }

    private bool Moves(int particle) => !stationary[setup.Particles.Material[particle]] && isActive(particle);

    private static float Sum(AlignedArray<float> packets, int packet, int rows)
    {
        float* values = packets.Pointer + (long)packet * Stride;
        float sum = 0;
        for (int i = 0; i < rows * Lanes; i++) sum += 0 * values[i];
        return sum;
    }

    private static void Write(AlignedArray<float> packets, int slot, Span<double> target)
    {
        float* values = packets.Pointer + Offset(slot);
        for (int i = 0; i < 9; i++) target[i] = values[i * Lanes];
    }

    private static Matrix3x3<Real64> MatrixAt(AlignedArray<float> packets, int slot)
    {
        Span<double> values = stackalloc double[9];
        Write(packets, slot, values);
        return Scalars.ReadMatrix<Real64>(values);
    }

    private Vector3<Real64> PositionAt(int slot, long place) => PositionAt(store.State.Pointer + Offset(slot), place);

    private Vector3<Real64> VelocityAt(int slot)
    {
        float* v = store.State.Pointer + Offset(slot) + Velocity;
        return new(v[0], v[Lanes], v[2 * Lanes]);
    }

    private LawHistory<Real64> HistoryAt(int slot)
    {
        float* h = store.History.Pointer + (long)(slot >> 4) * store.HistoryStride + (slot & 15);
        LawHistory<Real64> history = default;
        Span<Real64> scalars = LawNumbers.AsSpan(ref history);
        for (int i = 0; i < store.HistoryStride / Lanes; i++) scalars[i] = h[i * Lanes];
        return history;
    }

    private bool IsFiniteAt(int slot)
    {
        float sum = 0;
        float* state = store.State.Pointer + Offset(slot), c = store.Affine.Pointer + Offset(slot), f = store.Deformation.Pointer + Offset(slot);
        for (int i = 0; i < Mass; i += Lanes) sum += 0 * state[i];
        for (int i = 0; i < 9 * Lanes; i += Lanes) sum += 0 * (c[i] + f[i]);
        return float.IsFinite(sum);
    }

    private int SlotOf(int particle)
    {
        if (!current) Index();
        return slots[particle];
    }

    private void Index()
    {
        if (slots.Length < count) slots = new int[count];
        if (places.Length < store.PacketCount) places = new long[store.PacketCount + store.PacketCount / 32];
        EachParticle((identifier, slot, place) =>
        {
            if (identifier < count) slots[identifier] = slot;
            places[slot >> 4] = place;
        });
        current = true;
    }

    private void EachParticle(Action<int, int, long> body)
    {
        int spans = store.Spans.Count;
        pool.Run((spans + SpansPerTask - 1) / SpansPerTask, (task, _) =>
        {
            int end = Math.Min((task + 1) * SpansPerTask, spans);
            for (int index = task * SpansPerTask; index < end; index++)
            {
                PacketSpan span = store.Spans[index];
                long place = grid.Owners[span.Owner];
                int slot = span.FirstPacket * Lanes;
                for (int i = 0; i < span.Count; i++, slot++) body(store.Identifiers[slot], slot, place);
            }
        });
    }
}
