using ILGPU;
using Splatsim.Mathematics;
using Splatsim.Mechanics;

namespace Splatsim.Simulation.Kernels;

/// <summary>
/// Derivatives of a loss by the particles on a device, one row per particle in the user's order, so that no sort moves them: those by the
/// state at the present moment of a reverse run, and the sums over the run of those by what never changes.
/// </summary>
internal struct CotangentViews
{
    /// <summary>First number by the position [1/cell].</summary>
    public const int X = 0;

    /// <summary>First number by the velocity [s/m].</summary>
    public const int V = 3;

    /// <summary>First number by the affine velocity [s], row by row.</summary>
    public const int C = 6;

    /// <summary>First number by the deformation gradient, row by row.</summary>
    public const int F = 15;

    /// <summary>First number by the history.</summary>
    public const int History = 24;

    /// <summary>Numbers of a row of sums before those by coefficients: by the mass, by the rest volume, and 1 where a stretch was lifted.</summary>
    public const int Mass = 0, Volume = 1, Clamped = 2, Coefficients = 3;

    /// <summary>By the state, <see cref="Width"/> numbers a row.</summary>
    public ArrayView<float> State;

    /// <summary>The sums, <see cref="SumWidth"/> numbers a row.</summary>
    public ArrayView<float> Sums;

    /// <summary>Numbers of a row of <see cref="State"/>.</summary>
    public int Width;

    /// <summary>Numbers of a row of <see cref="Sums"/>.</summary>
    public int SumWidth;

    /// <summary>First number by the velocity gradient: <see cref="C"/> with the default transfer, else behind the history.</summary>
    public int Gradient;

    /// <summary>Scalars of the history.</summary>
    public int HistoryCount;

    /// <summary>Three numbers of a row.</summary>
    public readonly Vector3<Real32> GetVector(int particle, int column)
    {
        long first = (long)Width * particle + column;
        return new(new(State[first]), new(State[first + 1]), new(State[first + 2]));
    }

    /// <summary>Nine numbers of a row.</summary>
    public readonly Matrix3x3<Real32> GetMatrix(int particle, int column) => Matrix3x3<Real32>.FromRows(
        GetVector(particle, column), GetVector(particle, column + 3), GetVector(particle, column + 6));

    /// <summary>By the history; 0 beyond what is kept.</summary>
    public readonly LawHistory<Real32> GetHistory(int particle)
    {
        long first = (long)Width * particle + History;
        LawHistory<Real32> history = default;
        if (HistoryCount > 0) history.H0 = new(State[first]);
        if (HistoryCount > 1) history.H1 = new(State[first + 1]);
        if (HistoryCount > 2) history.H2 = new(State[first + 2]);
        if (HistoryCount > 3) history.H3 = new(State[first + 3]);
        if (HistoryCount > 4) history.H4 = new(State[first + 4]);
        if (HistoryCount > 5) history.H5 = new(State[first + 5]);
        return history;
    }

    /// <summary>Replaces three numbers.</summary>
    public readonly void Set(int particle, int column, Vector3<Real32> value)
    {
        long first = (long)Width * particle + column;
        State[first] = value.X.Value;
        State[first + 1] = value.Y.Value;
        State[first + 2] = value.Z.Value;
    }

    /// <summary>Replaces nine numbers.</summary>
    public readonly void Set(int particle, int column, in Matrix3x3<Real32> value)
    {
        Set(particle, column, value.Row0);
        Set(particle, column + 3, value.Row1);
        Set(particle, column + 6, value.Row2);
    }

    /// <summary>Replaces those by the history.</summary>
    public readonly void Set(int particle, in LawHistory<Real32> history)
    {
        long first = (long)Width * particle + History;
        if (HistoryCount > 0) State[first] = history.H0.Value;
        if (HistoryCount > 1) State[first + 1] = history.H1.Value;
        if (HistoryCount > 2) State[first + 2] = history.H2.Value;
        if (HistoryCount > 3) State[first + 3] = history.H3.Value;
        if (HistoryCount > 4) State[first + 4] = history.H4.Value;
        if (HistoryCount > 5) State[first + 5] = history.H5.Value;
    }

    /// <summary>Adds to a sum.</summary>
    public readonly void AddSum(int particle, int column, Real32 value) => Sums[(long)SumWidth * particle + column] += value.Value;

    /// <summary>Adds derivatives by so many coefficients.</summary>
    public readonly void AddCoefficients(int particle, in LawParameters<Real32> by, int count)
    {
        long first = (long)SumWidth * particle + Coefficients;
        if (count > 0) Sums[first] += by.P0.Value;
        if (count > 1) Sums[first + 1] += by.P1.Value;
        if (count > 2) Sums[first + 2] += by.P2.Value;
        if (count > 3) Sums[first + 3] += by.P3.Value;
        if (count > 4) Sums[first + 4] += by.P4.Value;
        if (count > 5) Sums[first + 5] += by.P5.Value;
        if (count > 6) Sums[first + 6] += by.P6.Value;
        if (count > 7) Sums[first + 7] += by.P7.Value;
        if (count > 8) Sums[first + 8] += by.P8.Value;
        if (count > 9) Sums[first + 9] += by.P9.Value;
        if (count > 10) Sums[first + 10] += by.P10.Value;
        if (count > 11) Sums[first + 11] += by.P11.Value;
        if (count > 12) Sums[first + 12] += by.P12.Value;
        if (count > 13) Sums[first + 13] += by.P13.Value;
        if (count > 14) Sums[first + 14] += by.P14.Value;
        if (count > 15) Sums[first + 15] += by.P15.Value;
    }
}
