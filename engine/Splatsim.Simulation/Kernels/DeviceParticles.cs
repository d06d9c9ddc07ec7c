using ILGPU;
using ILGPU.Runtime;
using Splatsim.Compute;
using Splatsim.Mathematics;
using Splatsim.Mechanics;

namespace Splatsim.Simulation.Kernels;

/// <summary>The particles' buffers: the present ones, spare ones that a sort moves them to, and those of the frame's start.</summary>
internal sealed class DeviceParticles : IDisposable
{
    private readonly SimulationSetup setup;
    private readonly GridDomain domain;
    private readonly double[][] initialHistories;
    private readonly MemoryBuffer1D<int, Stride1D.Dense> wasClamped;
    private readonly MemoryBuffer1D<float, Stride1D.Dense> parameters;
    private ParticleColumns present;
    private ParticleColumns spare;
    private readonly ParticleColumns saved;

    public DeviceParticles(ComputeDevice device, SimulationSetup setup, Func<int, bool> isActive)
    {
        this.setup = setup;
        domain = setup.Domain;
        Count = setup.Particles.Count;
        Laws = [.. setup.Materials.Select(m => m.Law).Distinct().OrderBy(l => l.Description.HoldsNodes ? 2 : l.Description.IsRigid ? 1 : 0)];
        HasGradient = !setup.Transfer.IsAffineDefault;
        HistoryCount = Laws.Select(l => l.Description.History.Count).DefaultIfEmpty(0).Max();
        LawOfRow = device.Allocate<int>(setup.Materials.Count, "materials");
        if (setup.Materials.Count > 0) LawOfRow.CopyFromCPU([.. setup.Materials.Select(m => Laws.IndexOf(m.Law))]);
        LawStarts = CountLaws(setup);
        int capacity = LawParameters<Real64>.Capacity;
        float[] rows = new float[Math.Max(1, setup.Materials.Count * capacity)];
        for (int row = 0; row < setup.Materials.Count; row++)
        {
            double[] values = LawNumbers.ToArray(setup.Materials[row].PreparedParameters);
            for (int k = 0; k < capacity; k++) rows[row * capacity + k] = (float)values[k];
        }

        parameters = device.Allocate<float>(rows.Length, "materials");
        parameters.CopyFromCPU(rows);
        wasClamped = device.AllocateZero<int>(Count, "particles");
        Slots = device.Allocate<int>(Count, "particles");
        present = new(device, Count, ColumnCount);
        spare = new(device, Count, ColumnCount);
        saved = new(device, Count, ColumnCount);
        initialHistories = [.. setup.Materials.Select(m => LawNumbers.ToArray(m.Law.InitialHistory(m.PreparedParameters)))];
        Load(isActive);
    }

    public int Count { get; }

    /// <summary>Laws present: those that deform, rigid ones, those that never move.</summary>
    public List<LawEntry> Laws { get; }

    /// <summary>First sorted particle of each law, and the number of particles.</summary>
    public int[] LawStarts { get; }

    public int HistoryCount { get; }

    /// <summary>Whether the velocity gradient is kept beside C.</summary>
    public bool HasGradient { get; }

    /// <summary>First column of the velocity gradient.</summary>
    public int Gradient => HasGradient ? ParticleViews.History + HistoryCount : ParticleViews.C;

    public int ColumnCount => ParticleViews.History + HistoryCount + (HasGradient ? 9 : 0);

    public MemoryBuffer1D<int, Stride1D.Dense> LawOfRow { get; }

    /// <summary>Place of each particle by the user's index.</summary>
    public MemoryBuffer1D<int, Stride1D.Dense> Slots { get; }

    public ParticleViews Views => ViewsOf(present);

    public ParticleViews SpareViews => ViewsOf(spare);

    /// <summary>Replaces the coefficients of a material.</summary>
    public void SetParameters(int row, in LawParameters<Real64> prepared)
    {
        float[] values = [.. LawNumbers.ToArray(in prepared).Select(v => (float)v)];
        parameters.View.SubView(row * values.Length, values.Length).CopyFromCPU(values);
    }

    public void ClearClamped() => wasClamped.MemSetToZero();

