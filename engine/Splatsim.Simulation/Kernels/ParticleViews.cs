using ILGPU;
using Splatsim.Mathematics;
using Splatsim.Mechanics;

namespace Splatsim.Simulation.Kernels;

/// <summary>
/// The particles on a device, in sorted order: one array of columns, each <see cref="Count"/> floats long. Positions are in
/// cells from the first node of the block that the particle was last sorted into, so that they keep their precision however
/// large the domain is.
/// </summary>
internal struct ParticleViews
{
    /// <summary>First column of the position [cells in the block].</summary>
    public const int X = 0;

    /// <summary>First column of the velocity [m/s].</summary>
    public const int V = 3;

    /// <summary>First column of the affine velocity [1/s], row by row.</summary>
    public const int C = 6;

    /// <summary>First column of the deformation gradient, row by row.</summary>
    public const int F = 15;

    /// <summary>Column of the mass [kg].</summary>
    public const int Mass = 24;

    /// <summary>Column of the volume at rest [m^3].</summary>
    public const int Volume = 25;

    /// <summary>First column of the history.</summary>
    public const int History = 26;

    /// <summary>The columns.</summary>
    public ArrayView<float> Data;

    /// <summary><see cref="BlockPlace"/> of each particle.</summary>
    public ArrayView<long> Place;

    /// <summary>The user's index of each particle.</summary>
    public ArrayView<int> Identifier;

    /// <summary>Row of parameters (material) of each particle; its complement where the particle has no part in anything.</summary>
    public ArrayView<int> Row;

    /// <summary>1 where the stretch was clamped in this frame, by the user's index.</summary>
    public ArrayView<int> WasClamped;

    /// <summary>Prepared coefficients, <see cref="LawParameters{T}.Capacity"/> per row.</summary>
    public ArrayView<float> Parameters;

    /// <summary>
    /// First column of the velocity gradient [1/s] that advances F: <see cref="C"/> itself with the default transfer, else behind the history.
    /// </summary>
    public int Gradient;

    /// <summary>Number of particles.</summary>
    public int Count;

    /// <summary>History scalars that are kept.</summary>
    public int HistoryCount;

    /// <summary>False for particles that are not emitted yet or were removed.</summary>
    public readonly bool IsActive(int i) => Row[i] >= 0;

    /// <summary>One value.</summary>
    public readonly Real32 Get(int column, int i) => new(Data[(long)column * Count + i]);

    /// <summary>Replaces one value.</summary>
    public readonly void Set(int column, int i, Real32 value) => Data[(long)column * Count + i] = value.Value;

    /// <summary>Three columns.</summary>
    public readonly Vector3<Real32> GetVector(int column, int i) => new(Get(column, i), Get(column + 1, i), Get(column + 2, i));

    /// <summary>Replaces three columns.</summary>
    public readonly void Set(int column, int i, Vector3<Real32> value)
    {
        Set(column, i, value.X);
        Set(column + 1, i, value.Y);
        Set(column + 2, i, value.Z);
    }

    /// <summary>Nine columns.</summary>
    public readonly Matrix3x3<Real32> GetMatrix(int column, int i) =>
        Matrix3x3<Real32>.FromRows(GetVector(column, i), GetVector(column + 3, i), GetVector(column + 6, i));

    /// <summary>Replaces nine columns.</summary>
    public readonly void Set(int column, int i, in Matrix3x3<Real32> value)
    {
        Set(column, i, value.Row0);
        Set(column + 3, i, value.Row1);
        Set(column + 6, i, value.Row2);
    }

    /// <summary>What the law remembers; 0 beyond what is kept.</summary>
    public readonly LawHistory<Real32> GetHistory(int i) => GetHistory(History, i);

    /// <summary>The same from another first column.</summary>
    public readonly LawHistory<Real32> GetHistory(int column, int i)
    {
        LawHistory<Real32> history = default;
        if (HistoryCount > 0) history.H0 = Get(column, i);
        if (HistoryCount > 1) history.H1 = Get(column + 1, i);
        if (HistoryCount > 2) history.H2 = Get(column + 2, i);
        if (HistoryCount > 3) history.H3 = Get(column + 3, i);
        if (HistoryCount > 4) history.H4 = Get(column + 4, i);
        if (HistoryCount > 5) history.H5 = Get(column + 5, i);
        return history;
    }

    /// <summary>Replaces what the law remembers.</summary>
    public readonly void Set(int i, in LawHistory<Real32> history)
    {
        if (HistoryCount > 0) Set(History, i, history.H0);
        if (HistoryCount > 1) Set(History + 1, i, history.H1);
        if (HistoryCount > 2) Set(History + 2, i, history.H2);
        if (HistoryCount > 3) Set(History + 3, i, history.H3);
        if (HistoryCount > 4) Set(History + 4, i, history.H4);
        if (HistoryCount > 5) Set(History + 5, i, history.H5);
    }

    /// <summary>Prepared coefficients of a row; those that the law does not look at are never read.</summary>
    public readonly LawParameters<Real32> GetParameters(int row)
    {
        int first = row * LawParameters<Real32>.Capacity;
        LawParameters<Real32> p;
        p.P0 = new(Parameters[first]);
        p.P1 = new(Parameters[first + 1]);
        p.P2 = new(Parameters[first + 2]);
        p.P3 = new(Parameters[first + 3]);
        p.P4 = new(Parameters[first + 4]);
        p.P5 = new(Parameters[first + 5]);
        p.P6 = new(Parameters[first + 6]);
        p.P7 = new(Parameters[first + 7]);
        p.P8 = new(Parameters[first + 8]);
        p.P9 = new(Parameters[first + 9]);
        p.P10 = new(Parameters[first + 10]);
        p.P11 = new(Parameters[first + 11]);
        p.P12 = new(Parameters[first + 12]);
        p.P13 = new(Parameters[first + 13]);
        p.P14 = new(Parameters[first + 14]);
        p.P15 = new(Parameters[first + 15]);
        return p;
    }
}
