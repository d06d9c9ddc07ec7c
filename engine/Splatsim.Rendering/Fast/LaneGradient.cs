using System.Runtime.CompilerServices;
using Splatsim.Mathematics;

namespace Splatsim.Rendering;

/// <summary>A bundle of splats on its way from what the tiles left of it to its parameters.</summary>
/// <param name="sums">Rows of <see cref="PairSums"/>, then one with 1 for the lanes that any tile met.</param>
/// <param name="table">Input columns.</param>
/// <param name="output">Output columns, of which every one is written.</param>
/// <param name="moved">Input columns of moved splats and which lanes they are; null where none has moved.</param>
/// <param name="movedOutput">Output rows of moved splats.</param>
/// <param name="anyAtRest">True where some lanes have not moved.</param>
internal unsafe struct LaneGradient<T>(float* sums, float** table, float** output, float** moved, float* movedOutput, bool anyAtRest)
    where T : unmanaged, ILanes<T>
{
    /// <summary>Lanes that have a gradient.</summary>
    public Mask<T> Present;

    private Mask<T> isMoved;
    private Vector3<T> mean, gradient;
    private FalloffGradient<T> falloff;
    private LaneShapeAdjoint<T> shape;
    private T compensation;

    /// <summary>Reads means and falloff; writes the opacity's gradient.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public void Load(bool antialiased)
    {
        Present = Sum(PairGatherer.Rows) > T.Zero;
        mean = new(T.Load(table[0]), T.Load(table[1]), T.Load(table[2]));
        isMoved = T.One < T.Zero;
        if (moved is not null)
        {
            isMoved = anyAtRest ? T.Load(moved[ColumnTable.MovedLength]) > T.Zero : T.Zero < T.One;
            mean.X = T.Select(isMoved, T.Load(moved[0]), mean.X);
            mean.Y = T.Select(isMoved, T.Load(moved[1]), mean.Y);
            mean.Z = T.Select(isMoved, T.Load(moved[2]), mean.Z);
        }

        // The kernel measures offsets in units that are ConicScale times those of the formulas, and adds up -dL/dsigma.
        T once = T.FromDouble(-1 / FalloffScale.ConicScale), twice = T.FromDouble(-2 * FalloffScale.LogBase);
        falloff.First = once * Sum(PairSums.First);
        falloff.Second = once * Sum(PairSums.Second);
        falloff.FirstFirst = twice * Sum(PairSums.FirstFirst);
        falloff.FirstSecond = twice * Sum(PairSums.FirstSecond);
        falloff.SecondSecond = twice * Sum(PairSums.SecondSecond);
        T relative = Sum(PairSums.Opacity), opacity = SplatShape.Opacity(T.Load(table[ColumnTable.OpacityLogit]));
        LaneBits.Keep(Present, SplatShapeAdjoint.Opacity(opacity, relative / opacity)).Store(output[ColumnTable.OpacityLogit]);
        compensation = antialiased ? relative : T.Zero;
    }

    /// <summary>From the falloff back to place, Jacobian, and the parameters of the shape, which it writes.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public void Shape<TCamera>(in CameraView<T> view)
        where TCamera : struct, ICameraModel
    {
        ProjectedSplat<T>.Place<TCamera>(in view, in mean, out ProjectedSplat<T> image, out Vector3<T> u, out Vector3<T> v);
        if (anyAtRest)
            shape.Rest(in view, ref image, in u, in v, table + ColumnTable.Rotation, in falloff, compensation, Present & !isMoved, output + ColumnTable.Rotation);
        else
            for (int column = ColumnTable.Rotation; column < ColumnTable.OpacityLogit; column++) T.Zero.Store(output[column]);
        if (moved is null) return;
        LaneShapeAdjoint<T> own = default;
        own.Moved(
            in view, ref image, in u, in v, moved + ColumnTable.MovedCovariance, in falloff, compensation, Present & isMoved,
            movedOutput + ColumnTable.MovedCovariance * T.LaneCount);
        shape.Replace(isMoved, in own);
    }

    /// <summary>From place, Jacobian and depth back to mean and camera.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public void Place<TCamera>(in CameraView<T> view, ref CameraGradient<T> camera)
        where TCamera : struct, ICameraModel =>
        gradient = PlacementAdjoint.Place<T, TCamera>(
            in view, in mean, shape.U, shape.V, Sum(PairSums.Depth), in shape.RowU, in shape.RowV, ref camera);

    /// <summary>From the colour back to the harmonics, which it writes, and through the direction to mean, camera and rotation.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public void Harmonics<TCamera>(in CameraView<T> view, int degree, ref CameraGradient<T> camera)
        where TCamera : struct, ICameraModel
    {
        Vector3<T> color = new(Sum(PairSums.Red), Sum(PairSums.Green), Sum(PairSums.Blue));
        LaneHarmonics<T> source = new(table + ColumnTable.Harmonics);
        LaneHarmonicsTarget<T> target = new(output + ColumnTable.Harmonics, Present);
        Vector3<T> world = TCamera.Direction(in view, in mean), seen = world;
        Matrix3x3<T> turn = Matrix3x3<T>.Identity;
        if (moved is not null) Turn(ref turn);
        if (moved is not null) seen = turn.Transposed * world;
        Vector3<T> direction = ShColorAdjoint.Evaluate(in seen, degree, in source, in color, in target);
        if (moved is not null) WriteRotation(in world, in direction);
        if (degree == 0) return;
        Vector3<T> turned = moved is null ? direction : turn * direction;
        gradient += TCamera.DirectionAdjoint(in view, in mean, in turned, ref camera);
    }

    /// <summary>Sets the gradients of harmonics and rotations to 0, for splats that are coloured by numbers.</summary>
    public readonly void NoColor()
    {
        for (int channel = 0; channel < 3; channel++) T.Zero.Store(output[ColumnTable.Harmonics + channel]);
        if (moved is not null) WriteRotation(default, default);
    }

    /// <summary>Writes the mean's gradient.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public readonly void WriteMean()
    {
        Mask<T> rest = Present & !isMoved, other = Present & isMoved;
        LaneBits.Keep(rest, gradient.X).Store(output[ColumnTable.Mean]);
        LaneBits.Keep(rest, gradient.Y).Store(output[ColumnTable.Mean + 1]);
        LaneBits.Keep(rest, gradient.Z).Store(output[ColumnTable.Mean + 2]);
        if (moved is null) return;
        LaneBits.Keep(other, gradient.X).Store(movedOutput + ColumnTable.MovedMean * T.LaneCount);
        LaneBits.Keep(other, gradient.Y).Store(movedOutput + (ColumnTable.MovedMean + 1) * T.LaneCount);
        LaneBits.Keep(other, gradient.Z).Store(movedOutput + (ColumnTable.MovedMean + 2) * T.LaneCount);
    }

    private readonly T Sum(int row) => T.Load(sums + row * T.LaneCount);

    // The rotations of moved lanes in place of the identity.
    private readonly void Turn(ref Matrix3x3<T> turn)
    {
        float** r = moved + ColumnTable.MovedRotation;
        Matrix3x3<T> own = Matrix3x3<T>.FromRows(
            new(T.Load(r[0]), T.Load(r[1]), T.Load(r[2])), new(T.Load(r[3]), T.Load(r[4]), T.Load(r[5])), new(T.Load(r[6]), T.Load(r[7]), T.Load(r[8])));
        Matrix3x3<T>.Replace(isMoved, in own, ref turn);
    }

    private readonly void WriteRotation(in Vector3<T> world, in Vector3<T> direction)
    {
        Matrix3x3<T> rotation = Matrix3x3<T>.Outer(world, direction);
        T* entry = (T*)&rotation;
        Mask<T> mask = Present & isMoved;
        for (int i = 0; i < 9; i++) LaneBits.Keep(mask, entry[i]).Store(movedOutput + (ColumnTable.MovedRotation + i) * T.LaneCount);
    }
}