    /// <summary>After a sort: what was spare is present.</summary>
    public void Exchange() => (present, spare) = (spare, present);

    public void Save() => present.CopyTo(saved);

    /// <summary>Back to the saved state, which has to be sorted again.</summary>
    public void Restore()
    {
        saved.CopyTo(present);
        FindSlots();
    }

    /// <summary>Keeps the present state, and where each particle of the user's order lies in it.</summary>
    public void CopyTo(ParticleColumns columns, MemoryBuffer1D<int, Stride1D.Dense> slots)
    {
        present.CopyTo(columns);
        Slots.View.CopyTo(slots.View);
    }

    /// <summary>Back to a kept state, which has to be sorted again.</summary>
    public void CopyFrom(ParticleColumns columns, MemoryBuffer1D<int, Stride1D.Dense> slots)
    {
        columns.CopyTo(present);
        slots.View.CopyTo(Slots.View);
    }

    /// <summary>Writes the state for a restart.</summary>
    public void Write(StateWriter target)
    {
        target.Write<float>("particles", present.Data.GetAsArray1D());
        target.Write<long>("places", present.Place.GetAsArray1D());
        target.Write<int>("identifiers", present.Identifier.GetAsArray1D());
        target.Write<int>("rows", present.Row.GetAsArray1D());
    }

    /// <summary>Reads what <see cref="Write"/> wrote; it has to be sorted again.</summary>
    public void Read(StateReader source)
    {
        Fill<float>(source, "particles", present.Data);
        Fill<long>(source, "places", present.Place);
        Fill<int>(source, "identifiers", present.Identifier);
        Fill<int>(source, "rows", present.Row);
        FindSlots();
    }

    /// <summary>All columns as they are now, and where each particle of the user's order lies in them.</summary>
    public (float[] Data, long[] Place, int[] Slots) Download() => (present.Data.GetAsArray1D(), present.Place.GetAsArray1D(), Slots.GetAsArray1D());

    /// <summary>The columns of positions and velocities, which come first.</summary>
    public (float[] State, long[] Place, int[] Slots) DownloadMotion()
    {
        float[] state = new float[6 * Count];
        present.Data.View.SubView(0, state.Length).CopyToCPU(state);
        return (state, present.Place.GetAsArray1D(), Slots.GetAsArray1D());
    }

    /// <summary>What the setup says of one particle, column by column.</summary>
    public void InitialColumns(int p, Span<float> columns)
    {
        ParticleSet set = setup.Particles;
        bool rests = setup.Materials[set.Material[p]].IsStationary;
        (_, columns[ParticleViews.X], columns[ParticleViews.X + 1], columns[ParticleViews.X + 2]) = Local(domain, set.Position(p));
        for (int k = 0; k < 3; k++) columns[ParticleViews.V + k] = rests ? 0 : (float)set.V[3 * p + k];
        for (int k = 0; k < 9; k++) columns[ParticleViews.C + k] = rests ? 0 : (float)set.C[9 * p + k];
        for (int k = 0; k < 9; k++) columns[ParticleViews.F + k] = (float)set.F[9 * p + k];
        columns[ParticleViews.Mass] = (float)(set.Mass[p] * RigidGroups.MassFactor(setup.Materials[set.Material[p]]));
        columns[ParticleViews.Volume] = (float)set.RestVolume[p];
        double[] initial = initialHistories[set.Material[p]];
        for (int k = 0; k < HistoryCount; k++)
            columns[ParticleViews.History + k] = (float)(set.History is { } h ? h[ParticleSet.HistoryWidth * p + k] : initial[k]);
        for (int k = 0; HasGradient && k < 9; k++) columns[Gradient + k] = rests ? 0 : (float)(set.VelocityGradient ?? set.C)[9 * p + k];
    }

    /// <summary>Position of one particle when the frame began.</summary>
    public Vector3<Real64> SavedPositionOf(int particle)
    {
        int i = Array.IndexOf(saved.Identifier.GetAsArray1D(), particle);
        float[] x = new float[3 * Count];
        saved.Data.View.SubView(0, x.Length).CopyToCPU(x);
        return World(saved.Place.GetAsArray1D()[i], x[i], x[Count + i], x[2 * Count + i]);
    }

