using Splatsim.Mathematics;
using Splatsim.Mechanics;

namespace Splatsim.Simulation;

/// <summary>Derivatives of a loss by the state of all particles and tracers at one moment of the reverse run.</summary>
/// <typeparam name="T">A number of one lane.</typeparam>
internal sealed class ParticleCotangents<T>
    where T : unmanaged, IReal<T>
{
    /// <param name="count">Number of particles.</param>
    /// <param name="tracers">Number of tracers.</param>
    /// <param name="separate">Whether the velocity gradient differs from C.</param>
    public ParticleCotangents(int count, int tracers, bool separate)
    {
        Position = new Vector3<T>[count];
        Velocity = new Vector3<T>[count];
        Affine = new Matrix3x3<T>[count];
        Gradient = separate ? new Matrix3x3<T>[count] : Affine;
        Deformation = new Matrix3x3<T>[count];
        History = new LawHistory<T>[count];
        TracerPosition = new Vector3<T>[tracers];
        TracerDeformation = new Matrix3x3<T>[tracers];
    }

    public Vector3<T>[] Position { get; }

    public Vector3<T>[] Velocity { get; }

    public Matrix3x3<T>[] Affine { get; }

    /// <summary>By the velocity gradient: that of C with the default transfer.</summary>
    public Matrix3x3<T>[] Gradient { get; }

    public bool IsSeparate => Gradient != Affine;

    public Matrix3x3<T>[] Deformation { get; }

    public LawHistory<T>[] History { get; }

    public Vector3<T>[] TracerPosition { get; }

    public Matrix3x3<T>[] TracerDeformation { get; }

    /// <summary>Adds what a loss says about the state at this moment.</summary>
    public void Add(StateCotangents seed)
    {
        Add(seed.Positions, Position);
        Add(seed.Velocities, Velocity);
        Add(seed.AffineVelocities, Affine);
        Add(seed.DeformationGradients, Deformation);
        Add(seed.TracerPositions, TracerPosition);
        Add(seed.TracerDeformationGradients, TracerDeformation);
        if (seed.History is not { } history) return;
        for (int p = 0; p < History.Length; p++)
        {
            LawHistory<T> added = Scalars.ReadHistory<T>(history.AsSpan(ParticleSet.HistoryWidth * p, ParticleSet.HistoryWidth));
            Span<T> from = LawNumbers.AsSpan(ref added), to = LawNumbers.AsSpan(ref History[p]);
            for (int i = 0; i < to.Length; i++) to[i] += from[i];
        }
    }

    public void Clear()
    {
        Array.Clear(Position);
        Array.Clear(Velocity);
        Array.Clear(Affine);
        Array.Clear(Gradient);
        Array.Clear(Deformation);
        Array.Clear(History);
        Array.Clear(TracerPosition);
        Array.Clear(TracerDeformation);
    }

    public static double[] ToDoubles(Vector3<T>[] values)
    {
        double[] result = new double[3 * values.Length];
        for (int i = 0; i < values.Length; i++) Scalars.Write(values[i], result.AsSpan(3 * i, 3));
        return result;
    }

    public static double[] ToDoubles(Matrix3x3<T>[] values)
    {
        double[] result = new double[9 * values.Length];
        for (int i = 0; i < values.Length; i++) Scalars.Write(in values[i], result.AsSpan(9 * i, 9));
        return result;
    }

    public static double[] ToDoubles(LawHistory<T>[] values)
    {
        double[] result = new double[ParticleSet.HistoryWidth * values.Length];
        for (int i = 0; i < values.Length; i++)
            Scalars.Write(in values[i], result.AsSpan(ParticleSet.HistoryWidth * i, ParticleSet.HistoryWidth));
        return result;
    }

    private static void Add(double[]? from, Vector3<T>[] to)
    {
        if (from is null) return;
        for (int i = 0; i < to.Length; i++) to[i] += Scalars.ReadVector<T>(from.AsSpan(3 * i, 3));
    }

    private static void Add(double[]? from, Matrix3x3<T>[] to)
    {
        if (from is null) return;
        for (int i = 0; i < to.Length; i++) to[i] += Scalars.ReadMatrix<T>(from.AsSpan(9 * i, 9));
    }
}
