using Splatsim.Compute;
using Splatsim.Mathematics;
using static Splatsim.Simulation.Fast.PacketLayout;

namespace Splatsim.Simulation.Fast;

/// <summary>
/// Derivatives of a loss by the particles and tracers at one moment of the reverse run, in packets like theirs:
/// <code>
/// x y z | v_x v_y v_z | C_00 ... C_22 | F_00 ... F_22 | history | L_00 ... L_22, where it is not C
/// </code>
/// By positions per cell, everything else in SI units. Packets follow the order of the substep at hand; padding is 0.
/// </summary>
internal sealed unsafe class CotangentPackets
{
    /// <summary>Offset of the rows by velocities.</summary>
    public const int Velocity = 3 * Lanes;

    /// <summary>Offset of the rows by C.</summary>
    public const int Affine = 6 * Lanes;

    /// <summary>Offset of the rows by F.</summary>
    public const int Deformation = 15 * Lanes;

    /// <summary>Offset of the rows by the history.</summary>
    public const int History = 24 * Lanes;

    private const int PacketsPerTask = 512;

    private readonly WorkerPool pool;
    private readonly int particles;
    private readonly double cellSize;
    private PacketOrder order;
    private AlignedArray<float> values, spare = new(0);
    private int[] slots = [];
    private PacketOrder? slotsOrder;
    private int slotCount;

    /// <param name="pool">Who copies.</param>
    /// <param name="order">The order to start with.</param>
    /// <param name="particles">Number of particles; identifiers from there on are tracers.</param>
    /// <param name="scalars">History scalars that are kept.</param>
    /// <param name="cellSize">dx [m].</param>
    /// <param name="isSeparate">Whether the velocity gradient L differs from C.</param>
    public CotangentPackets(WorkerPool pool, PacketOrder order, int particles, int scalars, double cellSize, bool isSeparate)
    {
        (this.pool, this.order, this.particles, this.cellSize, Scalars) = (pool, order, particles, cellSize, scalars);
        int known = History + scalars * Lanes;
        Rows = isSeparate ? new(known + PacketLayout.Stride, known) : new(known, 0);
        values = new(checked(order.PacketCount * Stride));
    }

    /// <summary>Number of particles; tracers follow them.</summary>
    public int ParticleCount => particles;

    /// <summary>Where its numbers lie.</summary>
    public CotangentRows Rows { get; }

    /// <summary>Floats of a packet.</summary>
    public int Stride => Rows.Stride;

    /// <summary>Whether the velocity gradient L differs from C.</summary>
    public bool IsSeparate => Rows.Gradient > 0;

    /// <summary>History scalars that are kept.</summary>
    public int Scalars { get; }

    /// <summary>Memory [bytes].</summary>
    public long Bytes => sizeof(float) * ((long)values.Length + spare.Length + slots.Length);

    /// <summary>User index by slot; -1 in padding.</summary>
    public ReadOnlySpan<int> Identifiers => order.Identifiers;

    /// <summary>The rows of a packet.</summary>
    public float* At(int packet) => values.Pointer + (long)packet * Stride;

    /// <summary>One number: the first row's offset plus a row.</summary>
    public ref float Of(int slot, int offset, int row) => ref *(At(slot >> 4) + offset + row * Lanes + (slot & 15));

    /// <summary>Whether packets lie in an order already.</summary>
    public bool IsIn(PacketOrder wanted) =>
        ReferenceEquals(wanted, order) || wanted.Identifiers.SequenceEqual(order.Identifiers);

    /// <summary>Brings the packets into an order.</summary>
    public void Bring(PacketOrder wanted)
    {
        if (IsIn(wanted)) return;
        FindSlots();
        if (spare.Length < wanted.PacketCount * Stride) spare = AlignedArray<float>.Uninitialized(checked(wanted.PacketCount * Stride));
        pool.Run((wanted.PacketCount + PacketsPerTask - 1) / PacketsPerTask, (task, _) =>
        {
            int end = Math.Min((task + 1) * PacketsPerTask, wanted.PacketCount);
            for (int slot = task * PacketsPerTask * Lanes; slot < end * Lanes; slot++) Copy(wanted.Identifiers[slot], slot);
        });
        (values, spare) = (spare, values);
        order = wanted;
    }

    /// <summary>Slot by user index, tracers after the particles.</summary>
    public ReadOnlySpan<int> FindSlots()
    {
        if (ReferenceEquals(slotsOrder, order)) return slots.AsSpan(0, slotCount);
        ReadOnlySpan<int> identifiers = order.Identifiers;
        slotCount = 0;
        foreach (int identifier in identifiers) slotCount = Math.Max(slotCount, identifier + 1);
        if (slots.Length < slotCount) slots = new int[slotCount];
        for (int slot = 0; slot < identifiers.Length; slot++)
            if (identifiers[slot] >= 0) slots[identifiers[slot]] = slot;
        slotsOrder = order;
        return slots.AsSpan(0, slotCount);
    }

    /// <summary>Adds what a loss says about the state at this moment.</summary>
    public void Add(StateCotangents seed)
    {
        ReadOnlySpan<int> identifiers = order.Identifiers;
        for (int slot = 0; slot < identifiers.Length; slot++)
        {
            int identifier = identifiers[slot], tracer = identifier - particles;
            if (identifier < 0) continue;
            Add(tracer < 0 ? seed.Positions : seed.TracerPositions, tracer < 0 ? identifier : tracer, 3, slot, 0, cellSize);
            Add(tracer < 0 ? seed.DeformationGradients : seed.TracerDeformationGradients, tracer < 0 ? identifier : tracer, 9, slot, Deformation, 1);
            if (tracer >= 0) continue;
            Add(seed.Velocities, identifier, 3, slot, Velocity, 1);
            Add(seed.AffineVelocities, identifier, 9, slot, Affine, 1);
            if (seed.History is null) continue;
            for (int i = 0; i < Scalars; i++) Of(slot, History, i) += (float)seed.History[ParticleSet.HistoryWidth * identifier + i];
        }
    }

    /// <summary>Some rows in the user's order.</summary>
    /// <param name="offset">Offset of the first row.</param>
    /// <param name="rows">Rows to read.</param>
    /// <param name="width">Numbers per particle in the result.</param>
    /// <param name="tracers">Those of the tracers, instead of the particles.</param>
    public double[] ToDoubles(int offset, int rows, int width, bool tracers)
    {
        ReadOnlySpan<int> all = FindSlots();
        ReadOnlySpan<int> wanted = tracers ? all[particles..] : all[..particles];
        double scale = offset == 0 ? 1 / cellSize : 1;
        double[] result = new double[width * wanted.Length];
        for (int p = 0; p < wanted.Length; p++)
            for (int row = 0; row < rows; row++) result[width * p + row] = scale * Of(wanted[p], offset, row);
        return result;
    }

    private void Add(double[]? from, int index, int width, int slot, int offset, double scale)
    {
        if (from is null) return;
        for (int row = 0; row < width; row++) Of(slot, offset, row) += (float)(scale * from[width * index + row]);
    }

    private void Copy(int identifier, int slot)
    {
        float* to = spare.Pointer + (long)(slot >> 4) * Stride + (slot & 15);
        if (identifier < 0)
        {
            for (int row = 0; row < Stride; row += Lanes) to[row] = 0;
            return;
        }

        float* from = At(slots[identifier] >> 4) + (slots[identifier] & 15);
        for (int row = 0; row < Stride; row += Lanes) to[row] = from[row];
    }
}
