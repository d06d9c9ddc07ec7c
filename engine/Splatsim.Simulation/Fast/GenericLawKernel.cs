using Splatsim.Mathematics;
using Splatsim.Mechanics;
using static Splatsim.Simulation.Fast.PacketLayout;

namespace Splatsim.Simulation.Fast;

/// <summary>Any registered law, from its one generic source.</summary>
/// <typeparam name="TLanes">The register width.</typeparam>
/// <typeparam name="TLaw">The law.</typeparam>
internal sealed unsafe class GenericLawKernel<TLanes, TLaw> : LawKernel<TLanes>
    where TLanes : unmanaged, ILanes<TLanes>
    where TLaw : struct, ILaw
{
    private readonly int historyCount = TLaw.Description.History.Count;

    /// <inheritdoc/>
    protected override ulong Update(in ParticleGroup group, float timeStep, GroupScratch scratch)
    {
        ulong bits = 0;
        int row = -1;
        LawParameters<TLanes> parameters = default;
        float* coefficients = stackalloc float[LawParameters<TLanes>.Capacity * Lanes];
        for (int packet = 0; packet < group.Packets; packet++)
        {
            int uniform = group.UniformRows[packet];
            if (uniform >= 0 && uniform != row) parameters = Broadcast(group.Table + uniform * LawParameters<TLanes>.Capacity);
            if (uniform < 0) Collect(group.Table, group.Rows + packet * Lanes, coefficients);
            row = uniform;
            for (int lane = 0; lane < Lanes; lane += TLanes.LaneCount)
            {
                if (uniform < 0) parameters = Load(coefficients + lane);
                Mask<TLanes> clamped = Step(in group, timeStep, packet, lane, in parameters, scratch.Stress + packet * Lanes + lane);
                bits |= (ulong)TLanes.Bits(clamped) << (packet * Lanes + lane);
            }
        }

        return bits;
    }

    /// <summary>The law for one register of particles with a trial F.</summary>
    /// <returns>A bit per lane whose stretches were clamped.</returns>
    public uint UpdateLanes(in ParticleGroup group, float timeStep, int packet, int lane, GroupScratch scratch)
    {
        float* coefficients = stackalloc float[LawParameters<TLanes>.Capacity * Lanes];
        Collect(group.Table, group.Rows + packet * Lanes, coefficients);
        LawParameters<TLanes> parameters = Load(coefficients + lane);
        return TLanes.Bits(Step(in group, timeStep, packet, lane, in parameters, scratch.Stress + packet * Lanes + lane));
    }

    private Mask<TLanes> Step(in ParticleGroup group, float timeStep, int packet, int lane, in LawParameters<TLanes> parameters, float* stress)
    {
        float* f = group.Deformation + packet * Stride + lane;
        LoadMatrix(group.Affine + packet * Stride + lane, out Matrix3x3<TLanes> c);
        LoadMatrix(f, out Matrix3x3<TLanes> deformation);
        LawHistory<TLanes> history = default;
        float* h = group.History + packet * group.HistoryStride + lane;
        if (historyCount > 0) history.H0 = TLanes.Load(h);
        if (historyCount > 1) history.H1 = TLanes.Load(h + Lanes);
        if (historyCount > 2) history.H2 = TLanes.Load(h + 2 * Lanes);
        TLaw.Update(
            ref deformation, in c, in parameters, ref history, TLanes.Broadcast(timeStep),
            out SymmetricMatrix3x3<TLanes> kirchhoff, out Mask<TLanes> clamped);
        if (historyCount > 0) history.H0.Store(h);
        if (historyCount > 1) history.H1.Store(h + Lanes);
        if (historyCount > 2) history.H2.Store(h + 2 * Lanes);
        StoreMatrix(in deformation, f);
        kirchhoff.XX.Store(stress);
        kirchhoff.XY.Store(stress + Group);
        kirchhoff.XZ.Store(stress + 2 * Group);
        kirchhoff.YY.Store(stress + 3 * Group);
        kirchhoff.YZ.Store(stress + 4 * Group);
        kirchhoff.ZZ.Store(stress + 5 * Group);
        return clamped;
    }

    private static void LoadMatrix(float* rows, out Matrix3x3<TLanes> m)
    {
        m.M00 = TLanes.Load(rows);
        m.M01 = TLanes.Load(rows + Lanes);
        m.M02 = TLanes.Load(rows + 2 * Lanes);
        m.M10 = TLanes.Load(rows + 3 * Lanes);
        m.M11 = TLanes.Load(rows + 4 * Lanes);
        m.M12 = TLanes.Load(rows + 5 * Lanes);
        m.M20 = TLanes.Load(rows + 6 * Lanes);
        m.M21 = TLanes.Load(rows + 7 * Lanes);
        m.M22 = TLanes.Load(rows + 8 * Lanes);
    }

    private static void StoreMatrix(in Matrix3x3<TLanes> m, float* rows)
    {
        m.M00.Store(rows);
        m.M01.Store(rows + Lanes);
        m.M02.Store(rows + 2 * Lanes);
        m.M10.Store(rows + 3 * Lanes);
        m.M11.Store(rows + 4 * Lanes);
        m.M12.Store(rows + 5 * Lanes);
        m.M20.Store(rows + 6 * Lanes);
        m.M21.Store(rows + 7 * Lanes);
        m.M22.Store(rows + 8 * Lanes);
    }

    private static LawParameters<TLanes> Broadcast(float* row)
    {
        LawParameters<TLanes> p;
        p.P0 = TLanes.Broadcast(row[0]);
        p.P1 = TLanes.Broadcast(row[1]);
        p.P2 = TLanes.Broadcast(row[2]);
        p.P3 = TLanes.Broadcast(row[3]);
        p.P4 = TLanes.Broadcast(row[4]);
        p.P5 = TLanes.Broadcast(row[5]);
        p.P6 = TLanes.Broadcast(row[6]);
        p.P7 = TLanes.Broadcast(row[7]);
        return p;
    }

    private static LawParameters<TLanes> Load(float* coefficients)
    {
        LawParameters<TLanes> p;
        p.P0 = TLanes.Load(coefficients);
        p.P1 = TLanes.Load(coefficients + Lanes);
        p.P2 = TLanes.Load(coefficients + 2 * Lanes);
        p.P3 = TLanes.Load(coefficients + 3 * Lanes);
        p.P4 = TLanes.Load(coefficients + 4 * Lanes);
        p.P5 = TLanes.Load(coefficients + 5 * Lanes);
        p.P6 = TLanes.Load(coefficients + 6 * Lanes);
        p.P7 = TLanes.Load(coefficients + 7 * Lanes);
        return p;
    }

    // Coefficients of particles that differ, as rows of the packet.
    private static void Collect(float* table, int* rows, float* coefficients)
    {
        for (int lane = 0; lane < Lanes; lane++)
        {
            float* row = table + (long)rows[lane] * LawParameters<TLanes>.Capacity;
            for (int k = 0; k < LawParameters<TLanes>.Capacity; k++) coefficients[k * Lanes + lane] = row[k];
        }
    }
}
