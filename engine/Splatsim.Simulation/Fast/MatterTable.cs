using Splatsim.Mathematics;
using Splatsim.Mechanics;

namespace Splatsim.Simulation.Fast;

/// <summary>
/// Kinds of matter (one per law, one for tracers) and the rows of prepared coefficients (one per material, one for tracers).
/// Materials with the same law share packets; a packet whose particles have one row broadcasts it.
/// </summary>
/// <typeparam name="TLanes">The register width.</typeparam>
internal sealed class MatterTable<TLanes>
    where TLanes : unmanaged, ILanes<TLanes>
{
    private readonly LawHistory<Real64>[] initialHistories;

    public MatterTable(IReadOnlyList<Material> materials)
    {
        List<LawEntry> laws = [.. materials.Select(m => m.Law).Distinct()];
        KindOfRow = [.. materials.Select(m => (byte)laws.IndexOf(m.Law)), (byte)laws.Count];
        Roles = [.. laws.Select(l => l.Description.HoldsNodes ? MatterRole.Stationary : MatterRole.Matter), MatterRole.Tracer];
        Laws = [.. laws.Select(LawKernels.For<TLanes>)];
        TracerRow = materials.Count;
        HistoryCount = laws.Select(l => l.Description.History.Count).DefaultIfEmpty(0).Max();
        Coefficients = new AlignedArray<float>(KindOfRow.Length * LawParameters<Real64>.Capacity);
        initialHistories = new LawHistory<Real64>[materials.Count];
        for (int row = 0; row < materials.Count; row++)
        {
            LawParameters<Real64> p = materials[row].PreparedParameters;
            ReadOnlySpan<double> values = [p.P0.Value, p.P1.Value, p.P2.Value, p.P3.Value, p.P4.Value, p.P5.Value, p.P6.Value, p.P7.Value];
            for (int k = 0; k < values.Length; k++) Coefficients[row * values.Length + k] = (float)values[k];
            initialHistories[row] = materials[row].Law.InitialHistory(in p);
        }
    }

    /// <summary>Kind by row.</summary>
    public byte[] KindOfRow { get; }

    /// <summary>Role by kind.</summary>
    public IReadOnlyList<MatterRole> Roles { get; }

    /// <summary>Law by kind; tracers, the last kind, have none.</summary>
    public IReadOnlyList<LawKernel<TLanes>> Laws { get; }

    /// <summary>Row of the tracers.</summary>
    public int TracerRow { get; }

    /// <summary>History scalars that are kept per particle.</summary>
    public int HistoryCount { get; }

    /// <summary>Prepared coefficients, 8 per row.</summary>
    public AlignedArray<float> Coefficients { get; }

    /// <summary>A history scalar of an undeformed particle.</summary>
    public double InitialHistory(int row, int scalar) => scalar switch
    {
        0 => initialHistories[row].H0.Value,
        1 => initialHistories[row].H1.Value,
        _ => initialHistories[row].H2.Value,
    };
}
