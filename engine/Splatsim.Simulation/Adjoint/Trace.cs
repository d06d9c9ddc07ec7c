using System.Runtime.InteropServices;
using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>What <see cref="Traced"/> numbers of one thread were made of, in order, and its reversal.</summary>
internal sealed class Trace
{
    [ThreadStatic]
    private static Trace? current;

    // Entry 0 stands for all constants.
    private readonly List<Entry> entries = [default];
    private double[] cotangents = [];

    private readonly List<(int Place, double Value)> seeds = [];

    /// <summary>The trace of this thread.</summary>
    public static Trace Current => current ??= new();

    /// <summary>Forgets everything: numbers from before must not be used any more.</summary>
    public void Clear()
    {
        entries.RemoveRange(1, entries.Count - 1);
        seeds.Clear();
    }

    /// <summary>A number that derivatives are asked by.</summary>
    public Traced Input(double value) => new(value, Add(0, 0, 0, 0));

    /// <summary>A vector that derivatives are asked by.</summary>
    public Vector3<Traced> Input(Vector3<Real64> v) => new(Input(v.X.Value), Input(v.Y.Value), Input(v.Z.Value));

    /// <summary>A matrix that derivatives are asked by.</summary>
    public Matrix3x3<Traced> Input(in Matrix3x3<Real64> m) => Matrix3x3<Traced>.FromRows(Input(m.Row0), Input(m.Row1), Input(m.Row2));

    /// <summary>A quaternion that derivatives are asked by.</summary>
    public Quaternion<Traced> Input(Quaternion<Real64> q) => new(Input(q.W.Value), Input(q.X.Value), Input(q.Y.Value), Input(q.Z.Value));

    /// <summary>Adds the derivative of a loss by a number.</summary>
    public void Seed(Traced number, double cotangent)
    {
        if (number.Place > 0 && cotangent != 0) seeds.Add((number.Place, cotangent));
    }

    /// <summary>Adds the derivatives of a loss by a vector.</summary>
    public void Seed(Vector3<Traced> v, Vector3<Real64> cotangent)
    {
        Seed(v.X, cotangent.X.Value);
        Seed(v.Y, cotangent.Y.Value);
        Seed(v.Z, cotangent.Z.Value);
    }

    /// <summary>Adds the derivatives of a loss by a matrix.</summary>
    public void Seed(in Matrix3x3<Traced> m, in Matrix3x3<Real64> cotangent)
    {
        Seed(m.Row0, cotangent.Row0);
        Seed(m.Row1, cotangent.Row1);
        Seed(m.Row2, cotangent.Row2);
    }

    /// <summary>Adds the derivatives of a loss by a quaternion.</summary>
    public void Seed(Quaternion<Traced> q, Quaternion<Real64> cotangent)
    {
        Seed(q.W, cotangent.W.Value);
        Seed(q.X, cotangent.X.Value);
        Seed(q.Y, cotangent.Y.Value);
        Seed(q.Z, cotangent.Z.Value);
    }

    /// <summary>Carries the seeds back to everything that they were made of.</summary>
    public void Reverse()
    {
        if (cotangents.Length < entries.Count) cotangents = new double[Math.Max(entries.Count, 2 * cotangents.Length)];
        Array.Clear(cotangents, 0, entries.Count);
        foreach ((int place, double value) in seeds) cotangents[place] += value;
        ReadOnlySpan<Entry> all = CollectionsMarshal.AsSpan(entries);
        for (int i = all.Length - 1; i > 0; i--)
        {
            double bar = cotangents[i];
            if (bar == 0) continue;
            ref readonly Entry entry = ref all[i];
            cotangents[entry.Left] += entry.ByLeft * bar;
            cotangents[entry.Right] += entry.ByRight * bar;
        }

        seeds.Clear();
    }

    /// <summary>The derivative by a number, after <see cref="Reverse"/>.</summary>
    public double Of(Traced number) => number.Place == 0 ? 0 : cotangents[number.Place];

    /// <summary>The derivatives by a vector.</summary>
    public Vector3<Real64> Of(Vector3<Traced> v) => new(Of(v.X), Of(v.Y), Of(v.Z));

    /// <summary>The derivatives by a matrix.</summary>
    public Matrix3x3<Real64> Of(in Matrix3x3<Traced> m) => Matrix3x3<Real64>.FromRows(Of(m.Row0), Of(m.Row1), Of(m.Row2));

    /// <summary>The derivatives by a quaternion.</summary>
    public Quaternion<Real64> Of(Quaternion<Traced> q) => new(Of(q.W), Of(q.X), Of(q.Y), Of(q.Z));

    internal int Add(int left, double byLeft, int right, double byRight)
    {
        entries.Add(new(left, right, byLeft, byRight));
        return entries.Count - 1;
    }

    private readonly record struct Entry(int Left, int Right, double ByLeft, double ByRight);
}
