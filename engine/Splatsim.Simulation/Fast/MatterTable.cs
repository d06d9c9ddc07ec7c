using Splatsim.Mathematics;
using Splatsim.Mechanics;

namespace Splatsim.Simulation.Fast;

/// <summary>
/// Kinds of matter (one per law and bound of its step, one for tracers) and the rows of prepared coefficients (one per material, one for tracers).
/// Materials with the same kind share packets; a packet whose particles have one row broadcasts it.
/// </summary>
/// <typeparam name="TLanes">The register width.</typeparam>
internal sealed class MatterTable<TLanes>
    where TLanes : unmanaged, ILanes<TLanes>
{
    private readonly double[][] initialHistories;

    /// <param name="materials">The materials.</param>
    /// <param name="tracksDissipation">Whether laws tell what they turn into heat.</param>
    /// <param name="bounds">By material: what bounds its own step, where materials of one law may step differently.</param>
    public MatterTable(IReadOnlyList<Material> materials, bool tracksDissipation, IReadOnlyList<object?> bounds)
    {
        List<(LawEntry Law, object? Bound)> kinds = [.. materials.Select((m, i) => (m.Law, bounds[i])).Distinct()];
        KindOfRow = [.. materials.Select((m, i) => (byte)kinds.IndexOf((m.Law, bounds[i]))), (byte)kinds.Count, (byte)(kinds.Count + 1)];
        Roles = [.. kinds.Select(k => RoleOf(k.Law.Description)), MatterRole.Tracer, MatterRole.Parked];
        Laws = [.. kinds.Select(k => LawKernels.For<TLanes>(k.Law, tracksDissipation))];
        TracerRow = materials.Count;
        ParkedRow = materials.Count + 1;
        HistoryCount = kinds.Select(k => k.Law.Description.History.Count).DefaultIfEmpty(0).Max();
        Coefficients = new AlignedArray<float>(KindOfRow.Length * LawParameters<Real64>.Capacity);
        initialHistories = new double[materials.Count][];
        for (int row = 0; row < materials.Count; row++)
        {
            LawParameters<Real64> p = materials[row].PreparedParameters;
            Set(row, in p);
            initialHistories[row] = LawNumbers.ToArray(materials[row].Law.InitialHistory(in p));
        }
    }

    /// <summary>Writes a row of coefficients.</summary>
    public void Set(int row, in LawParameters<Real64> prepared)
    {
        LawParameters<Real64> copy = prepared;
        Span<Real64> values = LawNumbers.AsSpan(ref copy);
        LawKernel<TLanes> law = Laws[KindOfRow[row]];
        for (int k = 0; k < values.Length; k++)
        {
            Coefficients[row * values.Length + k] = (float)values[k].Value;
            if (values[k].Value != 0) law.CoefficientCount = Math.Max(law.CoefficientCount, k + 1);
        }
    }

    /// <summary>Kind by row.</summary>
    public byte[] KindOfRow { get; }

    /// <summary>Role by kind.</summary>
    public IReadOnlyList<MatterRole> Roles { get; }

    /// <summary>Law by kind; tracers and parked particles, the last two kinds, have none.</summary>
    public IReadOnlyList<LawKernel<TLanes>> Laws { get; }

    /// <summary>Row of the tracers.</summary>
    public int TracerRow { get; }

    /// <summary>Row of the particles that take no part.</summary>
    public int ParkedRow { get; }

    /// <summary>History scalars that are kept per particle.</summary>
    public int HistoryCount { get; }

    /// <summary>Prepared coefficients, <see cref="LawParameters{T}.Capacity"/> per row.</summary>
    public AlignedArray<float> Coefficients { get; }

    /// <summary>A history scalar of an undeformed particle.</summary>
    public double InitialHistory(int row, int scalar) => initialHistories[row][scalar];

    private static MatterRole RoleOf(LawDescription law) =>
        law.HoldsNodes ? MatterRole.Stationary : law.IsRigid ? MatterRole.Rigid : MatterRole.Matter;
}