    /// <summary>World position of local coordinates.</summary>
    public Vector3<Real64> World(long place, float x, float y, float z)
    {
        const double nodes = GridViews.BlockNodes;
        Vector3<Real64> cells = new(nodes * BlockPlace.X(place) + x, nodes * BlockPlace.Y(place) + y, nodes * BlockPlace.Z(place) + z);
        return new Real64(domain.CellSize) * cells + domain.Origin;
    }

    /// <summary>Block and local coordinates of a world position; a position outside the domain goes to the nearest block.</summary>
    public static (long Place, float X, float Y, float Z) Local(GridDomain domain, Vector3<Real64> world)
    {
        Vector3<Real64> cells = domain.ToCells(world);
        int x = Block(cells.X.Value, domain.CountX, domain.IsUnbounded, out float localX);
        int y = Block(cells.Y.Value, domain.CountY, domain.IsUnbounded, out float localY);
        int z = Block(cells.Z.Value, domain.CountZ, domain.IsUnbounded, out float localZ);
        return (BlockPlace.Of(x, y, z), localX, localY, localZ);
    }

    public void Dispose()
    {
        LawOfRow.Dispose();
        parameters.Dispose();
        wasClamped.Dispose();
        Slots.Dispose();
        present.Dispose();
        spare.Dispose();
        saved.Dispose();
    }

    private static void Fill<T>(StateReader source, string name, MemoryBuffer1D<T, Stride1D.Dense> target)
        where T : unmanaged
    {
        T[] values = new T[target.Length];
        source.Read<T>(name, values);
        target.CopyFromCPU(values);
    }

    private void FindSlots()
    {
        int[] identifiers = present.Identifier.GetAsArray1D(), slots = new int[Count];
        for (int i = 0; i < Count; i++) slots[identifiers[i]] = i;
        if (Count > 0) Slots.CopyFromCPU(slots);
    }

    private static int Block(double cells, int nodes, bool isUnbounded, out float local)
    {
        (int first, int end) = isUnbounded ? (-GridDomain.Reach / GridViews.BlockNodes, GridDomain.Reach / GridViews.BlockNodes) : (0, DeviceGrid.Blocks(nodes));
        double block = Math.Clamp(Math.Floor((cells - 0.5) / GridViews.BlockNodes), first, end - 1);
        local = (float)(cells - GridViews.BlockNodes * block);
        return (int)block;
    }

    private ParticleViews ViewsOf(ParticleColumns columns) => new()
    {
        Data = columns.Data.View,
        Place = columns.Place.View,
        Identifier = columns.Identifier.View,
        Row = columns.Row.View,
        WasClamped = wasClamped.View,
        Parameters = parameters.View,
        Gradient = Gradient,
        Count = Count,
        HistoryCount = HistoryCount,
    };

    private int[] CountLaws(SimulationSetup setup)
    {
        int[] starts = new int[Laws.Count + 1];
        int[] lawOfRow = [.. setup.Materials.Select(m => Laws.IndexOf(m.Law))];
        foreach (int row in setup.Particles.Material) starts[lawOfRow[row] + 1]++;
        for (int law = 0; law < Laws.Count; law++) starts[law + 1] += starts[law];
        return starts;
    }

    private void Load(Func<int, bool> isActive)
    {
        if (Count == 0) return;
        ParticleSet set = setup.Particles;
        float[] data = new float[(long)ColumnCount * Count];
        float[] row = new float[ColumnCount];
        long[] place = new long[Count];
        int[] rows = new int[Count];
        for (int p = 0; p < Count; p++)
        {
            InitialColumns(p, row);
            for (int column = 0; column < row.Length; column++) data[(long)column * Count + p] = row[column];
            place[p] = Local(domain, set.Position(p)).Place;
            rows[p] = isActive(p) ? set.Material[p] : ~set.Material[p];
        }

        present.Data.CopyFromCPU(data);
        present.Place.CopyFromCPU(place);
        int[] identity = [.. Enumerable.Range(0, Count)];
        present.Identifier.CopyFromCPU(identity);
        present.Row.CopyFromCPU(rows);
        Slots.CopyFromCPU(identity);
    }
}
