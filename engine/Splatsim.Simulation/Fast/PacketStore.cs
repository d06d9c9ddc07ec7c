using Splatsim.Mathematics;
using static Splatsim.Simulation.Fast.PacketLayout;

namespace Splatsim.Simulation.Fast;

/// <summary>
/// The particles in packets (see <see cref="PacketLayout"/>), in the order of the last sort. Padding lanes have no mass, no volume, F = I and
/// identifier -1: all kernels may run over them.
/// </summary>
internal sealed class PacketStore
{
    private readonly int historyCount;
    private readonly bool separate;

    /// <param name="historyCount">History scalars kept per particle: the most that a law at hand has.</param>
    /// <param name="separate">Whether C differs from the velocity gradient.</param>
    public PacketStore(int historyCount, bool separate = false) => (this.historyCount, this.separate) = (historyCount, separate);

    /// <summary>Positions, velocities, masses, rest volumes.</summary>
    public AlignedArray<float> State { get; private set; } = new(0);

    /// <summary>Deformation gradients.</summary>
    public AlignedArray<float> Deformation { get; private set; } = new(0);

    /// <summary>Affine velocities, which are also the velocity gradients; where the two differ, the gradients.</summary>
    public AlignedArray<float> Affine { get; private set; } = new(0);

    /// <summary>Affine velocities where they are not the velocity gradients; empty with the default transfer.</summary>
    public AlignedArray<float> Transfer { get; private set; } = new(0);

    /// <summary>The affine velocities, wherever they are.</summary>
    public AlignedArray<float> AffineVelocities => separate ? Transfer : Affine;

    /// <summary>Whether C differs from the velocity gradient.</summary>
    public bool IsSeparate => separate;

    /// <summary>Three rows per packet: scratch while sorting, and the positions before the last move in between.</summary>
    public AlignedArray<float> Spare { get; private set; } = new(0);

    /// <summary>History rows.</summary>
    public AlignedArray<float> History { get; private set; } = new(0);

    /// <summary>User index of each particle; -1 in padding.</summary>
    public AlignedArray<int> Identifiers { get; private set; } = new(0);

    /// <summary>Row of the parameter table of each particle.</summary>
    public AlignedArray<int> Rows { get; private set; } = new(0);

    /// <summary>Row of the parameter table of each packet; -1 where its particles differ.</summary>
    public AlignedArray<int> UniformRows { get; private set; } = new(0);

    /// <summary>The spans, by block and kind.</summary>
    public List<PacketSpan> Spans { get; } = [];

    /// <summary>Packets in use.</summary>
    public int PacketCount { get; set; }

    /// <summary>Packets that there is memory for.</summary>
    public int Capacity { get; private set; }

    /// <summary>Floats of history per packet.</summary>
    public int HistoryStride => historyCount * Lanes;

    /// <summary>Memory of the arrays [bytes].</summary>
    public long Bytes => sizeof(float) * ((long)State.Length + Deformation.Length + Affine.Length + Transfer.Length + Spare.Length + History.Length
        + Identifiers.Length + Rows.Length + UniformRows.Length);

    /// <summary>Makes room; what the arrays hold is kept.</summary>
    public void Reserve(int packets)
    {
        if (packets <= Capacity) return;
        Capacity = packets + packets / 32;
        State = Grown(State, Stride);
        Deformation = Grown(Deformation, Stride);
        Affine = Grown(Affine, Stride);
        if (separate) Transfer = Grown(Transfer, Stride);
        Spare = Grown(Spare, SpareStride);
        History = Grown(History, HistoryStride);
        Identifiers = Grown(Identifiers, Lanes);
        Rows = Grown(Rows, Lanes);
        UniformRows = Grown(UniformRows, 1);
    }

    /// <summary>The memory of C becomes that of F, and the other way round.</summary>
    public void ExchangeDeformationAndAffine() => (Deformation, Affine) = (Affine, Deformation);

    private AlignedArray<T> Grown<T>(AlignedArray<T> old, int stride)
        where T : unmanaged
    {
        AlignedArray<T> result = new(checked(Capacity * stride));
        old.Span.CopyTo(result.Span);
        return result;
    }
}
